"""Before a certificate ends its holder is told three times, with what to do; the certifier sees what ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from certificates.actions import correct_award, remind_of_endings
from certificates.choices import Renewal
from certificates.models import Award
from people.actions import erase_person
from people.models import Notice
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_criteria import ask
from tests.certificates.test_renewals import LATER, WEEK, again, yearly  # noqa: F401


def before(award: Award, days: int) -> datetime:
    """The same hour, so many days before the last day of validity."""
    assert award.valid_until is not None
    return AT + (award.valid_until - AT.date()) - timedelta(days=days)


def told(award: Award) -> list[str]:
    return list(Notice.objects.filter(kind="award-expiry").order_by("pk").values_list("key", flat=True))


def test_three_reminders_once_each(yearly: World) -> None:  # noqa: F811
    award = yearly.award()
    for days in (120, 91, 90, 90, 60, 30, 29, 8, 7, 1, 0, -1):
        remind_of_endings(at=before(award, days))
    assert told(award) == [f"award-expiry:{award.pk}:{days}" for days in (90, 30, 7)]


def test_a_round_that_was_missed_is_caught_up_without_a_flood(yearly: World) -> None:  # noqa: F811
    award = yearly.award()
    assert remind_of_endings(at=before(award, 25)) == "told 1"
    assert told(award) == [f"award-expiry:{award.pk}:30"]


def test_it_says_what_to_do(yearly: World) -> None:  # noqa: F811
    award = yearly.award()
    remind_of_endings(at=before(award, 30))
    notice = Notice.objects.get(kind="award-expiry")
    assert notice.title == "Votre certificat expire le 2 mars 2027"
    assert notice.body == (
        f"Votre certificat « {award.payload['title']} » (numéro {award.number}) est valable jusqu'au 2 mars 2027. Pour le "
        "renouveler, réussissez de nouveau ce qui est demandé : vous le pouvez dès maintenant, et encore après ce jour. "
        "Parlez-en à Les Pins."
    )
    assert notice.address == reverse("award-own", args=[award.public_id])


def test_one_that_is_not_renewed_says_so(world: World) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "all", leaf, validity_months=12)
    award = world.award()
    remind_of_endings(at=before(award, 7))
    assert "Il ne se renouvelle pas" in Notice.objects.get(kind="award-expiry").body


def test_one_that_opens_later_says_from_when(world: World) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "all", leaf, validity_months=12, renewal=Renewal.RETAKE, renewal_days=30)
    award = world.award()
    remind_of_endings(at=before(award, 90))
    assert "à partir du 31 janvier 2027" in Notice.objects.get(kind="award-expiry").body


def test_a_short_validity_is_not_announced_on_its_first_day(world: World) -> None:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "all", leaf, validity_months=1)
    award = world.award()
    assert [remind_of_endings(at=before(award, days)) for days in (31, 20, 7)] == ["told 0", "told 1", "told 1"]


@pytest.mark.parametrize("what", ["revoked", "suspended", "corrected", "renewed", "erased"])
def test_nothing_is_said_of_what_has_ended_otherwise(yearly: World, what: str) -> None:  # noqa: F811
    award = yearly.award("Ines Benali")
    if what == "corrected":
        correct_award(award=award, name="Inès Benali", reason="Accent", by=yearly.certifier, at=AT)
    elif what == "renewed":
        yearly.sign(again(yearly, award.holder.person, LATER - WEEK), at=LATER)
    elif what == "erased":
        erase_person(person=award.holder.person, by=None, at=AT)
    else:
        yearly.change(award, what)
    remind_of_endings(at=before(award, 7))
    keys = Notice.objects.filter(kind="award-expiry", key__contains=str(award.pk))
    assert keys.count() == 0


@pytest.mark.parametrize("awards", [1, 3])
def test_the_certifier_counts_what_ends(
    yearly: World,  # noqa: F811
    awards: int,
    django_assert_num_queries: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [yearly.award(f"Inès {chr(97 + number)}") for number in range(awards)]
    monkeypatch.setattr("certificates.views.ending.timezone.now", lambda: before(made[0], 60))
    client = client_of(yearly.certifier)
    with django_assert_num_queries(5):
        client.get(reverse("award-ending"))
    assert client.get(reverse("award-ending")).context["page"].paginator.count == awards
    assert made[0].number in words_on(client.get(reverse("award-ending")))
