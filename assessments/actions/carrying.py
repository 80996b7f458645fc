"""Moving quizzes to another framework version: new aims for their sections and questions, not a word of them changed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.drafting import discard_draft
from assessments.actions.moving_items import aim_items, forget_items, own_targets, own_targets_counted
from assessments.actions.publishing import publish_assessment
from assessments.models import AssessmentVersion, Section, SectionItem
from content.versions import next_label
from curriculum.actions.versions import next_number
from curriculum.models import FrameworkVersion
from curriculum.queries.dependants import dependent, highest, ranks_of, versions_pointing_at
from curriculum.registries import Aim, Carried, Dependent, NewAim, PlaceRules, Places
from people.actions import record
from people.models import Person

SECTION = "section"


class AssessmentDependant:
    """Places are the sections, which aim at one competency and can't do without, and the questions that aim at something
    else than their section: the others follow it. A quiz has no page of its own."""

    name = "assessment"
    label = gettext_lazy("quiz")
    order = 10

    def pointing_at(self, framework: FrameworkVersion, also: Collection[UUID] = ()) -> list[Dependent]:
        found = list(
            versions_pointing_at(AssessmentVersion, "assessment", framework, also)
            .annotate(parts=Count("sections"))
            .defer("paper", "key")
        )
        own = own_targets_counted(version.pk for version in found)
        return [
            dependent(version, version.assessment, kind=self.name, aims=version.parts + own.get(version.pk, 0), url="")
            for version in found
        ]

    def rules(self, place: str) -> PlaceRules:
        section = place.startswith(f"{SECTION}:")
        return PlaceRules(several=not section, optional=not section)

    def aims(self, subject_id: UUID) -> list[Aim]:
        aims = [
            Aim(
                f"{SECTION}:{section.key}",
                _("Partie « %(title)s »") % {"title": section.title},
                section.competency_id,
                section.level_id,
            )
            for section in Section.objects.filter(version=subject_id).order_by("position")
        ]
        return aims + own_targets(subject_id)

    @transaction.atomic
    def carry(
        self, subject_id: UUID, *, framework: FrameworkVersion, places: Places, by: Person | None, at: datetime
    ) -> Carried:
        old = AssessmentVersion.objects.select_related("assessment__owner").get(pk=subject_id)
        draft = AssessmentVersion.objects.create(
            assessment=old.assessment,
            number=next_number(old.assessment, AssessmentVersion, "assessment"),
            label=next_label(old.label, set(old.assessment.versions.values_list("label", flat=True))),
            language=old.language,
            framework_version=framework,
            title=old.title,
            introduction=old.introduction,
            feedback=old.feedback,
            pass_rule=old.pass_rule,
        )
        _copy_sections(old, draft, places)
        aim_items(old, draft, places)
        owner = old.assessment.owner
        record(verb="assessment-carried", noun=draft, by=by, at=at, organisation=owner, label=draft.label)
        return Carried(draft.pk, draft.title, draft.label)

    def publish(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        publish_assessment(version=AssessmentVersion.objects.get(pk=draft_id), by=by, at=at)

    @transaction.atomic
    def discard(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        draft = AssessmentVersion.objects.get(pk=draft_id)
        if not draft.is_draft:
            raise ValidationError(_("« %(version)s » n'est plus un brouillon.") % {"version": draft})
        forget_items(draft)
        discard_draft(version=draft)


def _copy_sections(old: AssessmentVersion, draft: AssessmentVersion, places: Places) -> None:
    """Sections that meet at one competency are marked together: they need one level, the higher."""
    sections = list(old.sections.order_by("position"))
    aims = {section.pk: _only(section, places) for section in sections}
    level = {aim.competency: aim.level for aim in highest(aims.values(), ranks_of(draft.framework_version))}
    for section in sections:
        made = Section.objects.create(
            version=draft,
            key=section.key,
            title=section.title,
            position=section.position,
            draw=section.draw,
            competency_id=aims[section.pk].competency,
            level_id=level[aims[section.pk].competency],
        )
        SectionItem.objects.bulk_create(_entries(made, section.entries.order_by("position")))


def _only(section: Section, places: Places) -> NewAim:
    aims: Sequence[NewAim] = places.get((f"{SECTION}:{section.key}", section.competency_id), ())
    if len(aims) != 1:
        reason = _("La partie « %(title)s » d'un quiz vise une compétence, ni plus ni moins : choisissez-la.")
        raise ValidationError(reason % {"title": section.title}, code="one_aim")
    return aims[0]


def _entries(section: Section, entries: Iterable[SectionItem]) -> Iterable[SectionItem]:
    return (
        SectionItem(
            section=section, item_id=entry.item_id, position=entry.position, points=entry.points, review=entry.review
        )
        for entry in entries
    )
