"""Signed heads: one per size, never one that contradicts the last, under a key that is made once and stays published."""

import base64
import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from certificates.actions.heads import ensure_register_key, renew_register_key, sign_due_head, sign_head
from certificates.actions.keys import master_path
from certificates.models import RegisterEntry, RegisterKey, RegisterTile, TreeHead
from certificates.queries.heads import register_keys, register_state, says_what_it_signs
from certificates.signing import decode_public
from certificates.signing.checkpoint import (
    Checkpoint,
    CheckpointError,
    is_signed,
    key_id,
    origin_of,
    read_checkpoint,
    signed_checkpoint,
    verifier_key,
)
from operations.queries import health_at
from people.guards import drop, install
from people.registries import duties
from tests.certificates.conftest import AT, World
from tests.certificates.registers import grow

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SECRET.public_key().public_bytes_raw()


def note(**changes: object) -> str:
    given = {"origin": "volet.example/register", "size": 42, "root": b"\x07" * 32, "at": AT, "key": SECRET}
    return signed_checkpoint(**{**given, **changes})


def test_a_note_is_text_that_others_read() -> None:
    root = base64.b64encode(b"\x07" * 32).decode()
    text, _gap, signature = note().partition("\n\n")
    assert text == f"volet.example/register\n42\n{root}\nat 2026-03-02T09:30:00+00:00"
    assert signature.startswith("— volet.example/register ")
    assert read_checkpoint(note()) == Checkpoint(
        "volet.example/register", 42, b"\x07" * 32, "2026-03-02T09:30:00+00:00"
    )


def test_the_key_is_named_as_the_standard_says() -> None:
    expected = hashlib.sha256(b"volet.example/register\n\x01" + PUBLIC).digest()[:4]
    assert key_id("volet.example/register", PUBLIC) == expected
    name, identifier, key = verifier_key("volet.example/register", PUBLIC).split("+", 2)
    assert (name, identifier, base64.b64decode(key)) == (
        "volet.example/register",
        expected.hex(),
        b"\x01" + PUBLIC,
    )


def test_only_the_key_that_signed_it_proves_a_note() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert is_signed(note(), PUBLIC)
    assert not is_signed(note(), other)
    assert not is_signed(note().replace("\n42\n", "\n43\n"), PUBLIC)
    assert not is_signed(note().replace("at 2026", "at 2027"), PUBLIC)
    assert not is_signed(note().partition("\n\n")[0], PUBLIC)
    assert not is_signed(note().replace("— volet.example/register ", "— other.example/register "), PUBLIC)
    assert not is_signed(note().partition("\n\n")[0] + "\n\n— volet.example/register %%%\n", PUBLIC)


@pytest.mark.parametrize(
    "text", ["", "a\n1\n\n", "a\n-1\nAAAA\n\n", "a\n1\n***\n\n", "a\n1\nAAAA\n\n", "a\n01\nAA==\n\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        read_checkpoint(text)


def test_the_origin_is_the_address_without_scheme() -> None:
    assert origin_of("https://volet.example.org/") == "volet.example.org/register"


def test_a_head_is_signed_when_the_register_grew(world: World) -> None:
    assert sign_head(at=AT) is None
    world.award()
    first = sign_head(at=AT)
    assert (first.size, first.key.kid, says_what_it_signs(first)) == (1, "register-1", True)
    assert sign_head(at=AT + timedelta(days=2)) == first
    world.award("Léo Marchand")
    assert sign_head(at=AT).size == 2
    assert TreeHead.objects.count() == 2
    assert RegisterKey.objects.count() == 1


def test_the_duty_signs(world: World) -> None:
    world.award()
    assert duties["certificates.heads"].run(AT) == "size 1"
    assert sign_due_head(at=AT) == "size 1"


@pytest.mark.parametrize("count", [300, 600])
def test_what_was_signed_before_is_still_there_after_tiles(world: World, count: int) -> None:
    award = world.award()
    sign_head(at=AT)
    grow(award, count, tiles=False)
    assert sign_head(at=AT).size == count + 1
    assert register_state(AT) == "ok"


def changed_by_hand(statement: str, values: list[str] | None = None) -> None:
    drop()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    install()


def test_a_head_that_contradicts_the_last_is_not_signed_and_health_says_so(world: World) -> None:
    world.award()
    sign_head(at=AT)
    world.award("Léo Marchand")
    changed_by_hand("UPDATE certificates_registerentry SET leaf_hash = '" + "ab" * 32 + '\' WHERE "index" = 0')
    with pytest.raises(ValidationError, match="ne commence plus"):
        sign_head(at=AT)
    assert TreeHead.objects.count() == 1
    assert health_at(AT).as_json()["register"] == "broken"
    assert health_at(AT).as_json()["status"] == "degraded"


def test_a_register_that_lost_entries_gets_no_head(world: World) -> None:
    grow(world.award(), 300)
    sign_head(at=AT)
    changed_by_hand("UPDATE certificates_registerhead SET size = 280")
    with pytest.raises(ValidationError, match="Il manque des lignes"):
        sign_head(at=AT)
    assert register_state(AT) == "broken"


def test_a_tile_changed_by_hand_stops_the_heads(world: World) -> None:
    award = world.award()
    grow(award, 300)
    sign_head(at=AT)
    changed_by_hand("UPDATE certificates_registertile SET hash = '" + "ab" * 32 + "'")
    grow(award, 1)
    with pytest.raises(ValidationError):
        sign_head(at=AT)


def test_a_missing_tile_is_made_again(world: World) -> None:
    grow(world.award(), 300)
    head = sign_head(at=AT)
    changed_by_hand("DELETE FROM certificates_registertile")
    assert register_state(AT) == "broken"
    assert sign_head(at=AT) == head
    assert RegisterTile.objects.count() == 1
    assert register_state(AT) == "ok"


def test_entries_that_wait_too_long_for_a_head_show_in_health(world: World) -> None:
    world.award()
    assert register_state(AT + timedelta(minutes=30)) == "ok"
    assert register_state(AT + timedelta(hours=2)) == "behind"


def test_a_lost_master_key_stops_the_heads_in_plain_words(world: World) -> None:
    world.award()
    ensure_register_key(at=AT)
    master_path().unlink()
    with pytest.raises(ValidationError, match="La clé du registre ne s'ouvre pas"):
        sign_head(at=AT)


def test_an_old_key_stays_published_and_true(world: World) -> None:
    world.award()
    old = sign_head(at=AT)
    renew_register_key(by=None, at=AT + timedelta(days=1))
    world.award("Léo Marchand")
    new = sign_head(at=AT + timedelta(days=1))
    assert (old.key.kid, new.key.kid) == ("register-1", "register-2")
    assert says_what_it_signs(TreeHead.objects.get(pk=old.pk))
    assert [(key.kid, key.retired_at is None) for key in register_keys()] == [
        ("register-2", True),
        ("register-1", False),
    ]
    assert decode_public(register_keys()[1].multibase) == decode_public(old.key.public_multibase)


@pytest.mark.parametrize(
    "statement", ["UPDATE certificates_treehead SET note = 'x'", "DELETE FROM certificates_treehead"]
)
def test_a_head_can_not_be_changed_nor_deleted(world: World, statement: str) -> None:
    world.award()
    sign_head(at=AT)
    with pytest.raises(IntegrityError, match="guard"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RegisterEntry.objects.count() == 1
