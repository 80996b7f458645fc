"""What a trainee did, once, whatever comes twice."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from courses.actions import (
    close_activity,
    complete_activity,
    enrol_person,
    mark_not_yet,
    open_activity,
    start_activity,
)
from courses.models import Progress
from courses.queries import journey, next_step
from courses.signals import activity_completed, course_completed
from tests.courses.package import COURSE


@pytest.fixture
def news():
    heard = []
    hear_one = lambda activity_key, **_: heard.append(activity_key)  # noqa: E731
    hear_all = lambda enrolment, **_: heard.append("course")  # noqa: E731
    activity_completed.connect(hear_one, weak=False)
    course_completed.connect(hear_all, weak=False)
    yield heard
    activity_completed.disconnect(hear_one)
    course_completed.disconnect(hear_all)


def state(enrolment, key):
    return Progress.objects.get(enrolment=enrolment, activity_key=key).state


def test_completing_twice_counts_once_and_sends_one_news(enrolment, at, news):
    for _ in range(2):
        complete_activity(enrolment=enrolment, activity_key="demander", at=at)
    assert news == ["demander"]
    assert Progress.objects.count() == 1


def test_the_last_activity_completes_the_course(enrolment, at, news):
    for key in ("demander", "epreuve", "jouer"):
        complete_activity(enrolment=enrolment, activity_key=key, at=at)
    assert news == ["demander", "epreuve", "jouer", "course"]
    assert next_step(enrolment) is None


def test_what_is_done_stays_done(enrolment, at):
    complete_activity(enrolment=enrolment, activity_key="epreuve", at=at)
    mark_not_yet(enrolment=enrolment, activity_key="epreuve", at=at)
    start_activity(enrolment=enrolment, activity_key="epreuve", at=at)
    assert state(enrolment, "epreuve") == "completed"


def test_not_yet_may_become_done(enrolment, at):
    mark_not_yet(enrolment=enrolment, activity_key="epreuve", at=at)
    assert state(enrolment, "epreuve") == "not_yet"
    complete_activity(enrolment=enrolment, activity_key="epreuve", at=at)
    assert state(enrolment, "epreuve") == "completed"


def test_an_activity_of_another_course_is_refused(enrolment, at):
    for action in (start_activity, complete_activity, mark_not_yet):
        with pytest.raises(ValidationError):
            action(enrolment=enrolment, activity_key="ailleurs", at=at)


def test_what_comes_next(enrolment, cohort, trainer, at):
    def ahead():
        step = next_step(enrolment)
        return step.activity.key, step.state

    assert ahead() == ("demander", "todo")
    start_activity(enrolment=enrolment, activity_key="demander", at=at)
    assert ahead() == ("demander", "started")
    complete_activity(enrolment=enrolment, activity_key="demander", at=at)
    assert ahead() == ("jouer", "todo")
    complete_activity(enrolment=enrolment, activity_key="jouer", at=at)
    assert ahead() == ("epreuve", "closed")
    open_activity(cohort=cohort, activity_key="epreuve", conditions="in_room", by=trainer, at=at)
    assert ahead() == ("epreuve", "todo")
    mark_not_yet(enrolment=enrolment, activity_key="epreuve", at=at)
    assert ahead() == ("epreuve", "not_yet")


def test_a_session_stays_on_its_version(load, enrolment, at):
    load(course=COURSE.replace("1.0.0", "2.0.0").replace("key: jouer", "key: inventer"))
    keys = [step.activity.key for step in journey(enrolment).steps]
    assert keys == ["demander", "jouer", "epreuve"]


def test_opening_again_changes_the_conditions(cohort, trainer, at):
    open_activity(cohort=cohort, activity_key="epreuve", conditions="in_room", by=trainer, at=at)
    again = open_activity(cohort=cohort, activity_key="epreuve", conditions="alone", by=trainer, at=at)
    assert (again.conditions, cohort.openings.count()) == ("alone", 1)
    closed = close_activity(cohort=cohort, activity_key="epreuve", by=trainer, at=at)
    assert closed.closed_at == at
    with pytest.raises(ValidationError):
        close_activity(cohort=cohort, activity_key="epreuve", by=trainer, at=at)


@pytest.mark.parametrize(("key", "conditions"), [("demander", "in_room"), ("absente", "alone"), ("epreuve", "asleep")])
def test_only_a_protected_activity_is_opened_under_known_conditions(cohort, trainer, at, key, conditions):
    with pytest.raises(ValidationError):
        open_activity(cohort=cohort, activity_key=key, conditions=conditions, by=trainer, at=at)


class TestScreens:
    @pytest.fixture
    def client(self, enrolment, as_person):
        return as_person(enrolment.person)

    def at(self, name, enrolment, key="demander"):
        return reverse(name, args=[enrolment.pk, key])

    def test_done_leads_to_the_next_lesson_and_starts_it(self, client, enrolment):
        for _ in range(2):
            answer = client.post(self.at("activity-done", enrolment))
            assert answer.url == self.at("activity-open", enrolment, "jouer")
        assert (state(enrolment, "demander"), state(enrolment, "jouer")) == ("completed", "started")

    def test_the_easy_version_is_kept_on_the_way(self, client, enrolment):
        page = client.get(self.at("activity-open", enrolment), {"lecture": "facile"})
        assert "Un mot simple" in page.content.decode()
        answer = client.post(self.at("activity-done", enrolment), {"lecture": "facile"})
        assert answer.url == self.at("activity-open", enrolment, "jouer") + "?lecture=facile"

    def test_reading_changes_nothing(self, client, enrolment):
        for name in ("trainee-home", "enrolment-detail", "activity-open"):
            args = {"trainee-home": [], "enrolment-detail": [enrolment.pk]}.get(name, [enrolment.pk, "demander"])
            assert client.get(reverse(name, args=args)).status_code == 200
        assert client.get(self.at("activity-done", enrolment)).status_code == 405
        assert not Progress.objects.exists()

    def test_a_protected_activity_waits_for_the_trainer(self, client, enrolment, cohort, trainer, at):
        page = client.get(self.at("activity-open", enrolment, "epreuve")).content.decode()
        assert "ouvrira cette épreuve" in page
        assert "<strong>mot</strong>" not in page
        client.post(self.at("activity-start", enrolment, "epreuve"))
        client.post(self.at("activity-done", enrolment, "epreuve"))
        assert not Progress.objects.exists()
        open_activity(cohort=cohort, activity_key="epreuve", conditions="alone", by=trainer, at=at)
        assert "<strong>mot</strong>" in client.get(self.at("activity-open", enrolment, "epreuve")).content.decode()

    def test_the_end_is_said(self, client, enrolment, at):
        for key in ("jouer", "epreuve"):
            complete_activity(enrolment=enrolment, activity_key=key, at=at)
        answer = client.post(self.at("activity-done", enrolment), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("trainee-home")
        assert "tout terminé" in answer.content.decode()

    def test_home_says_what_comes_next(self, client, enrolment):
        page = client.get(reverse("trainee-home")).content.decode()
        assert "Bonjour Inès" in page
        assert "Demander avant" in page
        assert self.at("activity-start", enrolment) in page

    def test_home_without_a_session_says_what_to_do(self, make_trainer, as_person):
        page = as_person(make_trainer(None, name="Sans")).get(reverse("trainee-home"))
        assert reverse("join-code") in page.content.decode()

    def test_nobody_enters_the_course_of_somebody_else(self, enrolment, join, as_person, trainer, client):
        other = join(given_name="Malo")
        for person in (other.person, trainer):
            for name in ("activity-open", "activity-done", "activity-start"):
                url = self.at(name, enrolment)
                answer = as_person(person).get(url) if name == "activity-open" else as_person(person).post(url)
                assert answer.status_code == 404
            assert as_person(person).get(reverse("enrolment-detail", args=[enrolment.pk])).status_code == 404
        assert client.get(self.at("activity-open", enrolment, "absente")).status_code == 404

    def test_a_stranger_is_sent_to_the_return_page(self, enrolment):
        answer = Client().get(self.at("activity-open", enrolment))
        assert answer.url.startswith(reverse("person-return"))

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_home_asks_little_of_the_database(
        self, client, enrolment, sessions, make_cohort, at, django_assert_num_queries, no_panels
    ):
        for number in range(1, sessions):
            enrol_person(cohort=make_cohort(name=f"Session {number}"), person=enrolment.person, at=at)
        client.get(reverse("trainee-home"))
        with django_assert_num_queries(5):
            client.get(reverse("trainee-home"))
