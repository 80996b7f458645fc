"""What each erratum of a version changed: the new wording beside the one that was read before."""

from collections import defaultdict
from dataclasses import dataclass

from curriculum.models import CompetencyText, Erratum, FrameworkVersion

#: An erratum can bring a whole translation: its card shows this many wordings, and says how many more there are.
SHOWN = 10


@dataclass(frozen=True)
class Change:
    """`before` is nothing where the erratum brought the first text in this language."""

    text: CompetencyText
    before: CompetencyText | None


@dataclass(frozen=True)
class ErratumRead:
    erratum: Erratum
    changes: list[Change]
    more: int


def errata_of(version: FrameworkVersion) -> list[ErratumRead]:
    """The newest first. One query where there are none, else three."""
    errata = list(version.errata.all())
    brought: dict[int, list[CompetencyText]] = defaultdict(list)
    if errata:
        texts = CompetencyText.objects.filter(erratum__in=errata).select_related("competency")
        for text in texts.order_by("competency__path", "language"):
            text.competency.version = version
            brought[text.erratum_id or 0].append(text)
    shown = [text for texts in brought.values() for text in texts[:SHOWN]]
    before = _earlier(shown)
    return [
        ErratumRead(
            erratum,
            [
                Change(text, before.get((text.competency_id, text.language, text.revision - 1)))
                for text in brought[erratum.pk][:SHOWN]
            ],
            max(len(brought[erratum.pk]) - SHOWN, 0),
        )
        for erratum in errata
    ]


def _earlier(texts: list[CompetencyText]) -> dict[tuple[object, str, int], CompetencyText]:
    if not texts:
        return {}
    found = CompetencyText.objects.filter(competency__in={text.competency_id for text in texts})
    return {(text.competency_id, text.language, text.revision): text for text in found}
