"""Courses are read from files, all or nothing, and what is refused is named by file, line and reason."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from content.packages import PackageError
from courses.actions import discard_draft, publish_course
from courses.models import Activity, ActivityTarget, Course, CourseVersion, LessonText, Module
from courses.queries import current_version, outline
from tests.courses.package import COURSE


@pytest.fixture(autouse=True)
def as_typed():
    """Sentences as the code has them: the French catalogue sets them in French print."""
    with override(None):
        yield


def lines_of(error):
    return [(problem.file, problem.line) for problem in error.value.problems]


def test_a_course_is_loaded_and_published(version):
    assert version.state == "published"
    assert version.digest
    assert [(module.key, [a.key for a in module.activities]) for module in outline(version)] == [
        ("lire", ["demander", "jouer"]),
        ("prouver", ["epreuve"]),
    ]
    assert ActivityTarget.objects.get().competency.code == "1.1"
    assert [line["text"] for line in version.certificate["statements"]] == [
        "sait demander",
        "sait garder",
        "sait effacer",
    ]


def test_the_text_is_rendered_once_when_it_is_loaded(version):
    texts = {text.register: text.html for text in LessonText.objects.filter(lesson__key="demander")}
    assert "<strong>mot</strong>" in texts["standard"]
    assert "Un mot simple" in texts["easy"]


def test_the_same_file_twice_changes_nothing(load, version):
    report = load()
    assert [entry.outcome for entry in report.loaded] == ["unchanged", "unchanged"]
    assert CourseVersion.objects.count() == 1


def test_a_changed_file_under_a_published_label_is_refused(load, version):
    with pytest.raises(PackageError) as error:
        load(lesson="Un autre mot.")
    assert lines_of(error) == [("photos/course.yaml", 3)]
    assert "1.0.0" in error.value.problems[0].reason


def test_a_new_label_supersedes_the_former_version(load, version):
    load(course=COURSE.replace("1.0.0", "1.1.0"))
    version.refresh_from_db()
    assert version.state == "superseded"
    assert [entry.label for entry in CourseVersion.objects.order_by("number")] == ["1.0.0", "1.1.0"]
    assert current_version(version.course).label == "1.1.0"


def test_a_changed_draft_is_replaced(load):
    load(publish=False)
    load(publish=False, lesson="Un autre mot.")
    assert CourseVersion.objects.get().state == "draft"
    assert LessonText.objects.get(lesson__key="demander", register="standard").body == "Un autre mot."


def test_an_unchanged_draft_is_published_when_asked(load):
    load(publish=False)
    load(publish=True)
    assert CourseVersion.objects.get().state == "published"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('competency: "1.1", level: 2', 'competency: "9.9", level: 2', 20, "9.9"),
        ('competency: "1.1", level: 2', 'competency: "1.1", level: 7', 20, "7"),
        ("text: guides/jouer.md", "text: guides/absent.md", 25, "guides/absent.md"),
        ("text: guides/jouer.md", "text: ../../secret.md", 25, "../../secret.md"),
        ("licence: CC", "licens: CC", 7, "licens"),
        ("kind: guide", "kind: film", 22, "film"),
        ("key: jouer", "key: demander", 21, "demander"),
        ("activity: epreuve", "activity: absente", 40, "absente"),
        ("minutes: 5", "minutes: longtemps", 24, "minutes"),
        ('label: "1.0.0"', 'label: "2"', 3, "2"),
        ('framework: {slug: repere, label: "1"}', 'framework: {slug: repere, label: "9"}', 9, "repere 9"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_loaded(load, old, new, line, words):
    with pytest.raises(PackageError) as error:
        load(course=COURSE.replace(old, new))
    named = [problem for problem in error.value.problems if problem.line == line]
    assert [problem.file for problem in named] == ["photos/course.yaml"]
    assert words in named[0].reason
    assert not Course.objects.exists()


def test_a_broken_yaml_line_is_named(load):
    with pytest.raises(PackageError) as error:
        load(course=COURSE.replace("minutes: 5", "minutes: [5"))
    assert error.value.problems[0].file == "photos/course.yaml"
    assert error.value.problems[0].line > 20


def test_a_hostile_lesson_is_made_harmless(load):
    load(lesson='<script>alert(1)</script><img src=x onerror="alert(1)"> [a](javascript:alert(1)) suite')
    html = LessonText.objects.get(lesson__key="demander", register="standard").html
    assert "suite" in html
    assert not any(word in html for word in ("<script", "onerror=", 'href="javascript'))


def test_a_lesson_that_is_too_long_is_refused(load):
    with pytest.raises(PackageError) as error:
        load(lesson="mot " * 60_000)
    assert ("photos/course.yaml", 18) in lines_of(error)


def test_a_published_course_is_frozen(version):
    module, activity = Module.objects.first(), Activity.objects.first()
    attempts = [
        lambda: CourseVersion.objects.filter(pk=version.pk).update(title="Autre"),
        lambda: Module.objects.filter(pk=module.pk).update(title="Autre"),
        lambda: Activity.objects.non_polymorphic().filter(pk=activity.pk).update(minutes=1),
        lambda: LessonText.objects.update(body="Autre"),
        lambda: ActivityTarget.objects.all().delete(),
        lambda: Module.objects.create(course_version=version, key="x", title="x", position=9),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_a_published_version_is_not_published_twice(version, at):
    with pytest.raises(ValidationError):
        publish_course(version=version, by=None, at=at)


def test_a_draft_that_lacks_a_text_is_not_published(load, at):
    load(publish=False)
    LessonText.objects.filter(lesson__key="demander").delete()
    draft = CourseVersion.objects.get()
    Module.objects.create(course_version=draft, key="vide", title="Vide", position=9)
    with pytest.raises(ValidationError) as error:
        publish_course(version=draft, by=None, at=at)
    assert error.value.messages == [
        "Le module « Vide » est vide.",
        "Le référentiel Repère 1 n'est pas encore publié.",
        "la leçon « Demander avant » n'a pas de texte",
    ]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_draft_can_be_discarded(load):
    load(publish=False)
    discard_draft(version=CourseVersion.objects.get())
    assert not Activity.objects.exists()
    assert not CourseVersion.objects.exists()


def test_the_slug_of_another_body_is_refused(load, version, make_body):
    Course.objects.update(owner=make_body("Ailleurs"))
    with pytest.raises(PackageError) as error:
        load(course=COURSE.replace("1.0.0", "1.1.0"))
    assert "autre organisme" in error.value.problems[0].reason
