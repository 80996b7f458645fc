"""A withdrawal takes two people; the holder is told each time, in plain words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from certificates.actions import (
    agree_to_withdrawal,
    ask_withdrawal,
    change_status,
    correct_award,
    decline_withdrawal,
)
from certificates.choices import Standing
from certificates.models import RegisterEntry, StatusChange, Withdrawal
from certificates.queries import verdict_of
from certificates.queries.withdrawals import second_people, withdrawals_visible_to
from people.choices import Role
from people.models import Notice
from tests.certificates.conftest import AT, World, body, member


def ask(world: World, award, **changes) -> Withdrawal:
    facts = {"ground": "fraud", "reason": "Copie d'une autre", "by": world.certifier, "at": AT}
    return ask_withdrawal(award=award, **(facts | changes))


def titles(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_no_action_withdraws_alone(world: World) -> None:
    award = world.award()
    with pytest.raises(ValidationError) as refusal:
        change_status(award=award, kind="revoked", reason="r", by=world.certifier, at=AT)
    assert refusal.value.code == "use_withdrawal"
    with pytest.raises(ValidationError) as refusal:
        agree_to_withdrawal(withdrawal=ask(world, award, suspend=False), by=world.certifier, at=AT)
    assert refusal.value.code == "same_person"
    assert not StatusChange.objects.exists()


def test_the_database_refuses_one_person_in_both_places(world: World) -> None:
    award = world.award()
    facts = {"award": award, "kind": "revoked", "reason": "r", "by": world.certifier, "at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(**facts, agreed_by=world.certifier)


def test_asking_suspends_until_the_answer(world: World) -> None:
    award = world.award()
    asked = ask(world, award)
    assert verdict_of(award, AT) == Standing.SUSPENDED
    decline_withdrawal(withdrawal=asked, answer="Pas de preuve", by=world.second, at=AT)
    assert verdict_of(award, AT) == Standing.VALID


def test_declining_leaves_a_suspension_of_before_alone(world: World) -> None:
    award = world.award()
    world.change(award, "suspended")
    decline_withdrawal(withdrawal=ask(world, award), answer="Non", by=world.second, at=AT)
    assert verdict_of(award, AT) == Standing.SUSPENDED


def test_agreeing_registers_the_withdrawal_once(world: World) -> None:
    asked = ask(world, world.award())
    agree_to_withdrawal(withdrawal=asked, by=world.second, at=AT)
    assert [entry.kind for entry in RegisterEntry.objects.all()] == ["award", "status", "status"]
    with pytest.raises(ValidationError) as refusal:
        agree_to_withdrawal(withdrawal=asked, by=world.second, at=AT)
    assert refusal.value.code == "decided"


def test_one_request_at_a_time_and_none_for_what_is_withdrawn(world: World) -> None:
    award = world.award()
    ask(world, award)
    with pytest.raises(ValidationError) as refusal:
        ask(world, award)
    assert refusal.value.code == "asked"
    agree_to_withdrawal(withdrawal=Withdrawal.objects.get(), by=world.second, at=AT)
    with pytest.raises(ValidationError) as refusal:
        ask(world, award)
    assert refusal.value.code == "move"


def test_only_the_issuer_s_people_ask_and_answer(world: World) -> None:
    award = world.award()
    other = member("autre", "Alix Autre", body("Autre", "autre", certifies=True), Role.CERTIFIER)
    for stranger in (other, world.trainer, world.second):
        with pytest.raises(PermissionDenied):
            ask(world, award, by=stranger)
    asked = ask(world, award)
    with pytest.raises(PermissionDenied):
        agree_to_withdrawal(withdrawal=asked, by=other, at=AT)
    assert (list(withdrawals_visible_to(other)), list(withdrawals_visible_to(world.second))) == ([], [asked])
    assert second_people(asked) == [world.second]


def test_the_holder_is_told_each_time_and_how_to_contest(world: World) -> None:
    world.certifier_body.contact = "contact@pins.example"
    world.certifier_body.save()
    award = world.award()
    person = award.holder.person
    world.change(award, "suspended")
    world.change(award, "reinstated")
    world.revoke(award)
    assert titles(person) == [
        "Votre certificat est prêt",
        "Votre certificat est suspendu",
        "Votre certificat est rétabli",
        "Votre certificat est retiré",
    ]
    last = Notice.objects.filter(person=person).order_by("pk").last()
    assert "il avait été délivré par erreur" in last.body
    assert f"écrivez à Fédération des Pins : contact@pins.example, avec le numéro {award.number}" in last.body


def test_a_correction_is_told_as_no_fault_and_without_the_old_name(world: World) -> None:
    award = world.award("Ines Benali")
    person = award.holder.person
    corrected = correct_award(award=award, name="Inès Benali", reason="Accent", by=world.certifier, at=AT)
    assert titles(person) == ["Votre certificat est prêt", "Votre certificat a été corrigé"]
    told = Notice.objects.get(key=f"award-corrected:{corrected.pk}").body
    assert (corrected.number in told, "Ines" in told, "pas une faute de votre part" in told) == (True, False, True)
