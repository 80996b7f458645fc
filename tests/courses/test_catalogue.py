"""Free reading, without an account."""

from django.urls import reverse

from content.versions import Visibility
from courses.models import Course


def test_the_catalogue_shows_published_public_courses(client, version):
    page = client.get(reverse("course-list"))
    assert [(entry.title, entry.minutes, entry.activity_count) for entry in page.context["versions"]] == [
        ("Photos d'un groupe", 35, 3)
    ]


def test_a_draft_and_a_private_course_are_not_found(client, load):
    load(publish=False)
    assert not client.get(reverse("course-list")).context["versions"]
    assert client.get(reverse("course-detail", args=["photos"])).status_code == 404


def test_a_private_course_is_read_by_its_owners_only(
    client, version, body, trainer, as_person, make_body, make_trainer
):
    Course.objects.update(visibility=Visibility.PRIVATE, owner=body)
    url = reverse("course-detail", args=["photos"])
    stranger = make_trainer(make_body("Ailleurs"), name="Bob")
    assert [client.get(url).status_code, as_person(stranger).get(url).status_code] == [404, 404]
    assert as_person(trainer).get(url).status_code == 200


def test_the_course_says_what_one_can_do_afterwards(client, version):
    page = client.get(reverse("course-detail", args=["photos"]))
    assert page.context["abilities"][0] == {"text": "sait demander", "competency": "1.1", "level": "De base"}
    assert page.context["minutes"] == 35


def test_a_lesson_is_read_with_its_easy_version_kept_on_the_way(client, version):
    url = reverse("course-activity", args=["photos", "demander"])
    assert "<strong>mot</strong>" in client.get(url).content.decode()
    easy = client.get(url, {"lecture": "facile"}).content.decode()
    assert "Un mot simple" in easy
    assert reverse("course-activity", args=["photos", "jouer"]) + "?lecture=facile" in easy


def test_a_protected_activity_shows_nothing_of_what_it_holds(client, version):
    page = client.get(reverse("course-activity", args=["photos", "epreuve"])).content.decode()
    assert "se passe dans une session" in page
    assert "<strong>mot</strong>" not in page


def test_what_does_not_exist_is_not_found(client, version):
    for url in ("/courses/absent/", "/courses/photos/absente/"):
        assert client.get(url).status_code == 404


def test_the_catalogue_asks_the_database_once(client, version, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("course-list"))
    with django_assert_num_queries(3):
        client.get(reverse("course-detail", args=["photos"]))
