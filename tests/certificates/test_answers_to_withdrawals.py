"""Declining a withdrawal takes a reason; who asked is told; what Volet writes for ever is said in the reader's language."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from certificates.actions import agree_to_withdrawal, ask_withdrawal, correct_award, decline_withdrawal
from certificates.models import Award, StatusChange, Withdrawal
from people.models import Notice
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on


def asked(world: World, **changes: Any) -> Withdrawal:
    facts = {"ground": "fraud", "reason": "Copie d'une autre", "by": world.certifier, "at": AT, **changes}
    return ask_withdrawal(award=world.award("Inès Benali"), **facts)


def told(person: Any) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=person).values_list("title", "address"))


@pytest.mark.parametrize("answer", ["", "  ", "Inès Benali est honnête"])
def test_declining_takes_a_reason_without_the_holder_s_name(world: World, answer: str) -> None:
    withdrawal = asked(world)
    with pytest.raises(ValidationError):
        decline_withdrawal(withdrawal=withdrawal, answer=answer, by=world.second, at=AT)
    assert Withdrawal.objects.get().decided_at is None


def test_who_asked_is_told_no_and_why(world: World) -> None:
    withdrawal = asked(world)
    decline_withdrawal(withdrawal=withdrawal, answer="La feuille est signée", by=world.second, at=AT)
    notice = Notice.objects.get(person=world.certifier, kind="withdrawal-declined")
    assert notice.body == (
        f"Aline Petit n'est pas d'accord pour retirer le certificat {withdrawal.award.number}. "
        "Sa raison : La feuille est signée"
    )
    assert notice.address == reverse("award-detail", args=[withdrawal.award_id])
    page = words_on(client_of(world.certifier).get(notice.address))
    assert "Retrait refusé par Aline Petit le 2 mars 2026 : La feuille est signée" in page


def test_who_asked_is_told_yes(world: World) -> None:
    agree_to_withdrawal(withdrawal=asked(world), by=world.second, at=AT)
    assert [title for title, _address in told(world.certifier)] == ["Le retrait est accepté"]


def test_taking_one_s_request_back_needs_no_reason_and_tells_nobody(world: World) -> None:
    withdrawal = asked(world)
    page = client_of(world.certifier).post(
        reverse("withdrawal-decide", args=[withdrawal.pk]), {"decision": "decline"}, follow=True
    )
    assert "n'est pas retiré" in words_on(page)
    assert (told(world.certifier), Withdrawal.objects.get().answer) == ([], "")


@pytest.mark.parametrize(
    ("answer", "words"), [("", "Écrivez pourquoi vous refusez"), ("Inès Benali est honnête", "sans le nom")]
)
def test_the_second_person_s_refusal_without_a_good_reason_comes_back(world: World, answer: str, words: str) -> None:
    withdrawal = asked(world)
    place, data = reverse("withdrawal-decide", args=[withdrawal.pk]), {"decision": "decline", "decline-answer": answer}
    page = words_on(client_of(world.second).post(place, data))
    assert (words in page, answer in page, Withdrawal.objects.get().decided_at) == (True, True, None)
    done = client_of(world.second).post(place, {**data, "decline-answer": "Pas de preuve"}, follow=True)
    assert ("n'est pas retiré" in words_on(done), Withdrawal.objects.get().answer) == (True, "Pas de preuve")


def test_what_volet_writes_for_ever_is_a_code_said_in_the_reader_s_language(world: World) -> None:
    with override("en"):
        withdrawal = asked(world)
        decline_withdrawal(withdrawal=withdrawal, answer="Pas de preuve", by=world.second, at=AT)
    rows = list(StatusChange.objects.all())
    assert [row.reason for row in rows] == ["withdrawal-asked", "withdrawal-declined"]
    assert [row.reason_said for row in rows] == ["En attendant un second avis.", "Le retrait n'a pas eu lieu."]
    page = words_on(client_of(world.certifier).get(reverse("award-detail", args=[withdrawal.award_id])))
    assert ("En attendant un second avis." in page, "withdrawal-asked" in page) == (True, False)


def test_each_notice_about_an_award_leads_to_that_very_certificate(world: World) -> None:
    award = world.award("Ines Benali")
    person = award.holder.person
    world.change(award, "suspended")
    corrected = correct_award(award=award, name="Inès Benali", reason="Accent", by=world.certifier, at=AT)
    own = [reverse("award-own", args=[one.public_id]) for one in (award, corrected)]
    assert sorted(told(person)) == [
        ("Votre certificat a été corrigé", own[1]),
        ("Votre certificat est prêt", own[0]),
        ("Votre certificat est suspendu", own[0]),
    ]
    client = client_of(person)
    assert [client.get(address).status_code for address in own] == [200, 200]
    assert Award.objects.count() == 2
