"""The invented people of the demonstration are where they are said to be, and stay there."""

import pytest
from django.apps import apps

from certificates.choices import Block, Standing
from certificates.models import AchievementVersion, Award
from certificates.queries import candidates, verdict_of
from courses.models import Cohort, Enrolment, Progress
from courses.queries import journey
from operations.actions.demo import hand_out_keys, load_library, seed_demonstration, shown_in_demonstration
from operations.actions.demo.people import SESSION, STAFF, TRAINEES, Stage
from people.models import Organisation, Person
from people.queries import person_with_pin
from tests.operations.conftest import NOW

pytestmark = pytest.mark.usefixtures("demonstration")


def enrolment_at(stage: Stage) -> Enrolment:
    trainee = next(trainee for trainee in TRAINEES if trainee.stage == stage)
    return Enrolment.objects.get(person__given_name=trainee.given_name, cohort__name=SESSION)


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_a_second_run_changes_nothing():
    before, versions = rows(), list(Award.objects.values_list("pk", "number"))
    assert seed_demonstration(at=NOW) is False
    assert load_library(at=NOW) == 0
    assert rows() == before
    assert list(Award.objects.values_list("pk", "number")) == versions


def test_everybody_is_invented_and_says_so():
    assert Enrolment.objects.filter(cohort__name=SESSION).count() == 12
    assert not Person.objects.filter(is_demo=False).exists()
    assert {body.slug for body in Organisation.objects.filter(is_demo=False)} == {"volet"}


def test_nobody_has_done_more_than_their_stage():
    assert not Progress.objects.filter(enrolment=enrolment_at(Stage.ARRIVED)).exists()
    reading = journey(enrolment_at(Stage.IN_SECOND_LESSON))
    assert [step.activity.key for step in reading.steps if step.state == "completed"] == ["photographier-un-groupe"]
    waiting = Progress.objects.filter(enrolment=enrolment_at(Stage.WAITING_FOR_OPENING))
    assert set(waiting.values_list("state", flat=True)) == {"completed"}
    assert "epreuve" not in waiting.values_list("activity_key", flat=True)


def test_the_certifier_sees_who_is_ready_and_why_the_others_wait():
    version, cohort = AchievementVersion.objects.get(), Cohort.objects.get(name=SESSION)
    lines = {line.enrolment.person.given_name: line for line in candidates(cohort, version, NOW)}
    ready = {name for name, line in lines.items() if line.ready}
    assert ready == {trainee.given_name for trainee in TRAINEES if trainee.stage == Stage.READY}
    assert lines["Mickey"].blocked == Block.IDENTITY
    assert lines["Mickey"].award is None


def test_certificates_stand_as_their_stories_say():
    standings = {award.holder.name: verdict_of(award, NOW) for award in Award.objects.all()}
    assert standings == {
        "Zoé Marchand": Standing.VALID,
        "Emma Çelik-Söderström": Standing.VALID,
        "Hugo Petit-Jean": Standing.CORRECTED,
        "Hugo Petitjean": Standing.VALID,
        "Léo Fontaine": Standing.REVOKED,
    }
    assert enrolment_at(Stage.IN_RECORD).person.training_records.get().annexes.count() == 1


def test_keys_are_drawn_once_and_kept_for_the_owner_alone(settings):
    keys = hand_out_keys(at=NOW)
    path = settings.VOLET_KEYS / "demonstration.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert hand_out_keys(at=NOW) == keys
    assert set(keys.passwords) == {staff.email for staff in STAFF}
    for email, password in keys.passwords.items():
        assert Person.objects.get(email=email).check_password(password)
    for username, pin in keys.pins.items():
        assert person_with_pin(username, pin) is not None


def test_new_keys_end_the_old_ones():
    old = hand_out_keys(at=NOW)
    new = hand_out_keys(at=NOW, renew=True)
    email, username = STAFF[0].email, next(iter(old.pins))
    assert new.passwords[email] != old.passwords[email]
    assert not Person.objects.get(email=email).check_password(old.passwords[email])
    assert new.pins[username] == old.pins[username] or person_with_pin(username, old.pins[username]) is None


def test_what_is_printed_leads_somewhere(client):
    shown = shown_in_demonstration()
    assert client.get(shown.join_path).status_code == 200
    assert client.get(shown.award_path).status_code == 200
    assert set(hand_out_keys(at=NOW).pins) == {username for _title, username in shown.trainees}
