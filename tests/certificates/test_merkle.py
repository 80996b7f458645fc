"""The tree of the register: every proof of every size holds, and no other does."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.signing.merkle import (
    EMPTY,
    MissingHashes,
    consistency_proof,
    inclusion_proof,
    loaded,
    needed,
    node,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [hashlib.sha256(b"\x00" + str(number).encode()).digest() for number in range(1200)]
LOAD = loaded(LEAVES)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1 as it is written, without tiles."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node(plain_root(leaves[:half]), plain_root(leaves[half:]))


ROOTS = [plain_root(LEAVES[:size]) for size in range(301)]


def test_the_root_is_the_one_of_the_standard() -> None:
    assert [root(LOAD, size) for size in range(301)] == ROOTS
    assert all(root(LOAD, size) == plain_root(LEAVES[:size]) for size in (511, 512, 513, 1023, 1024, 1025, 1200))


def test_known_answers_of_certificate_transparency() -> None:
    """The eight leaves that every implementation is tried on."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in data]
    load = loaded(hashes)
    assert root(load, 8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root(load, 1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert [step.hex()[:8] for step in inclusion_proof(load, 0, 8)] == ["96a296d2", "5f083f0a", "6b47aaf2"]


def test_every_leaf_of_every_size_is_proven_and_no_other() -> None:
    for size in range(1, 70):
        for index in range(size):
            path = inclusion_proof(LOAD, index, size)
            assert verify_inclusion(LEAVES[index], index, size, path, ROOTS[size])
            assert not verify_inclusion(LEAVES[index + 1], index, size, path, ROOTS[size])
            assert size == 1 or not verify_inclusion(LEAVES[index], (index + 1) % size, size, path, ROOTS[size])


def test_every_pair_of_sizes_is_consistent() -> None:
    for new in range(1, 101):
        for old in range(1, new + 1):
            path = consistency_proof(LOAD, old, new)
            assert verify_consistency(old, new, ROOTS[old], ROOTS[new], path)
            assert not verify_consistency(old, new, ROOTS[old - 1], ROOTS[new], path)


@given(st.data())
def test_a_proof_over_tiles_holds_and_a_tampered_one_fails(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 1200))
    index = data.draw(st.integers(0, size - 1))
    path, top = inclusion_proof(LOAD, index, size), root(LOAD, size)
    assert verify_inclusion(LEAVES[index], index, size, path, top)
    place, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    bent = list(path)
    bent[place] = (int.from_bytes(bent[place], "big") ^ 1 << bit).to_bytes(32, "big")
    assert not verify_inclusion(LEAVES[index], index, size, bent, top)
    assert not verify_inclusion(LEAVES[index], index, size, path[:-1], top)
    assert not verify_inclusion(LEAVES[index], index, size, [*path, path[0]], top)


@given(st.data())
def test_a_tampered_consistency_proof_fails(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 1200))
    old = data.draw(st.integers(1, new - 1))
    path, before, after = consistency_proof(LOAD, old, new), root(LOAD, old), root(LOAD, new)
    assert verify_consistency(old, new, before, after, path)
    assert not verify_consistency(old, new, after, before, path)
    assert not verify_consistency(old, new, before, after, path[:-1])
    assert not verify_consistency(old, new, before, after, [*path, path[0]])
    bent = list(path)
    place = data.draw(st.integers(0, len(path) - 1))
    bent[place] = hashlib.sha256(bent[place]).digest()
    assert not verify_consistency(old, new, before, after, bent)


def test_a_rewritten_leaf_can_not_be_made_consistent() -> None:
    rewritten = loaded([LEAVES[9], *LEAVES[1:]])
    path = consistency_proof(rewritten, 40, 300)
    assert not verify_consistency(40, 300, ROOTS[40], root(rewritten, 300), path)


def test_a_proof_reads_few_rows() -> None:
    """A million entries: six rows of 256 hashes."""
    assert len(needed(lambda load: inclusion_proof(load, 123_456, 1_000_000))) == 5
    assert len(needed(lambda load: consistency_proof(load, 500_001, 1_000_000))) <= 6


def test_a_source_that_lacks_hashes_says_so() -> None:
    with pytest.raises(MissingHashes):
        root(lambda _level, _group: LEAVES[:3], 8)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_a_leaf_outside_of_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(LOAD, index, size)
    assert not verify_inclusion(LEAVES[0], index, size, [], ROOTS[1])


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4), (-1, 4)])
def test_sizes_the_wrong_way_round_have_no_proof(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="first size"):
        consistency_proof(LOAD, old, new)
    assert not verify_consistency(old, new, ROOTS[0], ROOTS[4], [])


def test_one_size_is_consistent_with_itself_only() -> None:
    assert verify_consistency(7, 7, ROOTS[7], ROOTS[7], [])
    assert not verify_consistency(7, 7, ROOTS[7], ROOTS[6], [])
    assert not verify_consistency(7, 7, ROOTS[7], ROOTS[7], [ROOTS[7]])
    assert not verify_consistency(3, 7, ROOTS[3], ROOTS[7], [])
