"""Moving digital strands to another framework version."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.versions import next_label
from curriculum.actions.strands import publish_strand
from curriculum.actions.versions import next_number
from curriculum.choices import Standing
from curriculum.models import DigitalStrandVersion, FrameworkVersion, StrandLine
from curriculum.queries.dependants import dependent, versions_pointing_at
from curriculum.registries import Aim, Carried, Dependent, NewAim, PlaceRules, Places
from people.actions import record
from people.models import Person

#: What two lines must share to become one.
EFFECT = ("effect", "legal_basis", "starts_on", "ends_on")


@dataclass
class Joined:
    """The lines of the old version that meet at one unit, competency and level."""

    line: StrandLine
    aim: NewAim
    minutes: int = 0
    statements: list[str] = field(default_factory=list)

    def add(self, line: StrandLine, minutes: int) -> None:
        if any(getattr(self.line, name) != getattr(line, name) for name in EFFECT):
            reason = _("« %(one)s » et « %(other)s » deviennent une seule ligne, mais leurs effets diffèrent.")
            raise ValidationError(reason % {"one": self.line.statement, "other": line.statement}, code="effects")
        self.minutes += minutes
        if line.statement not in self.statements:
            self.statements.append(line.statement)


class StrandDependant:
    """Each line is a place. A line that goes to several competencies becomes several, its minutes shared; lines of a unit
    that meet at one competency and level become one. The draft is a proposal whatever the old version was: nobody adopted
    it yet."""

    name = "strand"
    label = gettext_lazy("volets numériques")
    order = 40

    def pointing_at(self, framework: FrameworkVersion, also: Collection[UUID] = ()) -> list[Dependent]:
        found = versions_pointing_at(DigitalStrandVersion, "strand", framework, also).annotate(aims=Count("lines"))
        return [
            dependent(version, version.strand, kind=self.name, aims=version.aims, url=version.get_absolute_url())
            for version in found
        ]

    def rules(self, place: str) -> PlaceRules:
        return PlaceRules(several=True)

    def aims(self, subject_id: UUID) -> list[Aim]:
        lines = StrandLine.objects.filter(version=subject_id).select_related("unit").order_by("position")
        return [
            Aim(_place(line), f"{line.unit.code} : {line.statement}", line.competency_id, line.level_id)
            for line in lines
        ]

    @transaction.atomic
    def carry(
        self, subject_id: UUID, *, framework: FrameworkVersion, places: Places, by: Person | None, at: datetime
    ) -> Carried:
        old = DigitalStrandVersion.objects.select_related("strand__owner").get(pk=subject_id)
        draft = DigitalStrandVersion.objects.create(
            strand=old.strand,
            number=next_number(old.strand, DigitalStrandVersion, "strand"),
            label=next_label(old.label, set(old.strand.versions.values_list("label", flat=True))),
            language=old.language,
            reference_version_id=old.reference_version_id,
            framework_version=framework,
            title=old.title,
            author=old.author,
            standing=Standing.PROPOSAL,
            hours=old.hours,
            introduction=old.introduction,
            forked_from=old,
        )
        StrandLine.objects.bulk_create(_lines(old, draft, places))
        record(verb="created", noun=draft, by=by, at=at, organisation=old.strand.owner, label=draft.label)
        return Carried(draft.pk, draft.title, draft.label)

    def publish(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        publish_strand(version=_draft(draft_id), by=by, at=at)

    @transaction.atomic
    def discard(self, draft_id: UUID, *, by: Person | None, at: datetime) -> None:
        draft = _draft(draft_id)
        if not draft.is_draft:
            raise ValidationError(_("« %(version)s » n'est plus un brouillon.") % {"version": draft})
        draft.lines.all().delete()
        draft.delete()


def _draft(draft_id: UUID) -> DigitalStrandVersion:
    return DigitalStrandVersion.objects.select_related(
        "strand__owner", "reference_version__reference", "framework_version__framework"
    ).get(pk=draft_id)


def _place(line: StrandLine) -> str:
    return f"line:{line.pk}"


def _lines(old: DigitalStrandVersion, draft: DigitalStrandVersion, places: Places) -> Iterator[StrandLine]:
    """The old lines at their new competencies, in their order."""
    joined: dict[tuple[UUID, NewAim], Joined] = {}
    for line in old.lines.order_by("position"):
        aims = places.get((_place(line), line.competency_id), ())
        for share, aim in enumerate(aims):
            minutes = line.minutes // len(aims) + (share < line.minutes % len(aims))
            met = joined.setdefault((line.unit_id, aim), Joined(line, aim))
            met.add(line, minutes)
    for position, met in enumerate(joined.values(), start=1):
        if met.aim.level is None:
            raise ValidationError(
                _("Choisissez le niveau de « %(line)s ».") % {"line": met.line.statement}, code="level"
            )
        yield StrandLine(
            version=draft,
            unit_id=met.line.unit_id,
            competency_id=met.aim.competency,
            level_id=met.aim.level,
            position=position,
            minutes=met.minutes,
            statement=" ; ".join(met.statements),
            **{name: getattr(met.line, name) for name in EFFECT},
        )
