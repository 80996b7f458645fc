"""What an award is worth, what may happen to it, and the register that keeps all of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.actions import change_status, correct_award
from certificates.actions.registering import enter_award
from certificates.choices import STATUS_MOVES, Standing
from certificates.models import Award, AwardHolder, RegisterEntry, RegisterHead, StatusChange
from certificates.queries import awards_visible_to, own_awards, register_visible_to, verdict_of
from certificates.signing import leaf_hash
from tests.certificates.conftest import AT, World

KINDS = ("suspended", "reinstated", "revoked")


def change(world: World, award: Award, kind: str, reason: str = "raison") -> StatusChange:
    return world.change(award, kind, reason)


@pytest.mark.parametrize(("before", "kind"), list(product(["none", "suspended", "reinstated", "revoked"], KINDS)))
def test_each_move_is_allowed_or_refused_by_the_table(world: World, before: str, kind: str) -> None:
    award = world.award()
    for step in {"none": [], "reinstated": ["suspended", "reinstated"]}.get(before, [before]):
        change(world, award, step)
    if kind in STATUS_MOVES[before]:
        assert change(world, award, kind).kind == kind
    else:
        with pytest.raises(ValidationError, match="état"):
            change(world, award, kind)


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        ([], Standing.VALID),
        (["suspended"], Standing.SUSPENDED),
        (["suspended", "reinstated"], Standing.VALID),
        (["revoked"], Standing.REVOKED),
        (["suspended", "revoked"], Standing.REVOKED),
    ],
)
def test_the_standing_comes_from_the_changes(world: World, steps: list[str], standing: Standing) -> None:
    award = world.award()
    for step in steps:
        change(world, award, step)
    assert verdict_of(Award.objects.get(), AT) == standing


def test_a_corrected_award_reads_as_replaced(world: World) -> None:
    old = world.award()
    new = correct_award(award=old, name="Inès Benalli", reason="Faute", by=world.certifier, at=AT)
    assert (verdict_of(old, AT), verdict_of(new, AT)) == (Standing.CORRECTED, Standing.VALID)


def test_an_award_expires_after_its_last_day_on_the_issuers_clock(make_world: Callable[..., World]) -> None:
    world = make_world(validity_months=12)
    award = world.award()
    assert award.valid_until == date(2027, 3, 2)
    assert verdict_of(award, datetime(2027, 3, 2, 22, 59, tzinfo=UTC)) == Standing.VALID
    assert verdict_of(award, datetime(2027, 3, 2, 23, 1, tzinfo=UTC)) == Standing.EXPIRED


def test_a_correction_has_its_own_action(world: World) -> None:
    with pytest.raises(ValidationError, match="version corrigée"):
        change(world, world.award(), "corrected")


def test_a_reason_is_needed(world: World) -> None:
    with pytest.raises(ValidationError, match="raison"):
        change(world, world.award(), "revoked", reason="  ")


@pytest.mark.parametrize("reason", ["Benali a triché", "Voir avec INÈS", "Demande de I. Benali", "Ines"])
def test_a_reason_that_is_kept_for_ever_names_nobody(world: World, reason: str) -> None:
    with pytest.raises(ValidationError, match="sans le nom"):
        world.revoke(world.award("Inès Benali"), reason)


def test_a_reason_may_use_the_words_that_names_are_made_of(world: World) -> None:
    award = world.award("Rose Petit")
    world.revoke(award, "Un petit dé rose")
    assert verdict_of(award, AT) == Standing.REVOKED


def test_the_reason_of_a_correction_names_neither_the_old_nor_the_new(world: World) -> None:
    for reason in ("Benaly est faux", "Il faut lire Benali"):
        with pytest.raises(ValidationError, match="sans le nom"):
            correct_award(
                award=world.award("Inès Benaly"), name="Inès Benali", reason=reason, by=world.certifier, at=AT
            )


def test_only_the_certifier_changes_an_award(world: World) -> None:
    award = world.award()
    with pytest.raises(PermissionDenied):
        change_status(award=award, kind="suspended", reason="x", by=world.trainer, at=AT)
    with pytest.raises(PermissionDenied):
        correct_award(award=award, name="X", reason="x", by=world.trainer, at=AT)


def test_who_sees_which_awards(world: World) -> None:
    enrolment = world.passed()
    [award] = world.sign(enrolment)
    assert list(awards_visible_to(world.certifier)) == [award]
    assert list(awards_visible_to(world.trainer)) == []
    assert list(own_awards(enrolment.person)) == [award]
    assert list(own_awards(world.certifier)) == []
    assert [entry.award for entry in register_visible_to(world.certifier)] == [award]
    assert list(register_visible_to(world.trainer)) == []


GUARDED = [
    ("certificates_award", "number='X'", True),
    ("certificates_award", "payload='{}'", True),
    ("certificates_awardholder", "name='X'", False),
    ("certificates_awardevidence", "detail='{}'", False),
    ("certificates_statuschange", "reason='X'", True),
    ("certificates_registerentry", "leaf_hash='X'", True),
    ("certificates_issuerkey", "public_multibase='X'", True),
]


@pytest.mark.parametrize(("table", "setting", "kept"), GUARDED)
def test_the_database_refuses_to_rewrite(world: World, table: str, setting: str, kept: bool) -> None:
    change(world, world.award(), "suspended")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {setting}")  # noqa: S608
    if kept:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_a_holder_may_only_lose_the_person_or_go(world: World) -> None:
    world.award()
    AwardHolder.objects.update(person=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardHolder.objects.update(person=world.trainer)
    assert AwardHolder.objects.get().person is None


def register() -> list[tuple[int, str, str]]:
    return list(RegisterEntry.objects.values_list("index", "kind", "leaf_hash"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["award", "suspended", "reinstated", "revoked", "correct"]), max_size=8))
def test_whatever_happens_the_register_only_grows_without_a_gap(make_world_once: World, steps: list[str]) -> None:
    world = make_world_once
    before = register()
    for number, step in enumerate(steps):
        award = Award.objects.order_by("-awarded_at", "-number").first()
        try:
            if step == "award" or award is None:
                world.sign(world.passed(f"Personne {number}"), at=AT + timedelta(minutes=number))
            elif step == "correct":
                correct_award(award=award, name=f"Nom {len(register())} x", reason="r", by=world.certifier, at=AT)
            else:
                change(world, award, step)
        except ValidationError:
            pass
        after = register()
        assert after[: len(before)] == before
        before = after
    assert [index for index, _kind, _hash in before] == list(range(len(before)))
    assert RegisterHead.objects.get_or_create(pk=1)[0].size == len(before)
    assert all(leaf_hash(entry.document) == entry.leaf_hash for entry in RegisterEntry.objects.all())


@pytest.fixture
def make_world_once(world: World) -> World:
    world.award("Première Personne")
    return world


def test_an_award_is_registered_once(world: World) -> None:
    award = world.award()
    with pytest.raises(IntegrityError), transaction.atomic():
        enter_award(award=award, at=AT)
    assert RegisterHead.objects.get().size == 1
