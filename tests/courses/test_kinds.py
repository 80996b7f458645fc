"""Kinds give back what they were loaded from."""

import pytest

from courses.kinds import GuideKind, LessonKind
from courses.models import Activity
from courses.registries import ActivityKind, kinds


def test_a_lesson_gives_its_texts_back(version):
    lesson = Activity.objects.get(key="demander")
    dumped = LessonKind().dump(lesson)
    assert dumped.keys == {"text": "lessons/demander.md", "easy": "lessons/demander.easy.md"}
    assert dumped.files == {"lessons/demander.md": "Un **mot**.", "lessons/demander.easy.md": "Un mot simple."}


def test_a_guide_gives_its_text_back(version):
    dumped = GuideKind().dump(Activity.objects.get(key="jouer"))
    assert (dumped.keys, dumped.files) == ({"text": "guides/jouer.md"}, {"guides/jouer.md": "Prenez trois photos."})


def test_a_lesson_without_an_easy_version_shows_its_text(version, rf):
    shown = LessonKind().page(Activity.objects.get(key="epreuve"), request=rf.get("/", {"lecture": "facile"}))
    assert (shown["text"].register, shown["has_easy"]) == ("standard", False)


def test_an_empty_guide_is_not_published(version):
    guide = Activity.objects.get(key="jouer")
    guide.body = "  "
    assert len(GuideKind().check(guide)) == 1


def test_a_new_kind_needs_no_more_than_its_name():
    assert {"lesson", "guide"} <= set(kinds)
    kind = ActivityKind()
    assert (kind.manual, kind.check(None), kind.page(None)) == (True, [], {})
    with pytest.raises(NotImplementedError):
        kind.load(None, base={}, loading=None, line=1)
