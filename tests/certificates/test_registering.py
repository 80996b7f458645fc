"""Appending to the register: few statements, tiles when they complete, leaves that tell nothing."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from certificates.actions import change_status, correct_award
from certificates.actions.registering import fill_tiles
from certificates.models import Award, RegisterEntry, RegisterHead, RegisterTile, StatusChange
from certificates.queries.leaves import FIRST_FORMAT, leaf_of
from certificates.queries.tree import computed
from certificates.signing import digest, leaf_hash
from certificates.signing.merkle import loaded, root
from people.guards import drop, install
from tests.certificates.conftest import AT, World
from tests.certificates.registers import grow


def register_statements(world: World, count: int) -> int:
    enrolments = [world.passed(f"Personne {n}") for n in range(count)]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        world.sign(*enrolments)
    return sum("certificates_register" in query["sql"] for query in captured)


def test_a_cohort_is_registered_by_as_many_statements_as_one(world: World) -> None:
    world.award()
    assert register_statements(world, 1) == register_statements(world, 8) == 3


def test_a_tile_is_written_when_its_last_leaf_comes(world: World) -> None:
    grow(world.award(), 254)
    assert not RegisterTile.objects.exists()
    world.award("Deuxième Personne")
    tile = RegisterTile.objects.get()
    leaves = [bytes.fromhex(text) for text in RegisterEntry.objects.values_list("leaf_hash", flat=True)]
    assert (tile.level, tile.index, len(leaves)) == (1, 0, 256)
    assert bytes.fromhex(tile.hash) == computed(lambda load: root(load, 256)) == root(loaded(leaves), 256)


def test_entries_of_before_get_their_tiles_once(world: World) -> None:
    grow(world.award(), 600, tiles=False)
    assert fill_tiles() == 2
    assert fill_tiles() == 0
    assert list(RegisterTile.objects.values_list("level", "index")) == [(1, 0), (1, 1)]


def test_a_leaf_tells_its_rank_its_time_its_kind_and_digests(world: World) -> None:
    award = world.award("Inès Benali")
    change_status(award=award, kind="suspended", reason="Doute sur une pièce", by=world.certifier, at=AT)
    first, second = RegisterEntry.objects.all()
    assert set(first.document) == {
        *("format", "index", "kind", "at", "award", "content", "terms", "evidence", "holder")
    }
    assert set(second.document) == {"format", "index", "kind", "at", "award", "change", "reason"}
    for entry in (first, second):
        digests = {key: value for key, value in entry.document.items() if key not in ("format", "index", "kind", "at")}
        assert all(len(value) == 64 and set(value) <= set("0123456789abcdef") for value in digests.values())


def test_nobody_without_the_certificate_links_a_change_to_its_award(world: World) -> None:
    """Two awards, one withdrawn: no digest of the change's leaf stands in a leaf of an award."""
    one, _other = world.award("Inès Benali"), world.award("Léo Marchand")
    world.revoke(one, "Fraude")
    awards = {str(value) for entry in RegisterEntry.objects.filter(kind="award") for value in entry.document.values()}
    change = RegisterEntry.objects.get(kind="status").document
    assert not awards & {change["award"], change["change"], change["reason"]}
    assert "revoked" not in json.dumps(change)


def test_the_holder_can_not_try_reasons_against_the_register(world: World) -> None:
    """The address of the certificate and the words themselves are not enough: the salt is not shown."""
    award = world.award()
    row = world.revoke(award, "Fraude")
    told = RegisterEntry.objects.get(kind="status").document["reason"]
    guess = [row.ground, "Fraude", str(row.by_id), str(row.agreed_by_id)]
    assert told not in {digest([award.public_id, row.pk, "Fraude"]), digest([award.public_id, *guess]), digest(guess)}
    assert told == digest([row.salt, *guess])
    assert len(row.salt) == 32


def test_leaves_are_all_different_even_for_twins(world: World) -> None:
    world.sign(world.passed("Inès Benali"), world.passed("Inès Benali"))
    one, two = (entry.document for entry in RegisterEntry.objects.all())
    assert {key for key in one if one[key] == two[key]} == {"format", "kind", "at"}


def test_a_leaf_is_what_its_rows_say(world: World) -> None:
    award = world.award()
    change_status(award=award, kind="suspended", reason="Doute", by=world.certifier, at=AT + timedelta(hours=1))
    correct_award(award=award, name="Inès Ben Ali", reason="Nom", by=world.certifier, at=AT + timedelta(hours=2))
    entries = list(RegisterEntry.objects.all())
    assert [leaf_of(entry) for entry in entries] == [entry.document for entry in entries]
    assert Counter(entry.kind for entry in entries) == {"award": 2, "status": 2}


def test_leaves_of_the_first_format_are_still_understood(world: World) -> None:
    award = world.award()
    row = StatusChange.objects.create(award=award, kind="revoked", reason="Fraude", by=world.certifier, at=AT)
    common = {"format": FIRST_FORMAT, "at": AT.isoformat(), "award": digest(["volet.award", award.public_id])}
    document = {
        **common,
        "index": 1,
        "kind": "status",
        "change": "revoked",
        "reason": digest([award.public_id, row.pk, "Fraude"]),
    }
    entry = RegisterEntry.objects.create(
        index=1,
        kind="status",
        award=award,
        status_change=row,
        document=document,
        leaf_hash=leaf_hash(document),
        at=AT,
    )
    entry.refresh_from_db()
    assert leaf_of(entry) == document


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificates_registerentry SET leaf_hash = 'x'",
        "DELETE FROM certificates_registerentry",
        "UPDATE certificates_registertile SET hash = 'x'",
        "DELETE FROM certificates_registertile",
        "UPDATE certificates_award SET number = 'x'",
        "DELETE FROM certificates_award",
        "UPDATE certificates_statuschange SET salt = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(world: World, statement: str) -> None:
    award = world.award()
    change_status(award=award, kind="suspended", reason="Doute", by=world.certifier, at=AT)
    grow(award, 256)
    with pytest.raises(IntegrityError, match="guard"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_register_with_a_gap_gets_no_tile_over_it(world: World) -> None:
    grow(world.award(), 300, tiles=False)
    drop()
    RegisterEntry.objects.filter(index=7).delete()
    install()
    assert fill_tiles() == 0


def test_a_failed_signing_leaves_no_entry(world: World, monkeypatch: Any) -> None:
    def fail(**_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("certificates.actions.awards.announce", fail)
    with pytest.raises(RuntimeError):
        world.award()
    assert not Award.objects.exists()
    assert not RegisterHead.objects.filter(size__gt=0).exists()
