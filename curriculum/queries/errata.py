"""What each erratum of a version changed: the new wording beside the one that was read before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

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
    """The newest first. One query where there are none, else two."""
    errata = list(version.errata.all())
    brought: dict[int, list[CompetencyText]] = defaultdict(list)
    known: dict[tuple[UUID, str, int], CompetencyText] = {}
    for text in _texts(errata):
        known[text.competency_id, text.language, text.revision] = text
        if text.erratum_id:
            text.competency.version = version
            brought[text.erratum_id].append(text)
    return [
        ErratumRead(
            erratum,
            [
                Change(text, known.get((text.competency_id, text.language, text.revision - 1)))
                for text in brought[erratum.pk][:SHOWN]
            ],
            max(len(brought[erratum.pk]) - SHOWN, 0),
        )
        for erratum in errata
    ]


def _texts(errata: list[Erratum]) -> Iterable[CompetencyText]:
    """Every revision of the competencies that these errata touched."""
    if not errata:
        return ()
    touched = CompetencyText.objects.filter(erratum__in=errata).values("competency")
    found = CompetencyText.objects.filter(competency__in=touched).select_related("competency")
    return found.order_by("competency__path", "language")
