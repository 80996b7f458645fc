"""A certificate to be earned that no course proposed."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import QuizActivity
from certificates.models import Achievement, AchievementVersion
from certificates.queries.certifier import proposals_for
from courses.models import Course, CourseVersion
from curriculum.models import Framework
from tests.certificates.conftest import AT, World, body, member, publish
from tests.certificates.screens import client_of, words_on

NEW = reverse("achievement-create")


@pytest.fixture
def studio(world: World) -> World:
    """The world, with a course whose exam anyone who certifies may ask for, and which proposes a certificate itself."""
    course = Course.objects.create(slug="radio", owner=world.certifier_body, visibility="public")
    version = CourseVersion.objects.create(
        course=course,
        number=1,
        label="1.0.0",
        framework_version=world.version.framework_version,
        title="Radio",
        certificate={"slug": "radio", "label": "1.0", "title": "Radio"},
    )
    module = version.modules.create(position=1, title="Module", key="module")
    facts = {"module": module, "position": 1, "key": "epreuve", "title": "L'épreuve", "minutes": 20}
    QuizActivity.objects.create(course_version=version, assessment=world.exam.assessment, **facts)
    publish(version)
    world.course = course
    return world


def typed(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Animer une radio en ligne",
        "summary": "Préparer, dire, publier.",
        "framework_version": str(world.version.framework_version_id),
        "assessment": f"{world.course.pk}:epreuve",
        "issuing": "automatic",
        "validity_months": "24",
        "needs_supervision": "on",
        **changes,
    }


def test_the_list_leads_to_the_form_and_the_form_to_the_lines(studio: World) -> None:
    client = client_of(studio.certifier)
    assert f'href="{NEW}"' in words_on(client.get(reverse("achievement-list")))
    response = client.post(NEW, typed(studio))
    version = AchievementVersion.objects.get(state="draft")
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("achievement-statements", args=["animer-une-radio-en-ligne"]),
    )
    assert (version.achievement.owner, version.number, version.label) == (studio.certifier_body, 1, "1.0")
    assert (version.title, version.issuing, version.validity_months, version.needs_supervision) == (
        "Animer une radio en ligne",
        "automatic",
        24,
        True,
    )
    assert (version.course, version.activity_key, version.targets.count()) == (studio.course, "epreuve", 0)


def test_without_a_line_it_is_not_published_and_the_check_leads_to_the_lines(studio: World) -> None:
    client = client_of(studio.certifier)
    client.post(NEW, typed(studio))
    slug = "animer-une-radio-en-ligne"
    version = AchievementVersion.objects.get(state="draft")
    told = client.post(reverse("achievement-publish", args=[slug]), {"edit_token": version.edit_token}, follow=True)
    assert "Écrivez au moins une ligne « sait … »." in words_on(told)
    page = words_on(client.get(reverse("achievement-check", args=[slug])))
    assert f'href="{reverse("achievement-statements", args=[slug])}"' in page
    assert AchievementVersion.objects.get(pk=version.pk).state == "draft"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Ce champ est obligatoire."),
        ({"title": "???"}, "Écrivez un titre avec des lettres."),
        ({"framework_version": "x"}, "Choisissez un référentiel de la liste."),
        ({"framework_version": ""}, "Ce champ est obligatoire."),
        ({"assessment": "x:y"}, "Choisissez une épreuve de la liste."),
        ({"validity_months": "0"}, "Assurez-vous que cette valeur est supérieure ou égale à 1."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(studio: World, wrong: dict[str, str], said: str) -> None:
    response = client_of(studio.certifier).post(NEW, typed(studio, **wrong))
    page = words_on(response)
    assert (response.status_code, said in page, "Préparer, dire, publier." in page) == (200, True, True)
    assert AchievementVersion.objects.filter(state="draft").count() == 0


def test_a_title_makes_an_address_that_nobody_has(studio: World) -> None:
    stranger = body("Ligue des Ormes", "ligue-des-ormes", certifies=True)
    Achievement.objects.create(slug="animer-une-radio-en-ligne", owner=stranger)
    client = client_of(studio.certifier)
    client.post(NEW, typed(studio))
    client.post(NEW, typed(studio, title="New"))
    client.post(NEW, typed(studio, title="日本"))
    assert sorted(AchievementVersion.objects.filter(state="draft").values_list("achievement__slug", flat=True)) == [
        "animer-une-radio-en-ligne-2",
        "certificat",
        "new-2",
    ]


def test_a_second_click_makes_no_second_draft(studio: World) -> None:
    client = client_of(studio.certifier)
    client.post(NEW, typed(studio))
    page = words_on(client.post(NEW, typed(studio)))
    assert "Un brouillon porte déjà ce titre" in page
    assert AchievementVersion.objects.filter(state="draft").count() == 1


def test_the_proposal_of_the_course_stays_open(studio: World) -> None:
    other = body("Ligue des Ormes", "ligue-des-ormes", certifies=True)
    olga = member("olga", "Olga Ormes", other, "certifier")
    Framework.objects.update(visibility="public")
    client_of(olga).post(NEW, typed(studio, title="Radio"))
    made = AchievementVersion.objects.get(state="draft")
    assert (made.achievement.slug, made.achievement.owner) == ("radio-2", other)
    assert [course.certificate["slug"] for course in proposals_for(olga)] == ["radio"]


def test_who_certifies_for_two_says_in_whose_name(studio: World) -> None:
    other = body("Ligue des Ormes", "ligue-des-ormes", certifies=True)
    other.memberships.create(person=studio.certifier, role="certifier", since=AT)
    client = client_of(studio.certifier)
    assert "Au nom de" in words_on(client.get(NEW))
    client.post(NEW, typed(studio, owner=str(other.pk)))
    assert AchievementVersion.objects.get(state="draft").achievement.owner == other
    page = words_on(client.post(NEW, typed(studio, owner="x", title="Autre")))
    assert "Choisissez un organisme de la liste." in page


def test_a_private_course_or_framework_of_others_is_not_on_offer(studio: World) -> None:
    other = body("Ligue des Ormes", "ligue-des-ormes", certifies=True)
    olga = member("olga", "Olga Ormes", other, "certifier")
    Course.objects.update(visibility="private")
    page = words_on(client_of(olga).get(NEW))
    assert (studio.version.framework_version.label in page, "L'épreuve" in page) == (False, False)
    client_of(olga).post(NEW, typed(studio))
    assert AchievementVersion.objects.filter(state="draft").count() == 0
