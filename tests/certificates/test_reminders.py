"""Certificates that end: reminders ahead, and what the certifier sees of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from certificates.actions.reminding import remind_of_expiry
from certificates.queries.ending import ending_visible_to
from people.models import Notice
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world(validity_months=12)


def reminders(world: World) -> list[str]:
    return [key.rpartition(":")[2] for key in Notice.objects.filter(kind="award-expiry").values_list("key", flat=True)]


def test_reminders_go_once_each_at_90_30_and_7_days(world: World) -> None:
    world.award()
    end = datetime(2027, 3, 2, 9, tzinfo=AT.tzinfo)
    for left, said in ((91, 0), (90, 1), (89, 0), (30, 1), (7, 1), (6, 0), (0, 0), (-1, 0)):
        assert remind_of_expiry(at=end - timedelta(days=left)) == f"reminded of {said}"
    assert sorted(reminders(world)) == ["30", "7", "90"]
    told = Notice.objects.get(key__endswith=":7")
    assert told.title == "Votre certificat prend fin le 2 mars 2027"
    assert "Il ne se renouvelle pas" in told.body


@pytest.mark.parametrize("gone", ["revoked", "erased"])
def test_nobody_is_reminded_of_what_is_gone(world: World, gone: str) -> None:
    award = world.award()
    if gone == "revoked":
        world.revoke(award)
    else:
        award.holder.delete()
    assert remind_of_expiry(at=datetime(2027, 2, 20, tzinfo=AT.tzinfo)) == "reminded of 0"


def test_a_certificate_that_lasts_a_month_is_not_reminded_on_its_first_day(make_world: Callable[..., World]) -> None:
    world = make_world(validity_months=1)
    world.award()
    assert remind_of_expiry(at=AT) == "reminded of 0"
    assert remind_of_expiry(at=AT + timedelta(days=25)) == "reminded of 1"


def test_the_certifier_lists_what_ends_soon(world: World) -> None:
    award = world.award()
    assert list(ending_visible_to(world.certifier, date(2027, 1, 1))) == [award]
    assert list(ending_visible_to(world.certifier, date(2026, 6, 1))) == []
    assert list(ending_visible_to(world.trainer, date(2027, 1, 1))) == []
    page = client_of(world.certifier).get(reverse("register"), {"kind": "ending"})
    assert page.status_code == 200
