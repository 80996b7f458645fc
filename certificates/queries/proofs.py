"""Proofs that anyone can check: that an entry is under a signed head, that a head continues an earlier one."""

from dataclasses import dataclass
from typing import Any

from certificates.models import Award, RegisterEntry, TreeHead
from certificates.queries.heads import newest_head, says_what_it_signs
from certificates.queries.leaves import leaf_of
from certificates.queries.tree import computed
from certificates.signing import leaf_hash
from certificates.signing.merkle import Load, MissingHashes, consistency_proof, inclusion_proof, root, verify_inclusion


@dataclass(frozen=True)
class EntryProof:
    """One entry and its path to the root. `holds`: the leaf is what the award says today, and it is under the head."""

    entry: RegisterEntry
    path: list[str]
    holds: bool

    @property
    def event(self) -> str:
        change = self.entry.status_change
        return str(change.get_kind_display() if change else self.entry.get_kind_display())


@dataclass(frozen=True)
class Proof:
    """All the entries of an award. Without a `head`, or for `waiting` entries, the next one isn't signed yet: minutes."""

    index: int
    head: TreeHead | None
    entries: list[EntryProof]
    waiting: int
    holds: bool

    @property
    def rank(self) -> int:
        """As people count."""
        return self.index + 1


def proof_of(award: Award) -> Proof | None:
    """None where the award has no entry at all. At most four queries, whatever the size of the register."""
    entries = list(RegisterEntry.objects.filter(award=award).select_related("status_change").order_by("index"))
    if not entries or entries[0].status_change is not None:
        return None
    for entry in entries:
        entry.award = award
    head = newest_head()
    under = [entry for entry in entries if head is not None and entry.index < head.size]
    proven = _proven(under, head) if head is not None else []
    bound = all(leaf_of(entry) == entry.document for entry in entries)
    holds = bound and all(one.holds for one in proven) and (head is None or says_what_it_signs(head))
    return Proof(entries[0].index, head, proven, len(entries) - len(under), holds)


def inclusion_between(index: int, size: int) -> tuple[list[str], str]:
    """The path of an entry in the tree of `size` entries, and its root. Raises ValueError, MissingHashes."""

    def both(load: Load) -> tuple[list[bytes], bytes]:
        return inclusion_proof(load, index, size), root(load, size)

    path, top = computed(both)
    return [step.hex() for step in path], top.hex()


def consistency_between(old: int, new: int) -> tuple[list[str], str, str]:
    """The proof between two sizes, and both roots. Raises ValueError, MissingHashes."""

    def all_three(load: Load) -> tuple[list[bytes], bytes, bytes]:
        return consistency_proof(load, old, new), root(load, old), root(load, new)

    path, before, after = computed(all_three)
    return [step.hex() for step in path], before.hex(), after.hex()


def leaves(first: int, last: int) -> list[dict[str, Any]]:
    """The published leaves from `first` to `last`, this one left out."""
    rows = RegisterEntry.objects.filter(index__gte=first, index__lt=last).order_by("index")
    found = rows.values_list("index", "leaf_hash", "document")
    return [{"index": index, "hash": text, "document": document} for index, text, document in found]


def _proven(entries: list[RegisterEntry], head: TreeHead) -> list[EntryProof]:
    def paths(load: Load) -> list[list[bytes]]:
        return [inclusion_proof(load, entry.index, head.size) for entry in entries]

    try:
        found = computed(paths)
    except MissingHashes:
        return [EntryProof(entry, [], False) for entry in entries]
    top = bytes.fromhex(head.root)
    return [
        EntryProof(entry, [step.hex() for step in path], _holds(entry, head.size, path, top))
        for entry, path in zip(entries, found, strict=True)
    ]


def _holds(entry: RegisterEntry, size: int, path: list[bytes], top: bytes) -> bool:
    document = leaf_of(entry)
    leaf = bytes.fromhex(leaf_hash(document))
    return document == entry.document and verify_inclusion(leaf, entry.index, size, path, top)
