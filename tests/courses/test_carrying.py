"""A course moves to another framework version: the same activities under the same keys, at new aims."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.actions import publish_course
from courses.actions.carrying import CourseDependant
from courses.models import Activity, ActivityTarget, CourseVersion, LessonText
from courses.queries import readable_version
from curriculum.models import Competency, ProficiencyLevel
from curriculum.queries import find_version
from curriculum.registries import NewAim
from people.models import Organisation
from tests.courses.package import COURSE, FRAMEWORK
from tests.curriculum.moves import published_rows, untouched

pytestmark = pytest.mark.django_db

TWO = FRAMEWORK.replace(
    '      - {code: "1.1", kind: competence, title: {fr: "Protéger une image"}}',
    '      - {code: "1.1", kind: competence, title: {fr: "Protéger une image"}}\n'
    '      - {code: "1.2", kind: competence, title: {fr: "Protéger une voix"}}',
)
NEXT = TWO.replace('label: "1"\nlanguage', 'label: "2"\nlanguage')
#: A lesson that aims at both competencies, at two levels.
BOTH = COURSE.replace(
    'targets: [{competency: "1.1", level: 2}]',
    'targets: [{competency: "1.1", level: 2}, {competency: "1.2", level: 1}]',
)
dependant = CourseDependant()


@pytest.fixture
def version(load):
    load(framework=TWO, course=BOTH)
    load(framework=NEXT, course=BOTH)
    return CourseVersion.objects.select_related("course").get()


def new(code, rank):
    framework = find_version("repere", "2")
    return NewAim(
        Competency.objects.get(version=framework, code=code).pk,
        ProficiencyLevel.objects.get(version=framework, rank=rank).pk,
    )


def carry(version, at, code=lambda aim: "1.1", **places):
    """Every aim to the competency of this code, at its own rank; `places` says otherwise for some."""
    framework = find_version("repere", "2")
    ranks = dict(ProficiencyLevel.objects.values_list("pk", "rank"))
    decided = {
        (aim.place, aim.competency): places.get(aim.place.replace(":", "_"), [new(code(aim), ranks[aim.level])])
        for aim in dependant.aims(version.pk)
    }
    made = dependant.carry(version.pk, framework=framework, places=decided, by=None, at=at)
    return CourseVersion.objects.get(pk=made.id)


def test_its_aims_are_those_of_its_activities_and_of_its_certificate(version):
    nodes = {node.pk: str(node) for node in Competency.objects.all()}
    found = [(aim.place, aim.statement, nodes[aim.competency]) for aim in dependant.aims(version.pk)]
    assert found == [
        ("activity:demander", "Activité « Demander avant »", "Repère 1 · 1.1"),
        ("activity:demander", "Activité « Demander avant »", "Repère 1 · 1.2"),
        ("certificate:1", "Certificat : « sait demander »", "Repère 1 · 1.1"),
        ("certificate:2", "Certificat : « sait garder »", "Repère 1 · 1.1"),
        ("certificate:3", "Certificat : « sait effacer »", "Repère 1 · 1.1"),
    ]
    (row,) = dependant.pointing_at(find_version("repere", "1"))
    assert (row.id, row.aims, row.busy, row.url) == (version.pk, 5, False, "/courses/photos/")
    assert dependant.pointing_at(find_version("repere", "2")) == []


def test_the_draft_keeps_keys_texts_and_order_and_becomes_the_next_minor_version(version, at):
    before = published_rows()
    draft = carry(version, at)
    assert (draft.label, draft.number, draft.state, str(draft.framework_version)) == ("1.1.0", 2, "draft", "Repère 2")
    kept = ("key", "kind", "title", "minutes", "position", "protected", "module__key", "module__title")
    activities = [list(Activity.objects.filter(course_version=entry).values_list(*kept)) for entry in (version, draft)]
    assert activities[0] == activities[1]
    assert len(activities[1]) == 3
    rows = LessonText.objects.order_by("lesson__key", "register")
    shown = ("lesson__key", "register", "body", "html")
    texts = [list(rows.filter(lesson__course_version=entry).values_list(*shown)) for entry in (version, draft)]
    assert texts[0] == texts[1]
    assert Activity.objects.get(course_version=draft, key="jouer").body == "Prenez trois photos."
    assert untouched(before)


def test_two_aims_that_meet_are_one_at_the_higher_level(version, at):
    draft = carry(version, at)
    targets = ActivityTarget.objects.filter(activity__course_version=draft)
    assert [(target.activity.key, target.competency.code, target.level.rank) for target in targets] == [
        ("demander", "1.1", 2)
    ]


def test_an_aim_may_become_several_or_none(version, at):
    draft = carry(version, at, activity_demander=[new("1.1", 1), new("1.2", 2)], certificate_2=[])
    targets = ActivityTarget.objects.filter(activity__course_version=draft).order_by("competency__code")
    assert [(target.competency.code, target.level.rank) for target in targets] == [("1.1", 1), ("1.2", 2)]
    assert [line["text"] for line in draft.certificate["statements"]] == ["sait demander", "sait effacer"]


def test_the_certificate_it_proposes_has_new_codes_and_a_label_of_its_own(version, at):
    draft = carry(version, at, certificate_1=[new("1.2", 2)])
    assert draft.certificate == {
        **version.certificate,
        "label": "1.1",
        "statements": [
            {"text": "sait demander", "competency": "1.2", "level": 2},
            {"text": "sait garder", "competency": "1.1", "level": 1},
            {"text": "sait effacer", "competency": "1.1", "level": 1},
        ],
    }


def test_a_certificate_line_goes_to_a_code_that_names_one_competency_only(load, at):
    load(framework=TWO, course=BOTH)
    version = CourseVersion.objects.get()
    load(framework=NEXT, course=BOTH, publish=False)
    twin = Competency.objects.get(version__label="2", code="1.1")
    twin.pk, twin.identifier, twin.path, twin._state.adding = None, "twin", "2", True
    twin.pk = Competency._meta.pk.get_default()
    twin.save()
    level = ProficiencyLevel.objects.get(version__label="2", rank=1)
    with pytest.raises(ValidationError, match="plusieurs compétences"):
        carry(version, at, code=lambda aim: "1", certificate_1=[NewAim(twin.pk, level.pk)])
    assert CourseVersion.objects.count() == 1


def test_sessions_and_progress_stay_where_they_are(version, at, cohort, enrolment):
    draft = carry(version, at)
    dependant.publish(draft.pk, by=None, at=at)
    cohort.refresh_from_db()
    assert (cohort.course_version, CourseVersion.objects.get(pk=version.pk).state) == (version, "superseded")
    assert CourseVersion.objects.get(pk=draft.pk).state == "published"


def test_one_draft_at_a_time_and_a_discarded_one_leaves_nothing(version, at):
    before = published_rows()
    draft = carry(version, at)
    with pytest.raises(ValidationError, match="a déjà un brouillon"):
        carry(version, at)
    dependant.discard(draft.pk, by=None, at=at)
    assert published_rows() == before
    with pytest.raises(ValidationError, match="n'est plus un brouillon"):
        dependant.discard(version.pk, by=None, at=at)


def test_a_draft_is_read_by_those_who_write_it_at_its_own_address(version, at, client, as_person, make_trainer):
    draft = carry(version, at)
    (_old, row) = sorted(dependant.pointing_at(find_version("repere", "1"), {draft.pk}), key=lambda entry: entry.label)
    assert (row.url, row.busy) == ("/courses/photos/?edition=1.1.0", True)
    Organisation.objects.filter(pk=version.course.owner_id).update(trains=True)
    author = make_trainer(Organisation.objects.get(slug="volet"), "Abel", "author")
    stranger = make_trainer(None, "Otto")
    page = as_person(author).get(row.url)
    assert page.status_code == 200
    assert page.context["version"] == draft
    assert 'href="/courses/photos/demander/?edition=1.1.0"' in page.content.decode()
    lesson = reverse("course-activity", args=["photos", "demander"])
    assert as_person(author).get(f"{lesson}?edition=1.1.0").context["version"] == draft
    assert as_person(author).get(lesson).context["version"].pk == version.pk
    for outsider in (client, as_person(stranger)):
        assert outsider.get(row.url).status_code == 404
    publish_course(version=draft, by=None, at=at)
    assert readable_version(author, "photos", "1.1.0") is None


def test_the_rules_of_its_places():
    assert [dependant.rules(place).several for place in ("activity:demander", "certificate:1")] == [True, False]
    assert replace(dependant.rules("certificate:1")).optional


def test_its_page_leads_those_who_write_it_to_the_update(version, make_trainer, make_body, as_person, client):
    page, way = version.course.get_absolute_url(), reverse("carry-over-list", args=["repere", "1"])
    Organisation.objects.filter(pk=version.course.owner_id).update(trains=True)
    author = as_person(make_trainer(Organisation.objects.get(slug="volet"), "Abel", "author"))
    other = as_person(make_trainer(make_body("Les Ormes"), "Otto", "author"))
    shown = [f'href="{way}"' in somebody.get(page).content.decode() for somebody in (author, other, client)]
    assert shown == [True, False, False]
