"""Wiring of this room."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments import registries  # inline: models are loaded first
        from assessments.actions import AssessmentsData
        from assessments.actions.carrying import AssessmentDependant
        from assessments.importers import AssessmentLoader
        from assessments.kinds import items, panels
        from assessments.kinds.quiz import QuizKind
        from content.packages import loaders
        from courses.registries import kinds
        from curriculum.registries import dependants
        from people.registries import Panel, personal_data, slots

        registries.kinds.update(items.found())
        kinds.register(QuizKind())
        loader = AssessmentLoader()
        loaders[loader.format] = loader
        personal_data["assessments"] = AssessmentsData()
        slots.add("trainee-detail", Panel("assessments/panels/trainee_tries.html", panels.trainee_tries, order=10))
        slots.add("activity-closed", Panel("assessments/panels/closed_tries.html", panels.closed_tries))
        slots.add("cohort-detail", Panel("assessments/panels/cohort_jury.html", panels.cohort_jury, order=30))
        dependants.register(AssessmentDependant())
