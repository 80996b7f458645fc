"""Loading `volet.assessment/1`: all or nothing, with file, line and reason."""

import pytest
from django.db import IntegrityError, transaction

from assessments.models import AssessmentVersion, Item, ItemVersion, Section, SectionItem
from assessments.queries import key_of, paper_of
from content.packages import PackageError
from content.versions import State

pytestmark = pytest.mark.django_db


def refused(load, folder, old, new, file="epreuve.yaml"):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackageError) as error:
        load()
    assert not AssessmentVersion.objects.exists()
    return [(problem.file, problem.line, problem.reason) for problem in error.value.problems]


def line_of(folder, text, file="epreuve.yaml"):
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_file_becomes_a_published_edition_with_its_items_frozen(load):
    load()
    version = AssessmentVersion.objects.get(assessment__slug="epreuve")
    assert (version.state, version.assessment.purpose, version.label) == (State.PUBLISHED, "certifying", "1.0.0")
    assert Item.objects.filter(bank__slug="epreuve").count() == 9
    assert set(ItemVersion.objects.values_list("state", flat=True)) == {State.PUBLISHED}
    assert not SectionItem.objects.filter(item_version=None).exists()
    assert len(version.paper_digest) == len(version.key_digest) == 64
    assert paper_of(version.pk).size == 7


def test_the_same_folder_twice_changes_nothing(load):
    load()
    before = [list(model.objects.order_by("pk").values()) for model in (AssessmentVersion, ItemVersion, Section)]
    assert {entry.outcome for entry in load().loaded} == {"unchanged"}
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (AssessmentVersion, ItemVersion, Section)
    ]


def test_a_changed_file_under_a_published_label_is_refused(load, folder):
    load()
    path = folder / "epreuve.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Prenez", "Gardez"), encoding="utf-8")
    with pytest.raises(PackageError) as error:
        load()
    assert [(p.file, p.line) for p in error.value.problems] == [("epreuve.yaml", line_of(folder, "label:"))]
    assert AssessmentVersion.objects.get(assessment__slug="epreuve").introduction == "Prenez votre temps."


def test_a_new_label_supersedes_and_keeps_the_versions_of_unchanged_items(load, folder):
    load()
    path = folder / "epreuve.yaml"
    text = path.read_text(encoding="utf-8").replace('"1.0.0"', '"1.1.0"', 1).replace('"Demander"', '"Demander à tous"')
    path.write_text(text, encoding="utf-8")
    load()
    states = dict(AssessmentVersion.objects.filter(assessment__slug="epreuve").values_list("label", "state"))
    assert states == {"1.0.0": State.SUPERSEDED, "1.1.0": State.PUBLISHED}
    versions = ItemVersion.objects.filter(item__bank__slug="epreuve")
    assert versions.count() == 10
    assert list(versions.filter(item__key="ranger").order_by("number").values_list("label", "state")) == [
        ("1.0.0", State.SUPERSEDED),
        ("1.1.0", State.PUBLISHED),
    ]


def test_a_draft_follows_its_file_until_it_is_published(load, folder):
    (folder / "parcours/course.yaml").unlink()
    for name in ("epreuve.yaml", "entrainement.yaml"):
        (folder / name).rename(folder / f"{name}.later")
    load()
    (folder / "epreuve.yaml.later").rename(folder / "epreuve.yaml")
    load(publish=False)
    path = folder / "epreuve.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Prenez", "Gardez"), encoding="utf-8")
    load(publish=False)
    version = AssessmentVersion.objects.get()
    assert (version.state, version.introduction, version.number) == (State.DRAFT, "Gardez votre temps.", 1)
    load()
    version.refresh_from_db()
    assert version.state == State.PUBLISHED


def test_an_unknown_competency_is_named_with_its_line(load, folder):
    found = refused(load, folder, 'competency: "1.2"', 'competency: "9.9"')
    assert found[0][:2] == ("epreuve.yaml", line_of(folder, '"9.9"'))
    assert "9.9" in found[0][2]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("purpose: certifying", "purpose: exam", "purpose:"),
        ("review: lecon-b", "review: Leçon B", "Leçon B"),
        ("kind: ordering", "kind: sorting", "kind: sorting"),
        ("draw: 2", "draw: 9", "draw: 9"),
        ("match: seca", "match: nulle", "nulle"),
        ('text: "Demander"', 'texte: "Demander"', "texte:"),
        ("overall: 0.7", "overall: 7", "overall: 7"),
        ("key: photo-2", "key: photo-1", "key: photo-1"),
        ('label: "1.0"}\nintro', 'label: "9.0"}\nintro', 'label: "9.0"'),
        ('correct: true, feedback: "FEEDBACK-accord"', 'feedback: "x"', "choices:"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_reason(load, folder, old, new, where):
    found = refused(load, folder, old, new)
    lines = (folder / "epreuve.yaml").read_text(encoding="utf-8").splitlines()
    possible = [number for number, line in enumerate(lines, start=1) if where in line]
    assert any(file == "epreuve.yaml" and line in possible and reason for file, line, reason in found)


def test_hostile_markdown_is_refused_with_its_reason(load, folder):
    assert refused(load, folder, "Remettez dans l'ordre.", "[" * 3000)


def test_a_course_that_names_no_published_quiz_is_refused(load, folder):
    found = refused(load, folder, "{slug: entrainement", "{slug: ailleurs", file="parcours/course.yaml")
    assert found[0][:2] == ("parcours/course.yaml", line_of(folder, "ailleurs", "parcours/course.yaml"))


def test_a_review_that_is_no_activity_of_the_course_is_refused_when_the_course_is_published(load, folder):
    path = folder / "epreuve.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("review: lecon-b", "review: ailleurs"), encoding="utf-8")
    with pytest.raises(PackageError) as error:
        load()
    assert "ailleurs" in str(error.value)
    assert not AssessmentVersion.objects.exists()


def test_a_dry_run_keeps_nothing(load):
    assert load(dry_run=True).count("created") == 4
    assert not AssessmentVersion.objects.exists()


def test_the_paper_holds_no_solution_and_no_feedback(load):
    load()
    for version in AssessmentVersion.objects.all():
        text = str(version.paper)
        assert "FEEDBACK" not in text
        assert "POURQUOI" not in text
        assert "correct" not in text
        assert "match" not in str([{**q, "kind": ""} for q in version.paper["questions"]])
        assert set(version.paper) == {
            *("title", "introduction", "purpose", "feedback", "size", "overall", "section", "sections", "questions")
        }
    assert key_of(version.pk).items


@pytest.mark.parametrize("model", [AssessmentVersion, ItemVersion, Section, SectionItem])
def test_what_is_published_refuses_every_change(load, model):
    load()
    field = {"AssessmentVersion": {"title": "x"}, "ItemVersion": {"body": {}}, "Section": {"title": "x"}}
    changes = field.get(model.__name__, {"review": "x"})
    row = model.objects.first()
    for act in (lambda: model.objects.filter(pk=row.pk).update(**changes), lambda: row.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
