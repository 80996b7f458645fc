"""Panels of certificates on the screens of trainees and trainers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from certificates.actions import propose_achievement, publish_achievement
from certificates.models import Authorisation
from certificates.queries.cohorts import certificates_of
from certificates.queries.waiting import earned_by, waiting_for
from courses.models import Enrolment
from people.choices import Role
from people.models import Person
from people.registries import slots
from tests.certificates.conftest import AT, World, body, member
from tests.certificates.screens import client_of, words_on
from tests.certificates.strands import strand


def panel(name: str, viewer: Person, **subject: Any) -> str:
    request = RequestFactory().get("/")
    request.user = viewer
    engine = engines["django"]
    ours = [entry for entry in slots.panels[name] if entry.template.startswith("certificates/")]
    contexts = [(entry.template, entry.context(request, **subject)) for entry in ours]
    shown = [engine.get_template(path).render(extra, request) for path, extra in contexts if extra is not None]
    return "".join(shown).replace("\u00a0", " ").replace("\u2019", "'")


def test_a_trainee_whose_certificate_is_signed_downloads_it_from_their_home(world: World) -> None:
    enrolment = world.passed("Inès Benali")
    [award] = world.sign(enrolment)
    shown = panel("trainee-home", enrolment.person, enrolment=enrolment, journey=None)
    for piece in ("Votre certificat est prêt", reverse("award-pdf", args=[award.public_id]), "L'ajouter à mon livret"):
        assert piece in shown


def test_a_trainee_is_told_what_their_certificate_waits_for(world: World) -> None:
    mickey = world.passed("Mickey Souris", identified=False)
    assert "doit confirmer votre identité" in panel("trainee-home", mickey.person, enrolment=mickey)
    ready = world.passed("Inès Benali")
    assert "Il reste la signature de Fédération des Pins" in panel("trainee-home", ready.person, enrolment=ready)
    Authorisation.objects.all().delete()
    shown = panel("trainee-home", ready.person, enrolment=ready)
    assert "Votre organisme doit d'abord être habilité par Fédération des Pins" in shown


def test_who_has_not_passed_sees_no_panel(world: World) -> None:
    enrolment = world.enrol("Noé Petit")
    attempt = world.attempt(enrolment, success=False)
    assert panel("trainee-home", enrolment.person, enrolment=enrolment) == ""
    assert panel("trainee-home", enrolment.person, enrolment=None) == ""
    assert panel("attempt-result", enrolment.person, subject=attempt) == ""


def test_the_result_of_a_passed_exam_says_what_comes_next(world: World) -> None:
    enrolment = world.passed("Inès Benali")
    attempt = enrolment.attempts.get()
    assert "Il reste la signature" in panel("attempt-result", enrolment.person, subject=attempt)
    world.sign(enrolment)
    assert "Télécharger mon certificat" in panel("attempt-result", enrolment.person, subject=attempt)


def test_a_withdrawn_certificate_is_no_longer_offered(world: World) -> None:
    enrolment = world.passed("Inès Benali")
    [award] = world.sign(enrolment)
    world.revoke(award, "Erreur")
    assert "Télécharger" not in panel("trainee-home", enrolment.person, enrolment=enrolment)
    page = words_on(client_of(enrolment.person).get(reverse("award-list")))
    assert ("Il ne peut plus servir" in page, "Télécharger" in page) == (True, False)


def test_the_trainer_sees_the_certificate_of_one_trainee_or_what_it_waits_for(world: World) -> None:
    enrolment = world.passed("Inès Benali", identified=False)
    assert "Identité pas encore confirmée" in panel("trainee-detail", world.trainer, subject=enrolment)
    world.identify(enrolment, "Inès Benali")
    [award] = world.sign(enrolment)
    assert award.number in panel("trainee-detail", world.trainer, subject=enrolment)


def test_the_trainer_of_a_session_is_told_to_ask_for_the_authorisation(make_world: Callable[..., World]) -> None:
    world = make_world(authorised=False)
    world.passed("Inès Benali")
    page = words_on(client_of(world.trainer).get(reverse("cohort-detail", args=[world.cohort.pk])))
    assert "Demandez l'habilitation à Fédération des Pins" in page


def test_a_certifier_who_never_authorised_the_body_is_not_mentioned(world: World) -> None:
    stranger = body("Réseau Autre", "autre", certifies=True, trains=False)
    by = member("autre", "Alix Autre", stranger, Role.CERTIFIER)
    version = propose_achievement(course_version=world.cohort.course_version, owner=stranger, by=by, at=AT)
    publish_achievement(version=version, by=by, at=AT)
    enrolment = world.passed("Inès Benali")
    address = reverse("cohort-detail", args=[world.cohort.pk])
    for page in (
        panel("trainee-home", enrolment.person, enrolment=enrolment),
        words_on(client_of(enrolment.person).get(reverse("award-list"))),
        words_on(client_of(world.trainer).get(address)),
    ):
        assert ("Fédération des Pins" in page, "Réseau Autre" in page) == (True, False)
    world.sign(enrolment)
    assert waiting_for(enrolment.person) == []
    Authorisation.objects.all().delete()
    page = words_on(client_of(world.trainer).get(address))
    assert ("Fédération des Pins" in page, "Réseau Autre" in page) == (True, True)


def test_the_session_counts_agree_with_the_certifier_s_list(world: World) -> None:
    signed, ready = world.passed("Inès Benali"), world.passed("Noé Petit")
    world.passed("Mickey Souris", identified=False)
    world.sign(signed)
    identities = {check.enrolment_id: check for one in (signed, ready) for check in one.identity_checks.all()}
    cohort = type(world.cohort).objects.select_related("organisation", "course_version__course").get()
    [counts] = certificates_of(cohort, identities, AT)
    assert (counts.authorised, counts.signed, counts.ready, counts.identity) == (True, 1, 1, 1)


def test_my_certificates_shows_what_is_held_and_what_is_on_its_way(world: World) -> None:
    award = world.award("Inès Benali")
    person = award.holder.person
    page = words_on(client_of(person).get(reverse("award-list")))
    for piece in (award.number, "Télécharger mon certificat", "Montrer le QR code", "L'ajouter à mon livret"):
        assert piece in page
    mickey = world.passed("Mickey Souris", identified=False)
    page = words_on(client_of(mickey.person).get(reverse("award-list")))
    assert ("Votre certificat est en attente" in page, award.number in page) == (True, False)
    assert [one.blocked for one in waiting_for(mickey.person)] == ["identity"]
    empty = words_on(client_of(world.enrol("Noé Petit").person).get(reverse("award-list")))
    assert "Pas encore de certificat" in empty


@pytest.mark.parametrize("others", [0, 3])
def test_panels_and_my_certificates_cost_little(
    world: World, others: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    mine = world.passed("Inès Benali")
    for number in range(others):
        world.passed(f"Noé Petit {number}x")
    enrolment = Enrolment.objects.select_related("cohort__course_version__course", "cohort__organisation").get(
        pk=mine.pk
    )
    with django_assert_num_queries(4):
        earned_by(enrolment, AT)
    world.sign(mine)
    with django_assert_num_queries(2):
        earned_by(enrolment, AT)
    client = client_of(mine.person)
    client.post(
        reverse("record-open"), {"award": mine.person.held_awards.get().award.public_id, "strand": strand(world).pk}
    )
    with django_assert_num_queries(12):
        client.get(reverse("award-list"))
