"""Certificates that end: reminders ahead, and a new award that renews the old one and leaves it as it was."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from certificates.actions.reminding import remind_of_expiry
from certificates.choices import Renewal, Standing
from certificates.models import AchievementVersion, Award
from certificates.queries import verdict_of
from certificates.queries.renewals import ending_visible_to, renewable_awards
from courses.models import Enrolment
from people.models import Notice
from tests.certificates.conftest import AT, World, session
from tests.certificates.screens import client_of, words_on


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world(validity_months=12)


@pytest.fixture
def renewing(world: World, db: Any) -> World:
    """The certificate says that it is renewed; the guards of its published version are set aside for the test."""
    world.version.renewal, world.version.renewal_days = Renewal.RETAKE, 90
    return world


def again(world: World, former: Award, at: datetime) -> Enrolment:
    """The holder passes in another session."""
    cohort = session(world.training_body, world.cohort.course_version, "PINSKY235", "Les Pins, un an après")
    enrolment = Enrolment.objects.create(cohort=cohort, person=former.holder.person, joined_at=at)
    world.attempt(enrolment, at=at)
    world.identify(enrolment, former.holder.name)
    return enrolment


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


def test_what_is_renewed_is_the_newest_near_its_end(renewing: World) -> None:
    award = renewing.award()
    person = award.holder.person_id
    early, late = date(2026, 11, 1), date(2026, 12, 20)
    assert renewable_awards(renewing.version, [person], early) == {}
    assert renewable_awards(renewing.version, [person], late) == {person: award}
    renewing.revoke(award)
    assert renewable_awards(renewing.version, [person], late) == {}


def test_what_is_not_renewed_asks_nothing(world: World, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        assert renewable_awards(world.version, [world.certifier.pk], date(2027, 1, 1)) == {}


def test_the_new_award_renews_the_old_one_which_stays_as_it_was(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    renewal = AchievementVersion._meta.get_field("renewal")
    monkeypatch.setattr(renewal, "default", Renewal.RETAKE)
    world = make_world(validity_months=12)
    assert world.version.renewal == Renewal.RETAKE
    former = world.award()
    later = AT + timedelta(days=330)
    (award,) = world.sign(again(world, former, later), at=later)
    assert (award.renews, award.valid_until) == (former, date(2028, 1, 26))
    assert verdict_of(Award.objects.get(pk=former.pk), later) == Standing.VALID
    assert Notice.objects.filter(kind="award-renewed").count() == 1
    assert remind_of_expiry(at=later + timedelta(days=30)) == "reminded of 0"
    desk = client_of(world.certifier)
    assert f"renouvelle le {former.number}" in words_on(desk.get(reverse("award-detail", args=[award.pk])))
    assert f"Renouvelé par le {award.number}" in words_on(desk.get(reverse("award-detail", args=[former.pk])))


def test_the_certifier_lists_what_ends_soon(world: World) -> None:
    award = world.award()
    assert list(ending_visible_to(world.certifier, date(2027, 1, 1))) == [award]
    assert list(ending_visible_to(world.certifier, date(2026, 6, 1))) == []
    assert list(ending_visible_to(world.trainer, date(2027, 1, 1))) == []
    page = client_of(world.certifier).get(reverse("register"), {"kind": "ending"})
    assert page.status_code == 200
