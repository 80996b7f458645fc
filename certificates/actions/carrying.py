"""Moving certificates to be earned to another framework version. What was awarded stays on the version it was awarded on."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions.achievements import publish_achievement
from certificates.actions.drafts import copy_criteria, draft_after, remove_draft
from certificates.choices import CriterionKind
from certificates.models import Achievement, AchievementTarget, AchievementVersion, Criterion
from certificates.policies import can_manage_achievement
from curriculum.models import FrameworkVersion
from curriculum.queries.dependants import dependent, versions_pointing_at
from curriculum.registries import Aim, Carried, Dependent, PlaceRules, Places
from people.actions import record
from people.models import Person


class AchievementDependant:
    """Places are the « sait … » lines: one competency each, since a certificate prints a line once. Only who certifies for
    its owner makes or publishes the draft."""

    name = "achievement"
    label = gettext_lazy("certificats à obtenir")
    order = 30

    def pointing_at(self, framework: FrameworkVersion, also: Collection[UUID] = ()) -> list[Dependent]:
        found = versions_pointing_at(AchievementVersion, "achievement", framework, also)
        return [
            dependent(
                version,
                version.achievement,
                kind=self.name,
                aims=version.lines,
                url=reverse("achievement-detail", args=[version.achievement.slug]),
            )
            for version in found.annotate(lines=Count("targets"))
        ]

    def rules(self, place: str) -> PlaceRules:
        return PlaceRules()

    def aims(self, subject_id: UUID) -> list[Aim]:
        targets = AchievementTarget.objects.filter(version=subject_id).order_by("position")
        aims = [Aim(_place(target), target.statement, target.competency_id, target.level_id) for target in targets]
        leaves = Criterion.objects.filter(version=subject_id, kind=CriterionKind.OUTCOME).order_by("pk")
        text = _("Condition : compétence validée")
        asked = [(_asked(row), row.competency_id, row.level_id) for row in leaves]
        return aims + [Aim(place, text, competency, level) for place, competency, level in asked if competency]

    @transaction.atomic
    def carry(
        self, subject_id: UUID, *, framework: FrameworkVersion, places: Places, by: Person | None, at: datetime
    ) -> Carried:
        old = AchievementVersion.objects.select_related("achievement__owner").get(pk=subject_id)
        _certifies(by, old.achievement)
        draft = draft_after(old, framework)
        AchievementTarget.objects.bulk_create(_targets(old, draft, places))
        _carry_criteria(old, draft, places)
        owner = old.achievement.owner
        record(verb="achievement-carried", noun=draft, by=by, at=at, organisation=owner, label=draft.label)
        return Carried(draft.pk, draft.title, draft.label)

    def publish(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        draft = AchievementVersion.objects.select_related("achievement__owner").get(pk=draft_id)
        publish_achievement(version=draft, by=_certifies(by, draft.achievement), at=at)

    @transaction.atomic
    def discard(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        draft = AchievementVersion.objects.select_related("achievement__owner").get(pk=draft_id)
        _certifies(by, draft.achievement)
        if not draft.is_draft:
            raise ValidationError(_("« %(version)s » n'est plus un brouillon.") % {"version": draft})
        remove_draft(draft)


def _certifies(by: Person | None, achievement: Achievement) -> Person:
    if by is None or not can_manage_achievement(by, achievement):
        reason = _("Seule une personne qui certifie au nom de « %(name)s » peut faire cela.")
        raise ValidationError(reason % {"name": achievement.owner.name}, code="certifier")
    return by


def _place(target: AchievementTarget) -> str:
    return f"line:{target.position}"


def _asked(row: Criterion) -> str:
    return f"criterion:{row.pk}"


def _carry_criteria(old: AchievementVersion, draft: AchievementVersion, places: Places) -> None:
    """A competency that became several is asked for in full; one that became none leaves the tree, which the check before
    publishing then shows."""
    copies = copy_criteria(old, draft)
    for row in old.criteria.filter(kind=CriterionKind.OUTCOME):
        copy, aims = copies[row.pk], list(places.get((_asked(row), row.competency_id), ()) if row.competency_id else ())
        if len(aims) == 1 or (aims and copy.parent is None):
            copy.competency_id, copy.level_id = aims[0].competency, aims[0].level
            copy.save(update_fields=["competency", "level"])
            continue
        parent, position = copy.parent, copy.position
        copy.delete()
        if aims and parent is not None:
            group = Criterion.objects.create(version=draft, parent=parent, position=position, kind=CriterionKind.ALL)
            for place, aim in enumerate(aims, 1):
                Criterion.objects.create(
                    version=draft,
                    parent=group,
                    position=place,
                    kind=CriterionKind.OUTCOME,
                    competency_id=aim.competency,
                    level_id=aim.level,
                )


def _targets(old: AchievementVersion, draft: AchievementVersion, places: Places) -> Iterator[AchievementTarget]:
    position = 0
    for target in old.targets.order_by("position"):
        for aim in places.get((_place(target), target.competency_id), ()):
            position += 1
            yield AchievementTarget(
                version=draft,
                position=position,
                statement=target.statement,
                competency_id=aim.competency,
                level_id=aim.level,
            )
