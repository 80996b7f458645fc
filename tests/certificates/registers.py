"""A long register at little cost: changes of status of one award, written as the action writes them."""

from datetime import timedelta

from certificates.actions.registering import _write_completed
from certificates.models import Award, RegisterEntry, RegisterHead, StatusChange
from certificates.queries.leaves import change_leaf
from certificates.signing import leaf_hash
from tests.certificates.conftest import AT


def grow(award: Award, count: int, *, tiles: bool = True) -> None:
    """`count` more entries."""
    head = RegisterHead.objects.get()
    rows = [
        StatusChange(
            award=award,
            kind="reinstated" if number % 2 else "suspended",
            reason="x",
            by=award.signed_by,
            at=AT + timedelta(seconds=number),
        )
        for number in range(count)
    ]
    rows = StatusChange.objects.bulk_create(rows)
    entries = []
    for index, row in enumerate(rows, head.size):
        document = change_leaf(row, award, index=index, at=row.at)
        entries.append(
            RegisterEntry(
                index=index,
                kind="status",
                award=award,
                status_change=row,
                document=document,
                leaf_hash=leaf_hash(document),
                at=row.at,
            )
        )
    RegisterEntry.objects.bulk_create(entries)
    RegisterHead.objects.update(size=head.size + count)
    if tiles:
        _write_completed(head.size, head.size + count)
