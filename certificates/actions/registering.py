"""The register: each award and each change of status becomes the next leaf, once and for good."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from certificates.choices import EntryKind
from certificates.models import Award, RegisterEntry, RegisterHead, RegisterTile, StatusChange
from certificates.queries.leaves import award_leaf, change_leaf
from certificates.queries.tree import leaf_row, tile_row
from certificates.signing import leaf_hash
from certificates.signing.merkle import WIDTH, fold


def enter_awards(*, awards: Sequence[Award], at: datetime) -> list[RegisterEntry]:
    """Inside the transaction that makes the awards: three statements for all of them. The leaf names nobody: digests and a
    salted commitment only."""
    return _append([(award, None) for award in awards], at)


def enter_award(*, award: Award, at: datetime) -> RegisterEntry:
    return enter_awards(awards=[award], at=at)[0]


def enter_change(*, change: StatusChange, at: datetime) -> RegisterEntry:
    """Inside the transaction that makes the change. What it is and why are bound by salted digests."""
    return _append([(change.award, change)], at)[0]


@transaction.atomic
def fill_tiles() -> int:
    """Tiles that lack: those of entries older than the tiles. How many were made; a second call makes none."""
    size = _locked_head().size
    made, level, unit = 0, 1, WIDTH
    while size >= unit:
        there = set(RegisterTile.objects.filter(level=level).values_list("index", flat=True))
        for index in sorted(set(range(size // unit)) - there):
            made += _write_tile(level, index)
        level, unit = level + 1, unit * WIDTH
    return made


def _append(lines: Sequence[tuple[Award, StatusChange | None]], at: datetime) -> list[RegisterEntry]:
    if not lines:
        return []
    head = _locked_head()
    first = head.size
    entries = []
    for index, (award, change) in enumerate(lines, first):
        if change is None:
            kind, document = EntryKind.AWARD, award_leaf(award, index=index, at=at)
        else:
            kind, document = EntryKind.STATUS, change_leaf(change, award, index=index, at=at)
        entry = RegisterEntry(index=index, kind=kind, award=award, status_change=change, document=document, at=at)
        entry.leaf_hash = leaf_hash(document)
        entries.append(entry)
    RegisterEntry.objects.bulk_create(entries)
    head.size += len(entries)
    head.save(update_fields=["size"])
    _write_completed(first, head.size)
    return entries


def _locked_head() -> RegisterHead:
    """Whoever appends waits here for whoever appended before."""
    head = RegisterHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        RegisterHead.objects.get_or_create(pk=1)
        head = RegisterHead.objects.select_for_update().get(pk=1)
    return head


def _write_completed(before: int, after: int) -> None:
    """The tiles whose last leaf has just come."""
    level, unit = 1, WIDTH
    while before // unit < after // unit:
        for index in range(before // unit, after // unit):
            _write_tile(level, index)
        level, unit = level + 1, unit * WIDTH


def _write_tile(level: int, index: int) -> bool:
    """False where the entries below have a gap, which the audit tells."""
    first, last = index * WIDTH, (index + 1) * WIDTH
    row = leaf_row(first, last) if level == 1 else tile_row(level - 1, first, last)
    if len(row) != WIDTH:
        return False
    RegisterTile.objects.create(level=level, index=index, hash=fold(row).hex())
    return True
