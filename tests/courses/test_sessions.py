"""A trainer prepares a session, sees who needs them and what was done."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from courses.actions import (
    IdentityEntry,
    complete_activity,
    confirm_identities,
    mark_not_yet,
    open_cohort,
)
from courses.models import Cohort, Opening
from courses.queries import doors, needs, session_of
from courses.validators import tidy_code


@pytest.fixture
def client(trainer, as_person):
    return as_person(trainer)


@pytest.fixture
def later(at):
    return at + dt.timedelta(days=4)


def asked(cohort, at):
    return {need.reason.value: [trainee.name for trainee in need.trainees] for need in needs(session_of(cohort), at)}


def answers(version, **changes):
    today = dt.date(2026, 3, 2)
    facts = {"course_version": version.pk, "frame": "bafa", "name": "Printemps", "reference_version": ""}
    return facts | {"starts_on": today, "ends_on": today + dt.timedelta(days=7)} | changes


class TestPreparing:
    def test_one_form_makes_a_session_with_its_code_and_poster(self, client, version, body, trainer):
        answer = client.post(reverse("cohort-create"), answers(version))
        cohort = Cohort.objects.get()
        assert answer.url == cohort.get_absolute_url()
        assert tidy_code(cohort.join_code) == cohort.join_code
        assert (cohort.organisation, cohort.trainers.get().person) == (body, trainer)
        poster = client.get(reverse("cohort-poster", args=[cohort.pk])).content.decode()
        assert cohort.code_on_paper in poster
        assert "<svg" in poster

    def test_the_form_suggests_its_answers(self, client, version, body):
        form = client.get(reverse("cohort-create")).context["form"]
        assert "organisation" not in form.fields
        assert form["course_version"].initial == version.pk
        assert form["ends_on"].initial > form["starts_on"].initial
        assert form["name"].initial.startswith("Session de")

    def test_dates_the_wrong_way_round_are_refused_and_nothing_lost(self, client, version):
        page = client.post(reverse("cohort-create"), answers(version, ends_on="2026-01-01"))
        assert page.context["form"].errors["ends_on"]
        assert 'value="Printemps"' in page.content.decode()
        assert not Cohort.objects.exists()

    def test_a_body_where_one_has_no_role_is_not_offered(self, client, version, make_body, body):
        client.post(reverse("cohort-create"), answers(version, organisation=str(make_body("Ailleurs").pk)))
        assert Cohort.objects.get().organisation == body

    def test_the_action_refuses_what_the_form_would(self, version, body, trainer, at):
        facts = {"organisation": body, "name": "x", "frame": "bafa", "by": trainer, "at": at}
        with pytest.raises(ValidationError):
            open_cohort(course_version=version, starts_on=dt.date(2026, 2, 2), ends_on=dt.date(2026, 2, 1), **facts)

    def test_closing_ends_the_code_and_the_openings(self, client, cohort):
        client.post(reverse("cohort-opening", args=[cohort.pk, "epreuve"]), {"conditions": "in_room"})
        client.post(reverse("cohort-close", args=[cohort.pk]))
        assert not Opening.objects.filter(closed_at=None).exists()
        assert Client().get(reverse("join-name", args=[cohort.join_code])).status_code == 410
        client.post(reverse("cohort-opening", args=[cohort.pk, "epreuve"]), {"conditions": "in_room"})
        assert not Opening.objects.filter(closed_at=None).exists()

    def test_opening_and_closing_from_the_page(self, client, cohort):
        url = reverse("cohort-opening", args=[cohort.pk, "epreuve"])
        client.post(url, {"conditions": "alone"})
        assert Opening.objects.get(closed_at=None).conditions == "alone"
        client.post(url)
        assert not Opening.objects.filter(closed_at=None).exists()
        assert "pas ouverte" in client.post(url, follow=True).content.decode()


class TestWhoNeedsMe:
    def test_reasons_come_by_urgency(self, cohort, join, at, later):
        waiting, failed, idle = join("Ada"), join("Bob"), join("Cléo")
        join("Dan")
        for one in (waiting, failed):
            for key in ("demander", "jouer"):
                complete_activity(enrolment=one, activity_key=key, at=later)
        mark_not_yet(enrolment=failed, activity_key="epreuve", at=later)
        complete_activity(enrolment=idle, activity_key="demander", at=at)
        assert asked(cohort, later) == {
            "waiting": ["Ada Martin", "Bob Martin"],
            "not_yet": ["Bob Martin"],
            "never_started": ["Dan Martin"],
            "idle": ["Cléo Martin"],
            "identity": ["Ada Martin", "Bob Martin", "Cléo Martin", "Dan Martin"],
        }

    def test_somebody_who_just_arrived_is_not_late(self, cohort, join, at):
        join()
        assert list(asked(cohort, at)) == ["identity"]

    def test_nobody_needs_anything(self, cohort, enrolment, trainer, at):
        complete_activity(enrolment=enrolment, activity_key="demander", at=at)
        confirm_identities(
            cohort=cohort, entries=[IdentityEntry(enrolment, "Inès", "Martin", "known")], by=trainer, at=at
        )
        assert asked(cohort, at) == {}

    def test_the_door_counts_who_waits(self, cohort, enrolment, at):
        for key in ("demander", "jouer"):
            complete_activity(enrolment=enrolment, activity_key=key, at=at)
        door = doors(session_of(cohort))[0]
        assert (door.activity.key, door.opening, door.waiting) == ("epreuve", None, 1)

    def test_the_empty_session_shows_its_code(self, client, cohort):
        assert cohort.code_on_paper in client.get(cohort.get_absolute_url()).content.decode()


class TestMatrix:
    def test_the_table_says_in_words_what_it_shows(self, client, cohort, join, at):
        complete_activity(enrolment=join("Ada"), activity_key="demander", at=at)
        page = client.get(reverse("cohort-matrix", args=[cohort.pk])).content.decode()
        assert page.count('<th scope="row">') == 1
        assert "terminé</span>" in page
        assert "à ouvrir</span>" in page

    def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(self, client, cohort, join, at):
        complete_activity(enrolment=join("=cmd|x", "@Roy"), activity_key="demander", at=at)
        answer = client.get(reverse("cohort-matrix", args=[cohort.pk]), {"format": "csv"})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][4:] == ["Demander avant", "Jouer avec des photos", "L'épreuve"]
        assert rows[1][:3] == ["'@Roy", "'=cmd|x", "non"]
        assert rows[1][4:] == ["terminé", "", ""]

    @pytest.mark.parametrize("people", [1, 3])
    @pytest.mark.parametrize(("name", "budget"), [("cohort-detail", 8), ("cohort-matrix", 8), ("cohort-identities", 8)])
    def test_the_database_is_asked_as_much_for_one_as_for_three(
        self, client, cohort, join, at, people, name, budget, django_assert_num_queries, no_panels
    ):
        for number in range(people):
            complete_activity(enrolment=join(f"Ada {number}x"), activity_key="demander", at=at)
        with django_assert_num_queries(budget):
            client.get(reverse(name, args=[cohort.pk]))

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_so_is_the_list_of_sessions(self, client, make_cohort, sessions, django_assert_num_queries):
        for number in range(sessions):
            make_cohort(name=f"Session {number}")
        with django_assert_num_queries(5):
            client.get(reverse("cohort-list"))
