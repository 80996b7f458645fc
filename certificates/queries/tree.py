"""The hashes of the register, read from the database by whole tiles: a proof costs two queries, whatever the size."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import Q

from certificates.models import RegisterEntry, RegisterTile
from certificates.signing.merkle import WIDTH, Load, needed

T = TypeVar("T")


def computed(work: Callable[[Load], T]) -> T:
    """What `work` makes of the hashes of the register."""
    wanted = needed(work)
    rows = {**_leaves([group for level, group in wanted if not level]), **_tiles([key for key in wanted if key[0]])}
    return work(lambda level, group: rows.get((level, group), []))


def leaf_row(first: int, last: int) -> list[bytes]:
    """Leaf hashes from `first` to `last`, this one left out."""
    found = RegisterEntry.objects.filter(index__gte=first, index__lt=last).order_by("index")
    return [bytes.fromhex(text) for text in found.values_list("leaf_hash", flat=True)]


def tile_row(level: int, first: int, last: int) -> list[bytes]:
    found = RegisterTile.objects.filter(level=level, index__gte=first, index__lt=last).order_by("index")
    return [bytes.fromhex(text) for text in found.values_list("hash", flat=True)]


def _leaves(groups: Sequence[int]) -> dict[tuple[int, int], list[bytes]]:
    if not groups:
        return {}
    inside = Q()
    for group in groups:
        inside |= Q(index__gte=group * WIDTH, index__lt=(group + 1) * WIDTH)
    rows: dict[tuple[int, int], list[bytes]] = {}
    for index, text in RegisterEntry.objects.filter(inside).order_by("index").values_list("index", "leaf_hash"):
        rows.setdefault((0, index // WIDTH), []).append(bytes.fromhex(text))
    return rows


def _tiles(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[bytes]]:
    if not keys:
        return {}
    inside = Q()
    for level, group in keys:
        inside |= Q(level=level, index__gte=group * WIDTH, index__lt=(group + 1) * WIDTH)
    rows: dict[tuple[int, int], list[bytes]] = {}
    found = RegisterTile.objects.filter(inside).order_by("level", "index")
    for level, index, text in found.values_list("level", "index", "hash"):
        rows.setdefault((level, index // WIDTH), []).append(bytes.fromhex(text))
    return rows
