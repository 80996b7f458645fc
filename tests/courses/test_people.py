"""Who is who in a session, who may see them, and how they are forgotten."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from courses.actions import IdentityEntry, complete_activity, confirm_identities, enrol_person
from courses.models import Enrolment, IdentityCheck
from courses.queries import identity_of
from people.actions import erase_person, export_person
from people.models import Person


@pytest.fixture
def client(trainer, as_person):
    return as_person(trainer)


class TestIdentities:
    def tick(self, enrolment, **changes):
        facts = {"seen": "on", "given_name": "Inès", "family_name": "Martin", "seen_as": "document"} | changes
        return {f"{enrolment.pk}-{name}": value for name, value in facts.items() if value is not None}

    def post(self, client, cohort, **data):
        return client.post(reverse("cohort-identities", args=[cohort.pk]), data)

    def test_mickey_unticked_stays_unconfirmed(self, client, cohort, enrolment, join, trainer):
        mickey = join("Mickey", "Mouse")
        self.post(client, cohort, **self.tick(enrolment), **self.tick(mickey, seen=None, given_name="", seen_as="zzz"))
        assert identity_of(enrolment).by == trainer
        assert identity_of(mickey) is None

    def test_the_name_of_the_document_counts(self, client, cohort, enrolment):
        self.post(client, cohort, **self.tick(enrolment, given_name=" Inès  Marie ", family_name="Martin-Roy"))
        assert identity_of(enrolment).name == "Inès Marie Martin-Roy"

    def test_the_same_list_twice_changes_nothing(self, client, cohort, enrolment):
        for _ in range(2):
            self.post(client, cohort, **self.tick(enrolment))
        assert IdentityCheck.objects.count() == 1

    def test_a_correction_is_a_new_row(self, client, cohort, enrolment):
        self.post(client, cohort, **self.tick(enrolment))
        self.post(client, cohort, **self.tick(enrolment, given_name="Agnès"))
        assert identity_of(enrolment).given_name == "Agnès"
        assert IdentityCheck.objects.count() == 2

    def test_one_bad_line_confirms_nobody(self, client, cohort, enrolment, join):
        other = join("Malo")
        page = self.post(client, cohort, **self.tick(enrolment), **self.tick(other, given_name="123"))
        assert page.status_code == 200
        assert "À corriger" in page.content.decode()
        assert not IdentityCheck.objects.exists()

    def test_nobody_confirms_their_own_identity(self, cohort, trainer, at):
        own = enrol_person(cohort=cohort, person=trainer, at=at)
        with pytest.raises(ValidationError):
            confirm_identities(cohort=cohort, entries=[IdentityEntry(own, "N", "L", "known")], by=trainer, at=at)

    def test_a_person_of_another_session_is_refused(self, cohort, make_cohort, enrolment, trainer, at):
        elsewhere = make_cohort(name="Autre")
        with pytest.raises(ValidationError):
            confirm_identities(
                cohort=elsewhere, entries=[IdentityEntry(enrolment, "I", "M", "known")], by=trainer, at=at
            )

    def test_a_check_is_never_changed(self, client, cohort, enrolment):
        self.post(client, cohort, **self.tick(enrolment))
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentityCheck.objects.update(given_name="Autre")


class TestOneTrainee:
    def page(self, cohort, enrolment, name="enrolment-view"):
        return reverse(name, args=[cohort.pk, enrolment.pk])

    def test_the_trainer_sees_what_was_done(self, client, cohort, enrolment, at):
        complete_activity(enrolment=enrolment, activity_key="demander", at=at)
        text = client.get(self.page(cohort, enrolment)).content.decode()
        assert "1 activité terminée sur 3" in text

    def test_a_new_card_replaces_the_old_one(self, client, cohort, enrolment):
        old = enrolment.person.password
        answer = client.post(self.page(cohort, enrolment, "enrolment-card"))
        pin = answer.context["card"].pin
        enrolment.person.refresh_from_db()
        assert enrolment.person.password != old
        assert enrolment.person.check_password(pin)
        assert "no-store" in answer["Cache-Control"]

    def test_staff_who_follow_a_course_get_no_card(self, client, cohort, trainer, at):
        own = enrol_person(cohort=cohort, person=trainer, at=at)
        assert client.post(self.page(cohort, own, "enrolment-card")).status_code == 302


class TestAccess:
    PAGES = ("cohort-detail", "cohort-poster", "cohort-matrix", "cohort-identities")
    POSTS = ("cohort-close", "cohort-opening", "enrolment-card")

    def urls(self, cohort, enrolment):
        one = [reverse("enrolment-view", args=[cohort.pk, enrolment.pk])]
        return [reverse(name, args=[cohort.pk]) for name in self.PAGES] + one

    def posts(self, cohort, enrolment):
        args = {"cohort-opening": [cohort.pk, "epreuve"], "enrolment-card": [cohort.pk, enrolment.pk]}
        return [reverse(name, args=args.get(name, [cohort.pk])) for name in self.POSTS]

    @pytest.mark.parametrize("role", ["trainer", "administrator"])
    def test_colleagues_of_the_body_may(self, cohort, enrolment, body, make_trainer, as_person, role):
        client = as_person(make_trainer(body, name="Claude", role=role))
        assert [client.get(url).status_code for url in self.urls(cohort, enrolment)] == [200] * 5

    def test_others_find_nothing(self, cohort, enrolment, body, make_body, make_trainer, as_person):
        strangers = [
            make_trainer(make_body("Ailleurs"), name="Bob"),
            make_trainer(body, name="Auteur", role="author"),
            make_trainer(None, name="Charlie"),
            enrolment.person,
        ]
        for person in strangers:
            client = as_person(person)
            assert [client.get(url).status_code for url in self.urls(cohort, enrolment)] == [404] * 5
            assert [client.post(url).status_code for url in self.posts(cohort, enrolment)] == [404] * 3

    def test_an_enrolment_is_not_reached_through_another_session(self, client, cohort, enrolment, make_cohort):
        other = make_cohort(name="Autre")
        assert client.get(reverse("enrolment-view", args=[other.pk, enrolment.pk])).status_code == 404

    def test_only_who_trains_has_a_list(self, make_trainer, as_person, enrolment, body):
        for person in (enrolment.person, make_trainer(None, name="Charlie"), make_trainer(body, "Au", role="author")):
            client = as_person(person)
            assert client.get(reverse("cohort-list")).status_code == 404
            assert client.get(reverse("cohort-create")).status_code == 404

    def test_the_anonymous_sign_in(self, cohort, enrolment):
        for url in self.urls(cohort, enrolment):
            assert Client().get(url).url.startswith(reverse("account_login"))


class TestErasure:
    def test_names_go_and_progress_stays_of_nobody(self, client, cohort, enrolment, trainer, at):
        complete_activity(enrolment=enrolment, activity_key="demander", at=at)
        entry = IdentityEntry(enrolment, "Inès", "Martin", "document")
        confirm_identities(cohort=cohort, entries=[entry], by=trainer, at=at)
        assert (
            export_person(enrolment.person)["rooms"]["courses"]["sessions"][0]["identity"][0]["name"] == "Inès Martin"
        )
        erase_person(person=enrolment.person, by=None, at=at)
        enrolment.refresh_from_db()
        assert not IdentityCheck.objects.exists()
        assert enrolment.left_at == at
        assert enrolment.progress.count() == 1
        for url in TestAccess().urls(cohort, enrolment):
            assert "Martin" not in client.get(url).content.decode()


def test_the_list_of_a_very_large_session_can_be_sent(client, cohort, at):
    people = Person.objects.bulk_create(
        Person(username=f"zoe-{number}", given_name="Zoé", family_name="Roy", secret_kind="pin")
        for number in range(340)
    )
    Enrolment.objects.bulk_create(Enrolment(cohort=cohort, person=person, joined_at=at) for person in people)
    lines = {}
    for enrolment in Enrolment.objects.filter(cohort=cohort):
        lines |= {f"{enrolment.pk}-{name}": "x" for name in ("given_name", "family_name", "seen_as")}
    assert client.post(reverse("cohort-identities", args=[cohort.pk]), lines).status_code == 302
