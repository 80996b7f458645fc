"""The tree of the register (RFC 9162 §2.1): root, inclusion and consistency proofs, and how anyone checks them.

Hashes come from a `Load`: `load(level, group)` gives up to 256 hashes in a row, those of the full subtrees of 256**level
leaves from number 256 × group on (level 0: the leaf hashes themselves). So a proof over millions of entries reads a few rows
of 256, and none of the rest.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

WIDTH: Final = 256
EMPTY: Final = hashlib.sha256(b"").digest()

Load = Callable[[int, int], Sequence[bytes]]
T = TypeVar("T")


class MissingHashes(LookupError):
    """The source of hashes lacks some that the proof needs."""


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def loaded(hashes: Sequence[bytes]) -> Load:
    """A list of leaf hashes as a source; the tiles above are computed."""

    def load(level: int, group: int) -> Sequence[bytes]:
        row = hashes
        for _level in range(level):
            row = [fold(row[first : first + WIDTH]) for first in range(0, len(row) // WIDTH * WIDTH, WIDTH)]
        return row[group * WIDTH : (group + 1) * WIDTH]

    return load


def needed(work: Callable[[Load], T]) -> set[tuple[int, int]]:
    """Which (level, group) pairs `work` reads: it is run once over zeroes."""
    seen: set[tuple[int, int]] = set()
    zeroes = [bytes(32)] * WIDTH

    def load(level: int, group: int) -> Sequence[bytes]:
        seen.add((level, group))
        return zeroes

    work(load)
    return seen


def fold(row: Sequence[bytes]) -> bytes:
    """The hash over a row whose length is a power of two."""
    while len(row) > 1:
        row = [node(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def root(load: Load, size: int) -> bytes:
    """The hash over the first `size` leaves."""
    return _hash(load, 0, size) if size else EMPTY


def inclusion_proof(load: Load, index: int, size: int) -> list[bytes]:
    """The path from leaf `index` up to the root over `size` leaves, nearest first (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    path, start = [], 0
    while size > 1:
        half = _split(size)
        if index - start < half:
            path.append((start + half, size - half))
            size = half
        else:
            path.append((start, half))
            start, size = start + half, size - half
    return [_hash(load, *part) for part in reversed(path)]


def consistency_proof(load: Load, old: int, new: int) -> list[bytes]:
    """Shows that the tree of `new` leaves begins with the one of `old` leaves (RFC 9162 §2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError("the first size must be between 1 and the second")
    return [_hash(load, *part) for part in _consistency(old, 0, new, whole=True)]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """RFC 9162 §2.1.3.2."""
    if not 0 <= index < size:
        return False
    position, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position % 2 or position == last:
            value = node(sibling, value)
            while position and not position % 2:
                position, last = position >> 1, last >> 1
        else:
            value = node(value, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and value == expected


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 §2.1.4.2."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    position, last = old - 1, new - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    first = second = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position % 2 or position == last:
            first, second = node(sibling, first), node(sibling, second)
            while position and not position % 2:
                position, last = position >> 1, last >> 1
        else:
            second = node(second, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _hash(load: Load, start: int, size: int) -> bytes:
    """Over the leaves from `start` on. A full subtree is read from the highest level of tiles that divides it."""
    if size & (size - 1):
        half = _split(size)
        return node(_hash(load, start, half), _hash(load, start + half, size - half))
    level = (size.bit_length() - 1) // 8
    unit = WIDTH**level
    group, first = divmod(start // unit, WIDTH)
    row = load(level, group)[first : first + size // unit]
    if len(row) != size // unit:
        raise MissingHashes(f"level {level}, group {group}")
    return fold(row)


def _consistency(old: int, start: int, size: int, *, whole: bool) -> list[tuple[int, int]]:
    """The parts (start, size) of the proof; `whole` while the part is one that the old root itself stands for."""
    if old == size:
        return [] if whole else [(start, size)]
    half = _split(size)
    if old <= half:
        return [*_consistency(old, start, half, whole=whole), (start + half, size - half)]
    return [*_consistency(old - half, start + half, size - half, whole=False), (start, half)]
