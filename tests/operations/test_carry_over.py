"""What Volet ships, and the demonstration's certificate, move from DigComp 2.2 to 3.0; nothing published is touched."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.models import ItemVersion, QuizActivity
from certificates.actions import propose_achievement, sign_awards
from certificates.models import AchievementVersion, Award, TrainingRecord
from certificates.queries import candidates
from certificates.queries.certifier import proposals_for
from certificates.queries.covering import coverage
from courses.models import Cohort, CourseVersion
from curriculum.actions.carried_drafts import abandon, make_draft, publish_carried
from curriculum.actions.carrying import accept_clear_lines, start_carry_over
from curriculum.carrying import propose
from curriculum.models import CarryOverLine, CrosswalkVersion, DigitalStrandVersion
from curriculum.queries import find_version
from curriculum.queries.carrying import moves, pointing_at
from curriculum.queries.passages import passage
from curriculum.registries import Aim
from operations.actions.demo.people import ADMINISTRATOR, SESSION, SIGNATORY, TRAINER
from people.models import Person
from tests.curriculum.moves import accept_proposals, published_rows, untouched
from tests.operations.conftest import NOW, plain

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def claire():
    return Person.objects.get(email=ADMINISTRATOR.email)


@pytest.fixture
def paul():
    return Person.objects.get(email=SIGNATORY.email)


@pytest.fixture
def table():
    return CrosswalkVersion.objects.get(source__label="2.2", target__label="3.0")


def stages(person, table):
    return [(kind.kind.name, len(kind.moves), len(kind.others)) for kind in moves(person, table)]


def move_all(person, table):
    """As the screens do it: everything this person may move, kind by kind, as it is proposed."""
    for kind in moves(person, table):
        for move in kind.moves:
            started = start_carry_over(
                crosswalk=table, kind=kind.kind.name, subject_id=move.subject.id, by=person, at=NOW
            )
            accept_clear_lines(carry_over=started, by=person, at=NOW)
            accept_proposals(started, NOW)
            publish_carried(carry_over=make_draft(carry_over=started, by=person, at=NOW), by=person, at=NOW)


def test_each_moves_what_is_theirs(claire, paul, table):
    assert stages(claire, table) == [("assessment", 2, 0), ("course", 1, 0), ("achievement", 0, 1), ("strand", 2, 0)]
    assert stages(paul, table) == [("assessment", 0, 2), ("course", 0, 1), ("achievement", 1, 0), ("strand", 0, 2)]
    nadia = Person.objects.get(email=TRAINER.email)
    assert [mine for _kind, mine, _others in stages(nadia, table)] == [0, 0, 0, 0]


def test_all_of_it_moves_and_what_was_published_stays(claire, paul, table):
    before = published_rows()
    session, award = Cohort.objects.get(name=SESSION), Award.objects.get(holder__person__given_name="Emma")
    payload = award.payload
    move_all(claire, table)
    move_all(paul, table)
    assert untouched(before)
    for model in (CourseVersion, DigitalStrandVersion, AchievementVersion):
        versions = model.objects.filter(state="published")
        assert {str(version.framework_version) for version in versions} == {"DigComp 3.0"}, model
    assert [pointing.mine for pointing in pointing_at(claire, find_version("digcomp", "2.2"))] == [[], [], [], []]

    course = CourseVersion.objects.get(state="published")
    quizzes = QuizActivity.objects.filter(course_version=course).select_related("version__framework_version__framework")
    assert {(quiz.version.label, str(quiz.version.framework_version)) for quiz in quizzes} == {("1.1.0", "DigComp 3.0")}
    assert len(set(ItemVersion.objects.values_list("item", "content_digest"))) == ItemVersion.objects.count() / 2

    session.refresh_from_db()
    award.refresh_from_db()
    assert (session.course_version.label, award.payload) == ("1.0.0", payload)
    assert payload["framework"]["label"] == "2.2"


def test_what_is_flagged_is_what_digcomp_renamed(claire, table):
    for kind in moves(claire, table):
        for move in kind.moves:
            start_carry_over(crosswalk=table, kind=kind.kind.name, subject_id=move.subject.id, by=claire, at=NOW)
    lines = CarryOverLine.objects.values_list("flag", "origin__code")
    assert Counter(flag for flag, _code in lines) == {"same": 28, "retitled": 16}
    renamed = {"1.2", "1.3", "2.5", "4.3", "4.4", "5.2", "5.3", "5.4"}
    assert {code for flag, code in lines if flag == "retitled"} == renamed


def test_of_the_21_competences_of_digcomp_9_need_no_eye_and_12_were_renamed(table):
    level = table.source.levels.get(rank=3).pk
    nodes = table.source.competencies.filter(kind="competence").values_list("code", "pk")
    aims = [Aim(code, code, key, level) for code, key in nodes]
    flags = Counter(str(proposal.flag) for proposal in propose(aims, passage(table, {aim.competency for aim in aims})))
    assert flags == {"same": 9, "retitled": 12}


def test_the_course_then_proposes_the_certificate_that_was_moved(claire, paul, table):
    move_all(claire, table)
    course = CourseVersion.objects.select_related("course").get(state="published")
    assert [version.pk for version in proposals_for(paul)] == [course.pk]
    move_all(paul, table)
    assert proposals_for(paul) == []
    owner = AchievementVersion.objects.get(state="published").achievement.owner
    again = propose_achievement(course_version=course, owner=owner, by=paul, at=NOW)
    assert (again.label, again.state, str(again.framework_version)) == ("1.1", "published", "DigComp 3.0")
    assert AchievementVersion.objects.count() == 2


def test_a_record_keeps_its_coverage_and_a_later_award_says_3_0(claire, paul, table):
    record = TrainingRecord.objects.select_related("strand_version").get(person__given_name="Emma")
    covered = coverage(record).to_json()
    move_all(claire, table)
    move_all(paul, table)
    record.refresh_from_db()
    assert coverage(record).to_json() == covered
    version = AchievementVersion.objects.get(state="published")
    ready = [line for line in candidates(Cohort.objects.get(name=SESSION), version, NOW) if line.ready]
    (award,) = sign_awards(achievement_version=version, enrolments=[ready[0].enrolment], by=paul, at=NOW)
    assert (award.payload["framework"]["label"], award.payload["achievement"]["label"]) == ("3.0", "1.1")


def test_the_page_of_a_certificate_issued_before_still_reads_2_2(client, claire, paul, table):
    award = Award.objects.get(holder__person__given_name="Emma")
    address = reverse("award-verify", args=[award.public_id])
    before = plain(client.get(address).content.decode())
    move_all(claire, table)
    move_all(paul, table)
    after = plain(client.get(address).content.decode())
    assert "DigComp 2.2" in after
    assert "DigComp 3.0" not in after
    assert after.count("DigComp 2.2") == before.count("DigComp 2.2")


def test_only_who_certifies_moves_a_certificate(claire, paul, table):
    (kind,) = (kind for kind in moves(paul, table) if kind.kind.name == "achievement")
    subject = kind.moves[0].subject
    started = start_carry_over(crosswalk=table, kind="achievement", subject_id=subject.id, by=paul, at=NOW)
    accept_proposals(started, NOW)
    for somebody in (claire, None):
        with pytest.raises(ValidationError) as error:
            make_draft(carry_over=started, by=somebody, at=NOW)
        assert error.value.code == "certifier"
    before = published_rows()
    made = make_draft(carry_over=started, by=paul, at=NOW)
    for act in (publish_carried, abandon):
        with pytest.raises(ValidationError) as error:
            act(carry_over=made, by=claire, at=NOW)
        assert error.value.code == "certifier"
    abandon(carry_over=made, by=paul, at=NOW)
    assert published_rows() == before
