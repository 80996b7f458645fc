"""What a crosswalk and its two versions say, as proposals need it; and the lines of a move, as a person decides them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Prefetch

from curriculum.carrying import LEADING, Passage, scale_to_scale
from curriculum.choices import AlignmentKind, CarryFlag, CarryLineState
from curriculum.comparing import words_changed
from curriculum.models import (
    Alignment,
    CarryOver,
    CarryOverLine,
    CarryOverTarget,
    Competency,
    CompetencyText,
    CrosswalkVersion,
    FrameworkVersion,
    ProficiencyLevel,
)
from curriculum.queries.crosswalks import alignments_from
from curriculum.queries.searching import with_words
from curriculum.queries.trees import chosen_text
from curriculum.registries import PlaceRules, dependants

#: How many competencies a search shows.
FOUND = 12


#: A title as runs of words, each with whether the title beside it lacks it.
Runs = list[tuple[str, bool]]


@dataclass(frozen=True)
class Option:
    """A competency a line can go to: its title beside the old one, in the reader's language (`before`, `after`) and, where
    that is another, in the source's own (`original_…`). `rationale` is the crosswalk's."""

    competency: Competency
    before: Runs
    after: Runs
    original_before: Runs
    original_after: Runs
    chosen: bool
    kind: str
    rationale: str


@dataclass(frozen=True)
class LineToDecide:
    line: CarryOverLine
    rules: PlaceRules
    title: str
    original: str  # "" where the reader reads it in the source's own language
    options: list[Option] = field(default_factory=list)
    level: int | None = None
    alike: int = 0  # other undecided lines that aim at the same
    found: int = 0  # competencies that the search brought

    @property
    def clear(self) -> bool:
        return self.line.flag == CarryFlag.SAME

    @property
    def decided(self) -> bool:
        return self.line.state != CarryLineState.PROPOSED

    @property
    def before(self) -> Runs:
        """The old title, with what the first option doesn't keep of it."""
        return self.options[0].before if self._compared else [(self.title, False)]

    @property
    def original_before(self) -> Runs:
        return self.options[0].original_before if self._compared else [(self.original, False)]

    @property
    def _compared(self) -> bool:
        return bool(self.options) and self.line.state != CarryLineState.DROPPED

    @property
    def going(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


def passage(
    crosswalk: CrosswalkVersion, origins: Collection[UUID], alignments: Mapping[UUID, list[Alignment]] | None = None
) -> Passage:
    """For aims at `origins`. Four queries; three with the `alignments_from` the crosswalk at hand."""
    found_from = alignments_from(crosswalk) if alignments is None else alignments
    ways = {origin: _leading(found) for origin, found in found_from.items()}
    ends = {end for origin in origins for end in (origin, *ways.get(origin, ()))}
    source, target = crosswalk.source, crosswalk.target
    titles = {end: {text.language: text.title for text in found} for end, found in _texts(ends).items()}
    return Passage(ways, titles, source.language, scale_to_scale(_rungs(source), _rungs(target)))


def lines_to_decide(
    carry_over: CarryOver, language: str, *, asked: str = "", asked_for: int | None = None
) -> list[LineToDecide]:
    """Every line with what it can go to; `asked` words look for more in the target, for the line `asked_for`. At most five
    queries."""
    crosswalk = carry_over.crosswalk_version
    targets = CarryOverTarget.objects.select_related("competency").order_by("pk")
    lines = list(carry_over.lines.select_related("origin", "level").prefetch_related(Prefetch("targets", targets)))
    ways = alignments_from(crosswalk)
    more = _search(crosswalk.target, asked) if asked else []
    shown = {line.pk: _destinations(line, ways, more if line.pk == asked_for else []) for line in lines}
    ends = {line.origin_id for line in lines} | {key for found in shown.values() for key in found}
    texts = _texts(ends)
    languages = (language, crosswalk.source.language)
    rules = dependants[carry_over.kind].rules
    same = Counter((line.origin_id, line.level_id) for line in lines if line.state == CarryLineState.PROPOSED)
    return [
        replace(
            _to_decide(line, rules(line.place), shown[line.pk], texts, languages),
            alike=same[line.origin_id, line.level_id] - 1,
            found=len(more),
        )
        for line in lines
    ]


def next_line(line: CarryOverLine) -> int | None:
    """The line to look at after this one: the next in the order of the thing, else the first that was passed over."""
    waiting = CarryOverLine.objects.filter(carry_over=line.carry_over_id, state=CarryLineState.PROPOSED)
    rows = list(waiting.exclude(flag=CarryFlag.SAME).exclude(pk=line.pk).values_list("position", "pk"))
    return min(rows, key=lambda row: (row[0] < line.position, row[0]), default=(0, None))[1]


def _leading(found: Iterable[Alignment]) -> list[UUID]:
    return [alignment.destination_id for alignment in found if alignment.destination_id and alignment.kind in LEADING]


def _rungs(version: FrameworkVersion) -> dict[int, int]:
    return dict(ProficiencyLevel.objects.filter(version=version).values_list("rank", "pk"))


def _texts(competencies: Collection[UUID]) -> dict[UUID, list[CompetencyText]]:
    """The last revision of each of their texts."""
    found: dict[UUID, dict[str, CompetencyText]] = defaultdict(dict)
    for text in CompetencyText.objects.filter(competency__in=competencies).order_by("revision"):
        found[text.competency_id][text.language] = text
    return {key: list(texts.values()) for key, texts in found.items()}


def _search(target: FrameworkVersion, asked: str) -> list[Competency]:
    return list(with_words(Competency.objects.filter(version=target), asked).order_by("path")[:FOUND])


def _destinations(
    line: CarryOverLine, ways: Mapping[UUID, Sequence[Alignment]], more: Iterable[Competency]
) -> dict[UUID, tuple[Competency, Alignment | None]]:
    """Those the crosswalk names, with its alignment; then chosen ones, and those looked for."""
    found: dict[UUID, tuple[Competency, Alignment | None]] = {}
    for alignment in ways.get(line.origin_id, ()):
        if alignment.destination is not None:
            found[alignment.destination.pk] = (alignment.destination, alignment)
    for competency in (*(target.competency for target in line.targets.all()), *more):
        found.setdefault(competency.pk, (competency, None))
    return found


def _to_decide(
    line: CarryOverLine,
    rules: PlaceRules,
    shown: Mapping[UUID, tuple[Competency, Alignment | None]],
    texts: Mapping[UUID, list[CompetencyText]],
    languages: tuple[str, str],
) -> LineToDecide:
    reader, own = languages
    targets = {target.competency_id: target for target in line.targets.all()}
    before = _title(line.origin, texts, languages)
    original = _title(line.origin, texts, (own,)) if own != reader else before
    several = original != before

    def option(competency: Competency, alignment: Alignment | None) -> Option:
        chosen = competency.pk in targets
        compare = words_changed if alignment or chosen else _as_they_are
        return Option(
            competency,
            *compare(before, _title(competency, texts, languages)),
            *(compare(original, _title(competency, texts, (own,))) if several else ([], [])),
            chosen,
            str(alignment.get_kind_display()) if alignment and alignment.kind == AlignmentKind.RELATED else "",
            alignment.rationale if alignment else "",
        )

    options = [option(competency, alignment) for competency, alignment in shown.values()]
    level = next((target.level_id for target in targets.values()), None)
    return LineToDecide(line, rules, before, original if several else "", options, level)


def _as_they_are(before: str, after: str) -> tuple[Runs, Runs]:
    """For a competency that nobody set beside the old one: nothing to compare."""
    return [(before, False)], [(after, False)]


def _title(competency: Competency, texts: Mapping[UUID, list[CompetencyText]], languages: Sequence[str]) -> str:
    text = chosen_text(texts.get(competency.pk, ()), languages)
    return text.title if text else competency.code or competency.identifier
