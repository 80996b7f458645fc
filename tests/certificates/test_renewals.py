"""Renewing: passed again near the end or after it, a new certificate that is linked; the old one stays as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from certificates.actions import correct_award
from certificates.choices import Renewal, Standing
from certificates.models import Award, AwardHolder
from certificates.queries import candidates, verdict_of
from courses.models import Enrolment, IdentityCheck
from people.models import Notice
from tests.certificates.conftest import AT, World, session
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_criteria import ask

LATER = AT + timedelta(days=330)  # the certificate of AT, valid for a year, ends within 90 days
WEEK = timedelta(days=7)


@pytest.fixture
def yearly(world: World) -> World:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "all", leaf, validity_months=12, renewal=Renewal.RETAKE, published_by=world.certifier)
    return world


def again(world: World, person: object, at: datetime, code: str = "PINSKY235", name: str = "Inès Benali") -> Enrolment:
    """The same person in another session, who passed on that day."""
    cohort = session(world.training_body, world.cohort.course_version, code, f"Session {code}")
    enrolment = Enrolment.objects.create(cohort=cohort, person=person, joined_at=at)
    world.attempt(enrolment, at=at)
    check: IdentityCheck = world.identify(enrolment, name)
    assert check.pk
    return enrolment


def line(world: World, enrolment: Enrolment, at: datetime) -> object:
    return candidates(enrolment.cohort, world.version, at)[0]


def test_passed_again_near_the_end_makes_a_linked_award(yearly: World) -> None:
    old = yearly.award()
    enrolment = again(yearly, old.holder.person, LATER - WEEK)
    assert line(yearly, enrolment, LATER).renews == old
    [new] = yearly.sign(enrolment, at=LATER)
    assert (new.renews, new.valid_until) == (old, new.awarded_on.replace(year=new.awarded_on.year + 1))
    old = Award.objects.get(pk=old.pk)
    assert (old.renewed_by, old.status_changes.count(), verdict_of(old, LATER)) == (new, 0, Standing.VALID)
    told = Notice.objects.filter(person=old.holder.person).latest("pk")
    assert told.title == "Votre certificat est renouvelé"
    assert yearly.sign(enrolment, at=LATER) == []


def test_after_its_end_it_can_still_be_renewed(yearly: World) -> None:
    old, late = yearly.award(), AT + timedelta(days=500)
    [new] = yearly.sign(again(yearly, old.holder.person, late - WEEK), at=late)
    assert (new.renews, verdict_of(old, late)) == (old, Standing.EXPIRED)


def test_too_early_or_without_the_rule_it_is_a_certificate_of_its_own(world: World, yearly: World) -> None:
    old, early = yearly.award(), AT + timedelta(days=60)
    [new] = yearly.sign(again(yearly, old.holder.person, early - WEEK), at=early)
    assert new.renews is None


def test_what_was_passed_before_the_old_one_renews_nothing(yearly: World) -> None:
    enrolment = yearly.passed("Inès Benali")
    before = again(yearly, enrolment.person, AT - timedelta(days=1))
    yearly.sign(enrolment)
    assert line(yearly, before, LATER).renews is None


@pytest.mark.parametrize("kind", ["suspended", "revoked"])
def test_what_is_suspended_or_withdrawn_is_not_renewed(yearly: World, kind: str) -> None:
    old = yearly.award()
    yearly.change(old, kind)
    assert line(yearly, again(yearly, old.holder.person, LATER - WEEK), LATER).renews is None


def test_of_a_corrected_one_the_version_in_force_is_renewed(yearly: World) -> None:
    old = yearly.award("Ines Benali")
    right = correct_award(award=old, name="Inès Benali", reason="Accent", by=yearly.certifier, at=AT)
    assert line(yearly, again(yearly, old.holder.person, LATER - WEEK), LATER).renews == right


def test_two_sessions_signed_together_make_one_heir(yearly: World) -> None:
    old = yearly.award()
    both = [again(yearly, old.holder.person, LATER - WEEK, code) for code in ("PINSKY235", "PINSKY236")]
    assert [award.renews for award in yearly.sign(*both, at=LATER)] == [old, None]


def test_holder_and_certifier_see_the_link(yearly: World) -> None:
    old = yearly.award()
    enrolment = again(yearly, old.holder.person, LATER - WEEK)
    desk, mine = client_of(yearly.certifier), client_of(old.holder.person)
    [new] = yearly.sign(enrolment, at=LATER)
    assert f"Renouvelle le certificat {old.number}." in words_on(desk.get(reverse("award-detail", args=[new.pk])))
    assert f"Renouvelé par le certificat {new.number}." in words_on(desk.get(reverse("award-detail", args=[old.pk])))
    for page in (reverse("award-list"), reverse("award-own", args=[old.public_id])):
        assert f"votre certificat {new.number} prend la suite" in words_on(mine.get(page))


@pytest.mark.parametrize("people", [1, 3])
def test_the_session_costs_the_same_for_one_or_three(
    yearly: World, people: int, django_assert_num_queries: Callable[..., object]
) -> None:
    cohort = session(yearly.training_body, yearly.cohort.course_version, "PINSKY237", "Rappel")
    for number in range(people):
        award = yearly.award(f"Inès {chr(97 + number)}")
        enrolment = Enrolment.objects.create(cohort=cohort, person=award.holder.person, joined_at=LATER)
        yearly.attempt(enrolment, at=LATER - WEEK)
        yearly.identify(enrolment, "Inès Benali")
    with django_assert_num_queries(8):
        lines = candidates(cohort, yearly.version, LATER)
    assert (len(lines), AwardHolder.objects.count()) == (people, people)
    assert all(one.renews is not None for one in lines)
