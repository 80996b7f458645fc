"""`audit_register` finds each thing changed by hand behind the guards, and says where."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from certificates.actions import change_status, correct_award
from certificates.actions.auditing import audit_due, audit_register
from certificates.actions.heads import sign_head
from certificates.actions.status_lists import publish_lists
from certificates.models import (
    Award,
    PublishedStatus,
    RegisterEntry,
    RegisterHead,
    StatusChange,
)
from certificates.queries.faults import Fault
from certificates.queries.heads import last_audit, register_state
from certificates.signing import encoded_list
from people.actions import erase_person
from tests.certificates.conftest import AT, World
from tests.certificates.registers import grow
from tests.certificates.test_heads import changed_by_hand


@pytest.fixture
def filled(world: World) -> World:
    """Two awards, one of them corrected and the other suspended; a long row of changes; two heads."""
    one, two = world.sign(world.passed("Inès Benali"), world.passed("Léo Marchand"))
    change_status(award=two, kind="suspended", reason="Doute", by=world.certifier, at=AT)
    correct_award(award=one, name="Inès Ben Ali", reason="Nom", by=world.certifier, at=AT + timedelta(hours=1))
    sign_head(at=AT)
    grow(two, 300)
    publish_lists(issuer=world.certifier_body, at=AT)
    sign_head(at=AT + timedelta(hours=2))
    return world


def found() -> list[Fault]:
    faults: list[Fault] = []
    audit_register(at=AT, tell=faults.append)
    return faults


def kinds() -> list[tuple[str, str]]:
    return [(fault.kind, fault.row) for fault in found()]


def test_a_register_that_nobody_touched_has_no_fault(filled: World) -> None:
    assert found() == []
    audit = audit_register(at=AT)
    assert (audit.entries, audit.awards, audit.changes, audit.heads, audit.found) == (305, 3, 302, 2, 0)


def test_an_erased_holder_is_no_fault(filled: World) -> None:
    erase_person(person=Award.objects.filter(holder__name="Léo Marchand").get().holder.person, by=None, at=AT)
    assert found() == []


def test_an_empty_register_is_sound(db: None) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            'UPDATE certificates_award SET payload = \'{{"title": "Autre titre"}}\' WHERE id = {two}',
            [("leaf", "entry 1")],
        ),
        (
            "UPDATE certificates_award SET number = 'FEDERATI-2026-0002-AAAAA' WHERE id = {two}",
            [("leaf", "entry 1")],
        ),
        ("UPDATE certificates_award SET valid_until = '2040-01-01' WHERE id = {two}", [("leaf", "entry 1")]),
        ("UPDATE certificates_award SET awarded_on = '2020-01-01' WHERE id = {two}", [("leaf", "entry 1")]),
        (
            "UPDATE certificates_awardholder SET name = 'Mallory' WHERE award_id = {two}",
            [("holder", "award {number}")],
        ),
        ("UPDATE certificates_statuschange SET reason = 'Autre' WHERE id = {change}", [("leaf", "entry 2")]),
        ("UPDATE certificates_statuschange SET kind = 'revoked' WHERE id = {change}", [("leaf", "entry 2")]),
        (
            "UPDATE certificates_registerentry SET leaf_hash = '" + "ab" * 32 + '\' WHERE "index" = 1',
            [("hash", "entry 1")],
        ),
        (
            'UPDATE certificates_registerentry SET document = \'{{"format": "x"}}\' WHERE "index" = 1',
            [
                ("leaf", "entry 1"),
                ("hash", "entry 1"),
                ("head", "head 5"),
                ("tile", "tile 1:0"),
                ("head", "head 305"),
            ],
        ),
        (
            "UPDATE certificates_registertile SET hash = '" + "ab" * 32 + "'",
            [("tile", "tile 1:0")],
        ),
        ("DELETE FROM certificates_registertile", [("tile", "tile 1:0")]),
        (
            "INSERT INTO certificates_registertile (level, \"index\", hash) VALUES (2, 0, 'x')",
            [("tile", "tile 2:0")],
        ),
        (
            "UPDATE certificates_treehead SET root = '" + "ab" * 32 + "' WHERE size = 5",
            [("signature", "head 5"), ("head", "head 5")],
        ),
        ("UPDATE certificates_treehead SET note = 'x' WHERE size = 5", [("signature", "head 5")]),
        (
            "UPDATE certificates_treehead SET size = 400 WHERE size = 305",
            [("head", "head 400")],
        ),
        ("UPDATE certificates_registerhead SET size = 304", [("size", "register")]),
        ("UPDATE certificates_numbercounter SET last = 2", [("counter", "counter {issuer} 2026")]),
    ],
)
def test_each_thing_changed_by_hand_is_found(filled: World, statement: str, expected: list[tuple[str, str]]) -> None:
    two = Award.objects.get(holder__name="Léo Marchand")
    change = StatusChange.objects.filter(award=two).earliest("pk")
    names = {"two": f"'{two.pk.hex if connection.vendor == 'sqlite' else two.pk}'", "change": change.pk}
    changed_by_hand(statement.format(**names))
    told = {"number": two.number, "issuer": two.issuer_id}
    assert kinds() == [(kind, row.format(**told)) for kind, row in expected]


def test_a_deleted_leaf_is_found_with_what_it_takes_along(filled: World) -> None:
    change = RegisterEntry.objects.get(index=2).status_change
    changed_by_hand('DELETE FROM certificates_registerentry WHERE "index" = 2')
    assert kinds() == [
        ("gap", "entry 2"),
        ("head", "head 5"),
        ("head", "head 305"),
        ("unregistered", f"change {change.pk} of {change.award.number}"),
    ]


def test_an_award_written_beside_the_register_is_found(filled: World) -> None:
    award = Award.objects.get(holder__name="Léo Marchand")
    Award.objects.create(
        **{
            field.attname: getattr(award, field.attname)
            for field in Award._meta.concrete_fields
            if field.name not in ("id", "public_id", "number", "idempotency")
        },
        number="FEDERATI-2026-0004-FORGE",
        idempotency="x",
    )
    assert kinds() == [("unregistered", "award FEDERATI-2026-0004-FORGE")]


def test_the_last_leaves_cut_off_are_found(filled: World) -> None:
    changed_by_hand('DELETE FROM certificates_registerentry WHERE "index" >= 303')
    assert [kind for kind, _row in kinds()] == ["head", "size", "unregistered", "unregistered"]


def test_a_head_signed_by_another_key_is_found(filled: World) -> None:
    other = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    changed_by_hand("UPDATE certificates_registerkey SET public_multibase = %s", [other])
    assert kinds() == [("signature", "head 5"), ("signature", "head 305")]


def test_the_command_says_it_in_words_and_fails(filled: World) -> None:
    out = StringIO()
    call_command("audit_register", stdout=out)
    assert out.getvalue() == "305 lignes : 3 délivrances, 302 changements ; 2 états signés.\nTout correspond.\n"
    changed_by_hand("UPDATE certificates_awardholder SET name = 'Mallory' WHERE name = 'Léo Marchand'")
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("audit_register", stdout=out)
    assert stopped.value.code == 1
    assert "Le nom du titulaire n'est plus celui qui a été signé." in out.getvalue()


def test_the_command_speaks_json(filled: World) -> None:
    changed_by_hand("UPDATE certificates_numbercounter SET last = 9")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_register", "--json", stdout=out)
    fault, counts = map(json.loads, out.getvalue().splitlines())
    assert (fault["kind"], counts["faults"], counts["counts"]["entries"]) == ("counter", 1, 305)


def test_what_was_found_last_is_kept_and_shows_in_health(filled: World) -> None:
    assert audit_due(at=AT) == "305 entries, 0 faults"
    assert (last_audit().detail["faults"], register_state(AT)) == (0, "ok")
    changed_by_hand("UPDATE certificates_awardholder SET name = 'Mallory' WHERE name = 'Léo Marchand'")
    audit_due(at=AT + timedelta(days=7))
    assert (last_audit().detail["faults"], register_state(AT)) == (1, "broken")
    assert RegisterHead.objects.get().size == 305


@pytest.fixture
def listed(filled: World) -> PublishedStatus:
    """Léo's award is suspended, and Inès's was replaced."""
    award = Award.objects.get(holder__name="Léo Marchand")
    change_status(award=award, kind="suspended", reason="Doute", by=filled.certifier, at=AT)
    return PublishedStatus.objects.get(list=award.status_entry.list, purpose="suspension")


def published(*indexes: int) -> str:
    return json.dumps({"credentialSubject": {"encodedList": encoded_list(indexes)}})


def test_a_published_list_that_says_what_the_register_says_is_no_fault(listed: PublishedStatus) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"content": published()}, "bit"),
        ({"content": "x"}, "list"),
        ({"content": "{}"}, "list"),
        ({"stale_since": AT}, "list"),
    ],
)
def test_a_published_list_that_says_something_else_is_found(
    listed: PublishedStatus, fields: dict[str, object], kind: str
) -> None:
    PublishedStatus.objects.filter(pk=listed.pk).update(**fields)
    assert kinds() == [(kind, f"list federation-des-pins 1 {fields.get('purpose', 'suspension')}")]
