"""Writing a strand on screen, one line at a time. Every change takes the token of the draft the author read."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from curriculum.actions.versions import open_draft
from curriculum.choices import Effect, Standing
from curriculum.models import Competency, DigitalStrandVersion, ProficiencyLevel, ReferenceUnit, StrandLine
from people.actions import record
from people.models import Person


@dataclass(frozen=True)
class StrandFacts:
    """What a strand says of itself."""

    title: str
    hours: int
    introduction: str = ""
    standing: str = Standing.PROPOSAL
    standing_on: date | None = None
    legal_basis: str = ""


@dataclass(frozen=True)
class LineContent:
    unit: ReferenceUnit
    competency: Competency
    level: ProficiencyLevel
    minutes: int
    statement: str
    effect: str = Effect.CONTENT
    legal_basis: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def set_strand_facts(
    *, version: DigitalStrandVersion, edit_token: str, facts: StrandFacts, by: Person, at: datetime
) -> DigitalStrandVersion:
    """Raises ValidationError, by field where one is to blame: an adoption has a day, a text its date."""
    draft = open_draft(version, edit_token)
    if facts.standing != Standing.PROPOSAL and not facts.standing_on:
        raise ValidationError({"standing_on": _("Donnez la date : sans elle, personne ne sait depuis quand.")})
    if facts.standing == Standing.STATUTORY and not facts.legal_basis.strip():
        raise ValidationError({"legal_basis": _("Citez le texte qui prévoit ce volet : article et date.")})
    for entry in fields(facts):
        setattr(draft, entry.name, getattr(facts, entry.name))
    if facts.standing == Standing.PROPOSAL:
        draft.standing_on, draft.legal_basis = None, ""
    elif facts.standing == Standing.ADOPTED:
        draft.legal_basis = ""
    draft.save()
    record(verb="edited", noun=draft, by=by, at=at, organisation=draft.strand.owner)
    return draft


@transaction.atomic
def save_line(
    *,
    version: DigitalStrandVersion,
    edit_token: str,
    content: LineContent,
    line: StrandLine | None,
    by: Person,
    at: datetime,
) -> StrandLine:
    """Write a line, or add one (`line` None) at the end. Raises ValidationError, by field where one is to blame."""
    draft = open_draft(version, edit_token)
    _check(draft, content, line)
    held = line or StrandLine(version=draft, position=_last(draft) + 1)
    for entry in fields(content):
        setattr(held, entry.name, getattr(content, entry.name))
    held.save()
    _keep(draft, by, at)
    return held


@transaction.atomic
def remove_line(*, version: DigitalStrandVersion, edit_token: str, line: StrandLine, by: Person, at: datetime) -> None:
    draft = open_draft(version, edit_token)
    draft.lines.filter(pk=line.pk).delete()
    _keep(draft, by, at)


@transaction.atomic
def move_line(
    *, version: DigitalStrandVersion, edit_token: str, line: StrandLine, down: bool, by: Person, at: datetime
) -> None:
    """One place up or down among the lines of its unit; nothing at either end."""
    draft = open_draft(version, edit_token)
    siblings = list(draft.lines.filter(unit=line.unit_id).order_by("position", "pk"))
    place = next((index for index, entry in enumerate(siblings) if entry.pk == line.pk), None)
    if place is None:
        raise ValidationError(_("Cette ligne n'est plus là."), code="edited")
    other = place + (1 if down else -1)
    if not 0 <= other < len(siblings):
        return
    here, there = siblings[place], siblings[other]
    here.position, there.position = there.position, here.position
    StrandLine.objects.bulk_update([here, there], ["position"])
    _keep(draft, by, at)


@transaction.atomic
def discard_strand(*, version: DigitalStrandVersion, edit_token: str, by: Person, at: datetime) -> None:
    """Throw a draft away, and the strand with it when it has no other version."""
    draft = open_draft(version, edit_token)
    strand = draft.strand
    record(verb="discarded", noun=draft, by=by, at=at, organisation=strand.owner, label=draft.label)
    draft.lines.all().delete()
    draft.delete()
    if not strand.versions.exists():
        strand.delete()


def _check(draft: DigitalStrandVersion, content: LineContent, line: StrandLine | None) -> None:
    if content.unit.version_id != draft.reference_version_id:
        raise ValidationError({"unit": _("Cette unité n'appartient pas à cette formation.")})
    for name, pointed in (("competency", content.competency), ("level", content.level)):
        if pointed.version_id != draft.framework_version_id:
            raise ValidationError({name: _("Ce choix ne vient pas de ce référentiel de compétences.")})
    if content.effect == Effect.EQUIVALENCE and not content.legal_basis.strip():
        raise ValidationError({"legal_basis": _("Une équivalence vient d'un texte légal : citez-le.")})
    if content.effect == Effect.EQUIVALENCE and not content.starts_on:
        raise ValidationError({"starts_on": _("Une équivalence a une date d'entrée en vigueur : donnez-la.")})
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        raise ValidationError({"ends_on": _("La date de fin précède la date de début.")})
    twins = draft.lines.filter(unit=content.unit, competency=content.competency, level=content.level)
    if (twins.exclude(pk=line.pk) if line else twins).exists():
        reason = _("Cette unité demande déjà cette compétence à ce niveau : modifiez plutôt l'autre ligne.")
        raise ValidationError({"competency": reason})


def _last(draft: DigitalStrandVersion) -> int:
    return draft.lines.aggregate(last=Max("position"))["last"] or 0


def _keep(draft: DigitalStrandVersion, by: Person, at: datetime) -> None:
    draft.save(update_fields=["edit_token"])
    record(verb="edited", noun=draft, by=by, at=at, organisation=draft.strand.owner)
