"""`scales` of volet.framework/1: the other granularities of a version's levels."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from content.packages import Fields
from curriculum.formats import RungSpec, ScaleSpec
from curriculum.importers.reading import once, short, texts_of


def read_scales(fields: Fields, main: str, status: dict[str, str], ranks: Sequence[int]) -> tuple[ScaleSpec, ...]:
    """`ranks` are those of the file's levels. A rung holds levels that exist, and no level stands on two rungs."""
    seen: set[object] = set()
    scales = []
    for entry in fields.each("scales"):
        scale = ScaleSpec(
            key=short(entry, "key", 40),
            title=texts_of(entry, "title", main, status),
            rungs=_rungs(entry, main, status, ranks),
        )
        once(entry, "key", scale.key, seen)
        entry.close()
        scales.append(scale)
    return tuple(scales)


def _rungs(fields: Fields, main: str, status: dict[str, str], ranks: Sequence[int]) -> tuple[RungSpec, ...]:
    rungs: list[RungSpec] = []
    for entry in fields.each("rungs", required=True):
        rung = RungSpec(
            code=short(entry, "code", 20),
            title=texts_of(entry, "title", main, status) if entry.has("title") else {},
            first=entry.integer("first", minimum=1, maximum=100),
            last=entry.integer("last", minimum=1, maximum=100),
        )
        entry.close()
        if rung.first not in ranks or rung.last not in ranks or rung.last < rung.first:
            entry.refuse("first", _("les niveaux de cet échelon n'existent pas"))
        elif rungs and rung.first <= rungs[-1].last:
            entry.refuse("first", _("les échelons vont du plus bas au plus haut, sans niveau commun"))
        rungs.append(rung)
    return tuple(rungs)
