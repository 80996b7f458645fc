"""What became of the certificates added to records, training by training: of a body's own people, or across bodies.

Across bodies, a number that rests on one to four people is not said, nor a total from which it could be worked out.
Periods are whole calendar years, so that two of them can't be subtracted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.text import capfirst

from certificates.choices import AnnexState
from certificates.models import Annex, AnnexDecision
from certificates.queries.achievements import certified_by
from certificates.queries.livrets import body_records
from curriculum.choices import Effect
from curriculum.models import StrandLine, TrainingReferenceVersion
from people.policies import Viewer

FEWEST: Final = 5
EFFECTS: Final = tuple(Effect)


@dataclass(frozen=True)
class Figure:
    """`people`: on how many different people `number` rests. `hidden`: it isn't said, for it would tell on somebody."""

    number: int
    people: int
    guarded: bool

    @property
    def hidden(self) -> bool:
        return self.guarded and 0 < self.people < FEWEST


@dataclass(frozen=True)
class LineFigures:
    """How often a line of the strand was recognised, by effect in the order of `EFFECTS`."""

    line: StrandLine
    by_effect: list[Figure]


@dataclass(frozen=True)
class Bar:
    """For `coverage_chart`."""

    label: str
    covered: int
    required: int


@dataclass(frozen=True)
class ReferenceFigures:
    """`states` in the order of `AnnexState`; `lines` those that were ever recognised."""

    reference: TrainingReferenceVersion
    states: list[tuple[str, Figure]]
    elsewhere: Figure
    total: Figure
    lines: list[LineFigures] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether the total may be said: not where it would give away one of its parts."""
        return not any(figure.hidden for _label, figure in self.states) and not self.elsewhere.hidden

    @property
    def bars(self) -> list[Bar]:
        return (
            [Bar(capfirst(label), figure.number, self.total.number) for label, figure in self.states]
            if self.told
            else []
        )


def annexes_of_bodies(person: Viewer) -> QuerySet[Annex]:
    """In the records that this person reads for their body."""
    return Annex.objects.filter(record__in=body_records(person).order_by().values("pk"))


def annexes_of_certifier(person: Viewer) -> QuerySet[Annex]:
    """Of certificates that this person's organisations issued, in whatever record."""
    return Annex.objects.filter(award__issuer__in=certified_by(person))


def years_of(annexes: QuerySet[Annex]) -> list[int]:
    """Newest first."""
    found = annexes.order_by().annotate(year=ExtractYear("added_at")).values_list("year", flat=True)
    return sorted(set(found.distinct()), reverse=True)


def figures(annexes: QuerySet[Annex], *, year: int | None, guarded: bool) -> list[ReferenceFigures]:
    """Four queries, whatever the number. `year` is that in which a certificate was added."""
    chosen = annexes.filter(added_at__year=year) if year is not None else annexes
    people = Count("record__person", distinct=True)
    by_state = chosen.order_by().values("record__reference_version", "state").annotate(many=Count("pk"), people=people)
    elsewhere = Count("pk", filter=Q(foreign_award__isnull=False))
    whose = Count("record__person", distinct=True, filter=Q(foreign_award__isnull=False))
    sums = (
        chosen.order_by()
        .values("record__reference_version")
        .annotate(many=Count("pk"), people=people, elsewhere=elsewhere, whose=whose)
    )
    totals = {row["record__reference_version"]: row for row in sums}
    states = {(row["record__reference_version"], row["state"]): row for row in by_state}
    lines = _lines(chosen, guarded)
    references = TrainingReferenceVersion.objects.filter(pk__in=totals).select_related("reference")
    return [
        ReferenceFigures(
            reference=reference,
            states=[
                (str(label), _figure(states.get((reference.pk, value)), guarded)) for value, label in AnnexState.choices
            ],
            elsewhere=Figure(totals[reference.pk]["elsewhere"], totals[reference.pk]["whose"], guarded),
            total=_figure(totals[reference.pk], guarded),
            lines=lines.get(reference.pk, []),
        )
        for reference in references.order_by("reference__abbreviation", "label")
    ]


def rows_of(found: Iterable[ReferenceFigures], say: Sequence[str]) -> list[list[str]]:
    """For a spreadsheet: training, unit, what, number. `say` names the total, what is of elsewhere, and what is hidden."""
    total, elsewhere, hidden = say
    rows = []
    for one in found:
        title = one.reference.title
        rows.append([title, "", total, str(one.total.number) if one.told and not one.total.hidden else hidden])
        rows.append([title, "", elsewhere, _said(one.elsewhere, hidden)])
        rows += [[title, "", label, _said(figure, hidden)] for label, figure in one.states]
        for line in one.lines:
            for effect, figure in zip(EFFECTS, line.by_effect, strict=True):
                rows.append(
                    [title, line.line.unit.code, f"{line.line.statement} ({effect.label})", _said(figure, hidden)]
                )
    return rows


def _lines(annexes: QuerySet[Annex], guarded: bool) -> dict[UUID, list[LineFigures]]:
    """From the newest decision of each annex that is recognised today. Two queries."""
    accepted = annexes.filter(state=AnnexState.ACCEPTED).order_by().values("pk")
    newest = AnnexDecision.objects.filter(annex__in=accepted).order_by().values("annex").annotate(last=Max("pk"))
    rows = AnnexDecision.objects.filter(pk__in=newest.values("last"))
    numbers: Counter[tuple[str, str]] = Counter()
    people: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for lines, person in rows.values_list("lines", "annex__record__person").iterator(500):
        for line in lines:
            key = (line["line"], line["effect"])
            numbers[key] += 1
            people[key].add(person)
    known = StrandLine.objects.filter(pk__in={line for line, _effect in numbers}).select_related("unit", "version")
    found: dict[UUID, list[LineFigures]] = defaultdict(list)
    for line in known.order_by("version", "position"):
        keys = [(str(line.pk), effect.value) for effect in EFFECTS]
        by_effect = [Figure(numbers[key], len(people[key]), guarded) for key in keys]
        found[line.version.reference_version_id].append(LineFigures(line, by_effect))
    return found


def _figure(row: Mapping[str, Any] | None, guarded: bool) -> Figure:
    return Figure(row["many"], row["people"], guarded) if row else Figure(0, 0, guarded)


def _said(figure: Figure, hidden: str) -> str:
    return hidden if figure.hidden else str(figure.number)
