"""Certificates to be earned on screen: taken up from a course, worded, published, authorised."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from certificates.actions import Wording, authorise, edit_achievement
from certificates.models import Achievement, AchievementVersion, Authorisation
from people.choices import Role
from people.models import Organisation, Person
from tests.certificates.conftest import AT, World, body, member
from tests.certificates.screens import client_of, words_on


@pytest.fixture
def newcomer(world: World) -> Person:
    """A certifier of another organisation, who has taken up nothing yet."""
    world.course.visibility = "public"
    world.course.save()
    return member("autre", "Alix Autre", body("Réseau Autre", "autre", certifies=True, trains=False), Role.CERTIFIER)


def propose(world: World, person: Person) -> AchievementVersion:
    course = world.cohort.course_version
    client_of(person).post(reverse("achievement-propose"), {"course": str(course.pk)})
    return AchievementVersion.objects.get(achievement__owner__memberships__person=person)


def form_of(version: AchievementVersion, **changes: Any) -> dict[str, Any]:
    data = {"title": version.title, "summary": version.summary, "edit_token": version.edit_token}
    data |= {f"statement-{target.pk}": target.statement for target in version.targets.all()}
    return {**data, **changes}


def test_a_certifier_takes_up_what_a_published_course_proposes(world: World, newcomer: Person) -> None:
    page = words_on(client_of(newcomer).get(reverse("achievement-list")))
    assert "Relire la proposition" in page
    version = propose(world, newcomer)
    assert (version.state, version.targets.count(), version.achievement.owner.slug) == ("draft", 5, "autre")
    page = words_on(client_of(newcomer).get(reverse("achievement-list")))
    assert ("Relire la proposition" in page, "Brouillon à publier" in page) == (False, True)


def test_the_draft_is_worded_then_published_and_then_stays(world: World, newcomer: Person) -> None:
    version, client = propose(world, newcomer), client_of(newcomer)
    address = reverse("achievement-detail", args=[version.achievement.slug])
    first = version.targets.first()
    assert first is not None
    changes = {
        "title": "Images, version courte",
        "validity_months": "36",
        f"statement-{first.pk}": "sait photographier",
    }
    client.post(address, form_of(version, **changes))
    version.refresh_from_db()
    first.refresh_from_db()
    assert (version.title, version.validity_months, first.statement) == (
        "Images, version courte",
        36,
        "sait photographier",
    )
    publish = reverse("achievement-publish", args=[version.achievement.slug])
    page = words_on(client.post(publish, {"edit_token": version.edit_token}, follow=True))
    version.refresh_from_db()
    assert (version.state, "Publiée le" in page) == ("published", True)
    client.post(address, form_of(version, title="Autre chose"))
    version.refresh_from_db()
    assert version.title == "Images, version courte"


def test_publishing_what_a_colleague_changed_meanwhile_is_refused(world: World, newcomer: Person) -> None:
    version, client = propose(world, newcomer), client_of(newcomer)
    read = version.edit_token
    client.post(reverse("achievement-detail", args=[version.achievement.slug]), form_of(version, title="Autre titre"))
    publish = reverse("achievement-publish", args=[version.achievement.slug])
    page = words_on(client.post(publish, {"edit_token": read}, follow=True))
    version.refresh_from_db()
    assert ("a changé depuis que vous" in page, version.state) == (True, "draft")


def test_of_two_authors_the_second_is_told_and_keeps_what_they_typed(world: World, newcomer: Person) -> None:
    version, client = propose(world, newcomer), client_of(newcomer)
    address = reverse("achievement-detail", args=[version.achievement.slug])
    stale = form_of(version, title="Mon titre à moi")
    client.post(address, form_of(version, title="Le titre de l'autre"))
    page = words_on(client.post(address, stale))
    version.refresh_from_db()
    assert ("Une autre personne a modifié" in page, "Mon titre à moi" in page) == (True, True)
    assert version.title == "Le titre de l'autre"


def test_an_empty_statement_or_title_is_refused(world: World, newcomer: Person) -> None:
    version, client = propose(world, newcomer), client_of(newcomer)
    first = version.targets.first()
    assert first is not None
    for changes in ({"title": ""}, {f"statement-{first.pk}": " "}, {"validity_months": "0"}):
        page = client.post(reverse("achievement-detail", args=[version.achievement.slug]), form_of(version, **changes))
        assert (page.status_code, "À corriger" in words_on(page)) == (200, True)


def test_only_the_owner_s_certifier_words_a_draft(world: World, newcomer: Person) -> None:
    version = propose(world, newcomer)
    wording = Wording("Titre", "", False, None, {})
    with pytest.raises(PermissionDenied):
        edit_achievement(version=version, wording=wording, edit_token=version.edit_token, by=world.certifier, at=AT)
    with pytest.raises(ValidationError):
        edit_achievement(
            version=world.version, wording=wording, edit_token=world.version.edit_token, by=world.certifier, at=AT
        )


def test_another_certifier_finds_nothing(world: World, newcomer: Person) -> None:
    client, slug = client_of(newcomer), world.version.achievement.slug
    authorisation = Authorisation.objects.get()
    assert client.get(reverse("achievement-detail", args=[slug])).status_code == 404
    assert client.post(reverse("achievement-publish", args=[slug])).status_code == 404
    assert client.post(reverse("authorisation-create", args=[slug])).status_code == 404
    ended = client.post(reverse("authorisation-end", args=[authorisation.pk]), {"ends_on": "2026-03-05"})
    assert ended.status_code == 404
    for name in ("achievement-list",):
        assert client_of(world.trainer).get(reverse(name)).status_code == 404
    proposed = client_of(world.trainer).post(
        reverse("achievement-propose"), {"course": str(world.cohort.course_version.pk)}
    )
    assert (proposed.status_code, Achievement.objects.count()) == (404, 1)


def test_a_body_is_authorised_and_the_authorisation_ends(world: World) -> None:
    client, slug = client_of(world.certifier), world.version.achievement.slug
    other = body("Les Chênes", "les-chenes")
    data = {"organisation": str(other.pk), "starts_on": "2026-03-01", "conditions": "Dans la salle"}
    page = words_on(client.post(reverse("authorisation-create", args=[slug]), data, follow=True))
    made = Authorisation.objects.get(organisation=other)
    assert ("« Les Chênes »" in page, made.conditions) == (True, "Dans la salle")
    client.post(reverse("authorisation-end", args=[made.pk]), {"ends_on": "2026-04-01"})
    made.refresh_from_db()
    assert made.ends_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"organisation": ""}, "À corriger"),
        ({"organisation": "nonsense"}, "Choisissez un organisme de la liste"),
        ({"starts_on": "hier"}, "À corriger"),
        ({"ends_on": "2020-01-01"}, "La date de fin vient avant"),
    ],
)
def test_a_bad_authorisation_is_said_in_words(world: World, changes: dict[str, str], words: str) -> None:
    other = body("Les Chênes", "les-chenes")
    data = {"organisation": str(other.pk), "starts_on": "2026-03-01", **changes}
    address = reverse("authorisation-create", args=[world.version.achievement.slug])
    page = client_of(world.certifier).post(address, data)
    assert (page.status_code, words in words_on(page)) == (200, True)
    assert not Authorisation.objects.filter(organisation=other).exists()


def test_an_authorisation_twice_is_refused_with_its_reason(world: World) -> None:
    data = {"organisation": str(world.training_body.pk), "starts_on": "2026-03-01"}
    address = reverse("authorisation-create", args=[world.version.achievement.slug])
    page = words_on(client_of(world.certifier).post(address, data))
    assert ("déjà habilité" in page, Authorisation.objects.count()) == (True, 1)


def test_a_certifier_of_two_organisations_says_in_whose_name(world: World, newcomer: Person) -> None:
    second = body("Réseau Second", "second", certifies=True, trains=False)
    newcomer.memberships.create(organisation=second, role=Role.CERTIFIER, since=AT)
    client, course = client_of(newcomer), str(world.cohort.course_version.pk)
    assert 'name="owner"' in words_on(client.get(reverse("achievement-list")))
    client.post(reverse("achievement-propose"), {"course": course})
    assert not Achievement.objects.filter(owner=second).exists()
    client.post(reverse("achievement-propose"), {"course": course, "owner": str(second.pk)})
    assert Achievement.objects.filter(owner=second).count() == 1


@pytest.mark.parametrize("bodies", [1, 3])
def test_list_and_detail_cost_the_same_for_one_body_or_three(
    world: World, bodies: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(bodies - 1):
        other: Organisation = body(f"Les Chênes {number}", f"les-chenes-{number}")
        authorise(
            achievement=world.version.achievement,
            organisation=other,
            starts_on=date(2026, 1, 1),
            by=world.certifier,
            at=AT,
        )
    client: Client = client_of(world.certifier)
    with django_assert_num_queries(10):
        client.get(reverse("achievement-list"))
    with django_assert_num_queries(8):
        client.get(reverse("achievement-detail", args=[world.version.achievement.slug]))
