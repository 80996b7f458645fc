"""What the holder reads when their certificate was corrected, renewed, suspended, withdrawn or has ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from certificates.actions import agree_to_withdrawal, ask_withdrawal, correct_award
from certificates.models import Authorisation, Award
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_renewals import yearly  # noqa: F401


def pages(award: Award) -> list[str]:
    """« Mes certificats » and the certificate's own page."""
    client = client_of(award.holder.person)
    return [words_on(client.get(place)) for place in (reverse("award-list"), own(award))]


def own(award: Award) -> str:
    return reverse("award-own", args=[award.public_id])


def test_a_corrected_one_leads_to_the_new_one_without_a_fault(world: World) -> None:
    old = world.award("Ines Benali")
    new = correct_award(award=old, name="Inès Benali", reason="Accent", by=world.certifier, at=AT)
    both, shown = pages(old)
    said = f"remplacé par une version corrigée, le {new.number} : utilisez la nouvelle. Ce n'est pas une faute"
    for page in (both, shown):
        assert (said in page, own(new) in page, "Contester" in page) == (True, True, False)
    assert f"C'est la version corrigée de votre certificat {old.number}" in pages(new)[1]


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        ("fraud", "retiré pour fraude, après l'avis de deux personnes"),
        ("award_error", "il avait été délivré par erreur"),
    ],
)
def test_a_withdrawn_one_says_why_and_how_to_contest(world: World, ground: str, said: str) -> None:
    award = world.award("Inès Benali")
    asked = ask_withdrawal(award=award, ground=ground, reason="raison", by=world.certifier, at=AT)
    agree_to_withdrawal(withdrawal=asked, by=world.second, at=AT)
    for page in pages(award):
        assert [piece in page for piece in (said, "Contester", "Télécharger mon certificat", "pour la vie")] == [
            True,
            True,
            False,
            False,
        ]


def test_a_suspended_one_says_that_it_may_come_back(world: World) -> None:
    award = world.award("Inès Benali")
    world.change(award, "suspended")
    for page in pages(award):
        assert ("Il peut être rétabli, et vous en serez averti" in page, "Contester" in page) == (True, True)
    world.change(award, "reinstated")
    for page in pages(award):
        assert ("suspendu" in page, "Contester" in page) == (False, False)


def test_one_that_has_ended_says_since_when_and_how_to_renew(yearly: World) -> None:  # noqa: F811
    long_ago = AT - timedelta(days=800)
    Authorisation.objects.update(starts_on=long_ago.date())
    [award] = yearly.sign(yearly.passed("Inès Benali", at=long_ago), at=long_ago)
    for page in pages(award):
        assert "Sa validité s'est terminée le 23 décembre 2024 : qui le vérifie lit" in page
        assert "Pour le renouveler, réussissez de nouveau ce qui est demandé. Parlez-en à Les Pins." in page
        assert "Télécharger mon certificat" in page or "Mes fichiers" in page


@pytest.mark.parametrize("corrections", [1, 3])
def test_my_certificates_cost_the_same_with_one_correction_or_three(
    world: World, corrections: int, django_assert_num_queries: Any
) -> None:
    award = world.award("Inès Benali")
    for number in range(corrections):
        facts = {"reason": "Accent", "by": world.certifier, "at": AT}
        award = correct_award(award=award, name=f"Inès Benali {'x' * (number + 1)}", **facts)
    client = client_of(award.holder.person)
    with django_assert_num_queries(12):
        client.get(reverse("award-list"))
