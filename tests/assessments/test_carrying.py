"""A quiz moves to another framework version: new aims, the same questions, what is known of them kept."""

import pytest
from django.core.exceptions import ValidationError

from assessments.actions.carrying import AssessmentDependant
from assessments.models import AssessmentVersion, ItemTarget, ItemVersion, QuizActivity, Section
from content.versions import State
from courses.actions import publish_course
from courses.actions.carrying import CourseDependant
from courses.models import CourseVersion
from curriculum.models import Competency, ProficiencyLevel
from curriculum.queries import find_version
from curriculum.registries import NewAim
from tests.assessments.conftest import AT, FRAMEWORK
from tests.curriculum.moves import published_rows, untouched

pytestmark = pytest.mark.django_db

LEVEL = '  - {rank: 1, code: "1", title: {fr: "Premier"}, band: {fr: "Bas"}}'
NEXT = FRAMEWORK.replace('label: "1.0"', 'label: "2.0"').replace(LEVEL, f"{LEVEL}\n{LEVEL.replace('1', '2')}")
dependant = AssessmentDependant()


@pytest.fixture
def quiz(load, folder):
    load()
    (folder / "next.yaml").write_text(NEXT, encoding="utf-8")
    load()
    return AssessmentVersion.objects.get(assessment__slug="epreuve")


def new(code, rank=1):
    framework = find_version("boussole", "2.0")
    return NewAim(
        Competency.objects.get(version=framework, code=code).pk,
        ProficiencyLevel.objects.get(version=framework, rank=rank).pk,
    )


def carry(quiz, **places):
    """Each section to the competency of its code; `places` says otherwise for some."""
    decided = {
        (aim.place, aim.competency): places.get(
            aim.place.replace(":", "_").replace("-", "_"), [new(Competency.objects.get(pk=aim.competency).code)]
        )
        for aim in dependant.aims(quiz.pk)
    }
    framework = find_version("boussole", "2.0")
    made = dependant.carry(quiz.pk, framework=framework, places=decided, by=None, at=AT)
    return AssessmentVersion.objects.get(pk=made.id)


def aims_of(version):
    return [(entry.key, entry.competency.code, entry.level.rank) for entry in version.sections.order_by("position")]


def test_its_aims_are_those_of_its_sections_since_its_questions_follow(quiz):
    assert [(aim.place, aim.statement) for aim in dependant.aims(quiz.pk)] == [
        ("section:proteger", "Partie « Protéger »"),
        ("section:informer", "Partie « Informer »"),
    ]
    rows = {row.title: row.aims for row in dependant.pointing_at(find_version("boussole", "1.0"))}
    assert rows == {"L'épreuve": 2, "S'entraîner": 1}
    assert not dependant.rules("section:proteger").optional
    assert dependant.rules("item:photo-1").several


def test_questions_get_new_editions_with_the_same_body_and_digest(quiz):
    before = published_rows()
    draft = carry(quiz)
    assert (draft.label, draft.pass_rule, draft.introduction) == ("1.1.0", quiz.pass_rule, quiz.introduction)
    dependant.publish(draft.pk, by=None, at=AT)
    draft.refresh_from_db()
    assert untouched(before)
    keys = [AssessmentVersion.objects.get(pk=pk).key for pk in (quiz.pk, draft.pk)]
    old, made = ({item["key"]: item["version"] for item in key["items"]} for key in keys)
    assert old.keys() == made.keys()
    assert not set(old.values()) & set(made.values())
    rows = ItemVersion.objects.values_list("item__key", "content_digest")
    digests = [dict(rows.filter(pk__in=found.values())) for found in (old, made)]
    assert digests[0] == digests[1]
    targets = ItemTarget.objects.filter(item_version__in=made.values())
    assert {str(target.competency.version) for target in targets} == {"boussole 2.0"}
    assert targets.count() == len(made) == 9


def test_sections_that_meet_have_one_level_the_higher(quiz):
    draft = carry(quiz, section_proteger=[new("1.2", 2)])
    assert aims_of(draft) == [("proteger", "1.2", 2), ("informer", "1.2", 2)]


def test_a_section_aims_at_one_competency_neither_more_nor_less(quiz):
    for aims in ([], [new("1.1"), new("1.2")]):
        with pytest.raises(ValidationError) as error:
            carry(quiz, section_proteger=aims)
        assert error.value.code == "one_aim"
    assert AssessmentVersion.objects.filter(assessment=quiz.assessment).count() == 1


def own_aim(quiz, key="photo-1", code="1.2"):
    """The quiz again, a question of it aimed elsewhere than its section."""
    draft = carry(quiz)
    dependant.discard(draft.pk, by=None, at=AT)
    item = ItemVersion.objects.get(item__key=key).item
    base = item.versions.get()
    made = type(base).objects.create(
        item=item, number=2, label="1.0.1", body=base.body, content_digest=base.content_digest
    )
    old = find_version("boussole", "1.0")
    ItemTarget.objects.create(
        item_version=made, competency=old.competencies.get(code=code), level=old.levels.get(rank=1)
    )
    again = AssessmentVersion.objects.create(
        assessment=quiz.assessment, number=2, label="1.0.1", framework_version=old, pass_rule=quiz.pass_rule
    )
    for section in quiz.sections.all():
        entries = list(section.entries.all())
        section.pk, section.version, section._state.adding = Section._meta.pk.get_default(), again, True
        section.save()
        for entry in entries:
            entry.pk, entry.section, entry.item_version, entry._state.adding = None, section, None, True
            entry.save()
    dependant.publish(again.pk, by=None, at=AT)
    return again


def test_a_question_that_aims_at_something_else_is_decided_by_itself(quiz):
    again = own_aim(quiz)
    assert [aim.place for aim in dependant.aims(again.pk)][2:] == ["item:photo-1"]
    rows = {row.label: row.aims for row in dependant.pointing_at(find_version("boussole", "1.0"))}
    assert rows["1.0.1"] == 3
    draft = carry(again, item_photo_1=[new("1.1", 2), new("1.2")])
    newest = ItemVersion.objects.filter(item__key="photo-1").order_by("-number").first()
    targets = sorted((target.competency.code, target.level.rank) for target in newest.targets.all())
    assert (newest.state, targets) == ("draft", [("1.1", 2), ("1.2", 1)])
    dependant.discard(draft.pk, by=None, at=AT)
    carry(again, item_photo_1=[])
    assert ItemVersion.objects.filter(item__key="photo-1").order_by("-number").first().targets.count() == 0


def test_a_question_with_a_draft_of_its_own_stands_in_the_way(quiz):
    base = ItemVersion.objects.get(item__key="photo-2")
    type(base).objects.create(item=base.item, number=2, label="2", body=base.body, content_digest="another")
    with pytest.raises(ValidationError) as error:
        carry(quiz)
    assert error.value.code == "busy"
    assert AssessmentVersion.objects.filter(state=State.DRAFT).count() == 0


def test_a_discarded_draft_takes_its_questions_along_and_nothing_else(quiz):
    before = published_rows()
    draft = carry(quiz)
    dependant.discard(draft.pk, by=None, at=AT)
    assert published_rows() == before
    with pytest.raises(ValidationError):
        dependant.discard(quiz.pk, by=None, at=AT)


def test_a_course_is_not_published_before_its_quizzes_are_moved(quiz):
    course, framework = CourseVersion.objects.get(), find_version("boussole", "2.0")
    made = CourseDependant().carry(course.pk, framework=framework, places={}, by=None, at=AT)
    draft = CourseVersion.objects.get(pk=made.id)
    assert set(QuizActivity.objects.filter(course_version=draft).values_list("version", flat=True)) == {None}
    with pytest.raises(ValidationError) as error:
        publish_course(version=draft, by=None, at=AT)
    assert error.value.messages == [
        "le quiz « S'entraîner » vise encore boussole 1.0 : mettez-le d'abord à jour vers boussole 2.0",
        "le quiz « L'épreuve » vise encore boussole 1.0 : mettez-le d'abord à jour vers boussole 2.0",
    ]
    for slug in ("epreuve", "entrainement"):
        moved = carry(AssessmentVersion.objects.get(assessment__slug=slug))
        dependant.publish(moved.pk, by=None, at=AT)
    publish_course(version=draft, by=None, at=AT)
    frozen = QuizActivity.objects.filter(course_version=draft).values_list("key", "version__label")
    assert dict(frozen) == {"essai": "1.1.0", "finale": "1.1.0"}
    kept = QuizActivity.objects.filter(course_version=course).values_list("version__label", flat=True)
    assert set(kept) == {"1.0.0"}
