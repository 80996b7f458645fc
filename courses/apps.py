"""Wiring of this room."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        """Fill the registries: kinds of activity, the course loader, what is known about a person."""
        from content.packages import loaders
        from courses.actions import CoursesData
        from courses.actions.carrying import CourseDependant
        from courses.importers import CourseLoader
        from courses.kinds import GuideKind, LessonKind
        from courses.registries import kinds
        from curriculum.registries import dependants
        from people.registries import personal_data

        kinds.register(LessonKind())
        kinds.register(GuideKind())
        loaders[CourseLoader.format] = CourseLoader()
        personal_data["courses"] = CoursesData()
        dependants.register(CourseDependant())
