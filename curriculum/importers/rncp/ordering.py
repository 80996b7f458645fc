"""The order in which sheets are applied: what is replaced before what replaces it."""

from graphlib import CycleError, TopologicalSorter

from curriculum.formats.registry import Sheet


def earlier_first(sheets: dict[str, Sheet]) -> list[Sheet]:
    """In the order of the file where nothing replaces anything; the same order too where the registry turns in a circle."""
    replaced = {
        code: [earlier for earlier in sheet.predecessors if earlier in sheets] for code, sheet in sheets.items()
    }
    try:
        return [sheets[code] for code in TopologicalSorter(replaced).static_order()]
    except CycleError:
        return list(sheets.values())
