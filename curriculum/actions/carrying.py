"""Moving a thing to the next version of its framework: start, decide aim by aim, make the draft, publish it, or give up.

What is published is never written to: the room of the thing makes a draft (`curriculum.registries.dependants`). Who may
is asked by the callers. Each verb done twice does it once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import State
from curriculum.carrying import Proposal, propose
from curriculum.choices import CarryFlag, CarryLineState, CarryState
from curriculum.models import (
    CarryOver,
    CarryOverLine,
    CarryOverTarget,
    Competency,
    CrosswalkVersion,
    FrameworkVersion,
    ProficiencyLevel,
)
from curriculum.queries.passages import passage
from curriculum.registries import Dependent, NewAim, PlaceRules, dependants
from people.actions import record
from people.models import Person


@transaction.atomic
def start_carry_over(
    *, crosswalk: CrosswalkVersion, kind: str, subject_id: UUID, by: Person | None, at: datetime
) -> CarryOver:
    """The move of one thing, each of its aims with a proposal. Asked again, it is returned as it stands."""
    locked = CrosswalkVersion.objects.select_for_update(of=("self",)).select_related("source", "target")
    crosswalk = locked.get(pk=crosswalk.pk)
    if crosswalk.state != State.PUBLISHED:
        raise ValidationError(_("« %(version)s » n'est pas publié.") % {"version": crosswalk}, code="not_published")
    known = CarryOver.objects.filter(crosswalk_version=crosswalk, kind=kind, subject_id=subject_id)
    if found := known.exclude(state=CarryState.ABANDONED).first():
        return found
    subject = subject_of(kind, subject_id, crosswalk.source)
    carry_over = CarryOver.objects.create(
        crosswalk_version=crosswalk,
        owner_id=subject.owner_id,
        kind=kind,
        subject_id=subject.id,
        subject_title=f"{subject.title} {subject.label}",
        by=by,
        at=at,
    )
    aims = dependants[kind].aims(subject.id)
    _write(carry_over, propose(aims, passage(crosswalk, {aim.competency for aim in aims})))
    record(verb="carry-over-started", noun=carry_over, by=by, at=at, organisation=carry_over.owner, kind=kind)
    return carry_over


@transaction.atomic
def accept_line(*, line: CarryOverLine, aims: Sequence[NewAim], by: Person | None, at: datetime) -> CarryOverLine:
    """The aim goes where `aims` say. A line that somebody else decided otherwise meanwhile is refused (code `decided`)."""
    carry_over, line = _undecided(line, CarryLineState.ACCEPTED)
    _check(line, aims, carry_over.crosswalk_version.target, dependants[carry_over.kind].rules(line.place))
    before = {NewAim(target.competency_id, target.level_id) for target in line.targets.all()}
    if line.state == CarryLineState.ACCEPTED:
        if before != set(aims):
            raise _decided()
        return line
    if before != set(aims):
        line.targets.all().delete()
        CarryOverTarget.objects.bulk_create(_targets(line, aims))
    return _settle(carry_over, line, CarryLineState.ACCEPTED, by, at)


@transaction.atomic
def accept_alike(*, line: CarryOverLine, aims: Sequence[NewAim], by: Person | None, at: datetime) -> int:
    """The same for every undecided line that aims at the same competency at the same level. Returns how many, with it."""
    accept_line(line=line, aims=aims, by=by, at=at)
    alike = CarryOverLine.objects.filter(
        carry_over=line.carry_over_id, origin=line.origin_id, level=line.level_id, state=CarryLineState.PROPOSED
    )
    others = list(alike.select_related("carry_over"))
    for other in others:
        accept_line(line=other, aims=aims, by=by, at=at)
    return 1 + len(others)


@transaction.atomic
def drop_line(*, line: CarryOverLine, by: Person | None, at: datetime) -> CarryOverLine:
    """The draft won't have this aim."""
    carry_over, line = _undecided(line, CarryLineState.DROPPED)
    if not dependants[carry_over.kind].rules(line.place).optional:
        raise ValidationError(_("Cette ligne vise toujours une compétence : choisissez-la."), code="needed")
    if line.state == CarryLineState.DROPPED:
        return line
    return _settle(carry_over, line, CarryLineState.DROPPED, by, at)


@transaction.atomic
def reopen_line(*, line: CarryOverLine, by: Person | None, at: datetime) -> CarryOverLine:
    """Decide again. Its last choice stays proposed."""
    carry_over, line = _open_line(line)
    if line.state == CarryLineState.PROPOSED:
        return line
    return _settle(carry_over, line, CarryLineState.PROPOSED, by, at)


@transaction.atomic
def accept_clear_lines(*, carry_over: CarryOver, by: Person | None, at: datetime) -> int:
    """Every undecided line that has one destination, the same title and a known level. Returns how many."""
    carry_over = open_carry_over(carry_over)
    clear = carry_over.lines.filter(flag=CarryFlag.SAME, state=CarryLineState.PROPOSED)
    accepted = clear.update(state=CarryLineState.ACCEPTED, by=by, at=at)
    if accepted:
        owner = carry_over.owner
        record(verb="carry-over-clear-accepted", noun=carry_over, by=by, at=at, organisation=owner, count=accepted)
    return accepted


def subject_of(kind: str, subject_id: UUID, framework: FrameworkVersion) -> Dependent:
    """The thing to move, if it is there and free. Raises ValidationError with code `gone` or `busy`."""
    every = dependants[kind].pointing_at(framework) if kind in dependants else []
    subject = next((entry for entry in every if entry.id == subject_id), None)
    if subject is None:
        raise ValidationError(_("Cela ne vise plus cette version : il n'y a rien à mettre à jour."), code="gone")
    if subject.busy:
        reason = _("« %(title)s » a déjà un brouillon : publiez-le ou supprimez-le d'abord.")
        raise ValidationError(reason % {"title": subject.title}, code="busy")
    return subject


def open_carry_over(carry_over: CarryOver) -> CarryOver:
    """It, locked. Raises ValidationError once its draft was made, or it was given up."""
    locked = CarryOver.objects.select_for_update(of=("self",)).select_related("crosswalk_version__target", "owner")
    carry_over = locked.get(pk=carry_over.pk)
    if carry_over.state == CarryState.ABANDONED:
        raise ValidationError(_("C'est abandonné. Recommencez depuis la liste."), code="abandoned")
    if carry_over.state != CarryState.OPEN:
        raise ValidationError(_("Le brouillon est déjà fait. Pour changer, abandonnez-le d'abord."), code="not_open")
    return carry_over


def _write(carry_over: CarryOver, proposals: Sequence[Proposal]) -> None:
    lines = CarryOverLine.objects.bulk_create(
        CarryOverLine(
            carry_over=carry_over,
            place=proposal.aim.place,
            statement=proposal.aim.statement,
            position=position,
            origin_id=proposal.aim.competency,
            level_id=proposal.aim.level,
            flag=proposal.flag,
        )
        for position, proposal in enumerate(proposals, start=1)
    )
    CarryOverTarget.objects.bulk_create(
        target for line, proposal in zip(lines, proposals, strict=True) for target in _targets(line, proposal.targets)
    )


def _targets(line: CarryOverLine, aims: Collection[NewAim]) -> list[CarryOverTarget]:
    return [CarryOverTarget(line=line, competency_id=aim.competency, level_id=aim.level) for aim in aims]


def _open_line(line: CarryOverLine) -> tuple[CarryOver, CarryOverLine]:
    carry_over = open_carry_over(line.carry_over)
    return carry_over, CarryOverLine.objects.get(pk=line.pk)


def _undecided(line: CarryOverLine, wanted: str) -> tuple[CarryOver, CarryOverLine]:
    carry_over, line = _open_line(line)
    if line.state not in (CarryLineState.PROPOSED, wanted):
        raise _decided()
    return carry_over, line


def _decided() -> ValidationError:
    return ValidationError(
        _("Une autre personne a décidé de cette ligne entre-temps. Relisez sa décision ; vous pouvez la revoir."),
        code="decided",
    )


def _check(line: CarryOverLine, aims: Sequence[NewAim], target: FrameworkVersion, rules: PlaceRules) -> None:
    wanted = {aim.competency for aim in aims}
    if not wanted:
        raise ValidationError(_("Choisissez une compétence, ou laissez cette ligne de côté."), code="none")
    if len(wanted) > 1 and not rules.several:
        raise ValidationError(_("Cette ligne ne vise qu'une compétence : choisissez-en une seule."), code="one")
    if len(wanted) < len(aims) or Competency.objects.filter(version=target, pk__in=wanted).count() < len(wanted):
        raise ValidationError(_("Choisissez des compétences de %(version)s.") % {"version": target}, code="competency")
    levels = {aim.level for aim in aims}
    if line.level_id is not None and None in levels:
        raise ValidationError(_("Choisissez le niveau."), code="level")
    known = {level for level in levels if level is not None}
    if ProficiencyLevel.objects.filter(version=target, pk__in=known).count() < len(known):
        raise ValidationError(_("Choisissez un niveau de %(version)s.") % {"version": target}, code="level")


def _settle(carry_over: CarryOver, line: CarryOverLine, state: str, by: Person | None, at: datetime) -> CarryOverLine:
    line.state, line.by, line.at = state, by, at
    line.save(update_fields=["state", "by", "at"])
    verb = f"carry-over-line-{state}"
    record(verb=verb, noun=carry_over, by=by, at=at, organisation=carry_over.owner, place=line.place)
    return line
