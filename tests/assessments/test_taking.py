"""A try: start, keep answers, send, once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessments.actions import AssessmentsData, publish_assessment, save_answer, start_attempt, submit_attempt
from assessments.actions.saving import CLOSED, SUBMITTED, UNKNOWN
from assessments.models import AssessmentVersion, Attempt, Outcome, Response, Score
from assessments.queries import attempts_visible_to, key_of, model_answers, own_attempts, passed_attempts, reviews_of
from assessments.signals import attempt_submitted, outcome_decided
from courses.actions import close_activity, close_cohort
from courses.models import Course, Progress
from people.actions import create_organisation, create_staff, grant_role
from tests.assessments.conftest import AT


def start(world, key="finale", enrolment=None):
    return start_attempt(enrolment=enrolment or world.enrolment, activity_key=key, at=AT)


def answer_all(attempt, *, wrong=()):
    for item, answer in model_answers(attempt.assessment_version_id, [e["key"] for e in attempt.drawn]).items():
        if item not in wrong:
            save_answer(attempt=attempt, item_key=item, answer=answer, seq=1, at=AT)


def progress(world, key="finale"):
    return Progress.objects.get(enrolment=world.enrolment, activity_key=key).state


def code_of(error):
    return error.value.code


# Starting


def test_a_certifying_quiz_waits_for_the_trainer(world):
    with pytest.raises(ValidationError):
        start(world)
    opening = world.open("in_room")
    attempt = start(world)
    assert (attempt.conditions, attempt.supervised_by) == ("in_room", opening.opened_by)


def test_alone_has_no_supervisor(world):
    world.open("alone")
    attempt = start(world)
    assert (attempt.conditions, attempt.supervised_by) == ("alone", None)


def test_starting_twice_gives_the_same_try(world):
    world.open()
    assert start(world) == start(world)
    assert Attempt.objects.count() == 1


def test_two_open_tries_are_refused_by_the_database(world):
    world.open()
    first = start(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            enrolment=world.enrolment,
            activity_key="finale",
            assessment_version=first.assessment_version,
            number=2,
            seed="x",
            drawn=[],
            started_at=AT,
        )


def test_after_pas_encore_a_new_try_gets_other_questions(world):
    world.open()
    first = start(world)
    assert not submit_attempt(attempt=first, at=AT).passed
    second = start(world)
    assert (second.number, second.state) == (2, "open")
    drawn = [{e["key"] for e in attempt.drawn if e["section"] == "proteger"} for attempt in (first, second)]
    assert drawn[0].isdisjoint(drawn[1])


def test_who_has_passed_does_not_start_again(world):
    world.open()
    attempt = start(world)
    answer_all(attempt)
    submit_attempt(attempt=attempt, at=AT)
    with pytest.raises(ValidationError):
        start(world)


def test_practice_is_free_and_may_be_done_again(world):
    for _time in range(2):
        attempt = start(world, "essai")
        answer_all(attempt)
        assert submit_attempt(attempt=attempt, at=AT).passed
    assert progress(world, "essai") == "completed"
    assert not Outcome.objects.exists()


def test_a_lesson_an_unknown_key_a_closed_session_and_one_that_was_left_start_nothing(world):
    for key in ("lecon-a", "nulle-part"):
        with pytest.raises(ValidationError):
            start(world, key)
    other = world.join("Lou")
    other.left_at = AT
    with pytest.raises(ValidationError):
        start(world, "essai", other)
    close_cohort(cohort=world.cohort, by=world.trainer, at=AT)
    world.enrolment.cohort.refresh_from_db()
    with pytest.raises(ValidationError):
        start(world, "essai")


# Answers


def test_a_late_copy_never_wins_and_is_kept_beside(world):
    world.open()
    attempt = start(world)
    item = attempt.drawn[0]["key"]
    save_answer(attempt=attempt, item_key=item, answer="secretb", seq=20, client="one", at=AT)
    late = save_answer(attempt=attempt, item_key=item, answer="secreta", seq=10, client="two", at=AT)
    assert (late.answer, late.seq) == ("secretb", 20)
    assert late.rival == {"answer": "secreta", "seq": 10, "client": "two"}
    newer = save_answer(attempt=attempt, item_key=item, answer="secretc", seq=21, client="two", at=AT)
    assert newer.answer == "secretc"
    assert Response.objects.get().answer == "secretc"


def test_the_same_save_twice_is_once(world):
    world.open()
    attempt = start(world)
    item = attempt.drawn[0]["key"]
    for _time in range(2):
        response = save_answer(attempt=attempt, item_key=item, answer="secretb", seq=5, at=AT)
    assert (response.answer, response.rival) == ("secretb", None)


def test_a_form_sent_by_hand_is_the_newest_whatever_the_clock_of_the_phone(world):
    world.open()
    attempt = start(world)
    item = attempt.drawn[0]["key"]
    save_answer(attempt=attempt, item_key=item, answer="secreta", seq=2**60, at=AT)
    save_answer(attempt=attempt, item_key=item, answer="secretb", seq=None, at=AT)
    response = Response.objects.get()
    assert (response.answer, response.seq) == ("secretb", 2**60 + 1)


def test_an_answer_can_be_emptied(world):
    world.open()
    attempt = start(world)
    item = attempt.drawn[0]["key"]
    save_answer(attempt=attempt, item_key=item, answer="secreta", seq=1, at=AT)
    save_answer(attempt=attempt, item_key=item, answer=None, seq=2, at=AT)
    assert Response.objects.get().answer is None


@pytest.mark.parametrize("answer", ["inconnue", ["secreta"], {"x": 1}, 7, True])
def test_an_answer_that_is_none_is_refused(world, answer):
    world.open()
    attempt = start(world)
    with pytest.raises(ValidationError) as error:
        save_answer(attempt=attempt, item_key=attempt.drawn[0]["key"], answer=answer, seq=1, at=AT)
    assert code_of(error) == UNKNOWN


def test_a_question_that_was_not_drawn_and_a_strange_number_are_refused(world):
    world.open()
    attempt = start(world)
    drawn = {entry["key"] for entry in attempt.drawn}
    other = next(key for key in key_of(attempt.assessment_version_id).items if key not in drawn)
    for item, seq in ((other, 1), ("nulle", 1), (attempt.drawn[0]["key"], -1), (attempt.drawn[0]["key"], 2**63)):
        with pytest.raises(ValidationError) as error:
            save_answer(attempt=attempt, item_key=item, answer="secreta", seq=seq, at=AT)
        assert code_of(error) == UNKNOWN
    assert not Response.objects.exists()


def test_nothing_is_written_once_sent(world):
    world.open()
    attempt = start(world)
    item = attempt.drawn[0]["key"]
    save_answer(attempt=attempt, item_key=item, answer="secreta", seq=1, at=AT)
    submit_attempt(attempt=world.reload(attempt), at=AT)
    for key in (item, attempt.drawn[1]["key"]):
        with pytest.raises(ValidationError) as error:
            save_answer(attempt=attempt, item_key=key, answer="secretb", seq=9, at=AT)
        assert code_of(error) == SUBMITTED
    assert Response.objects.get().answer == "secreta"


def test_a_closed_quiz_takes_no_answer_but_sends_what_was_saved(world):
    opening = world.open()
    attempt = start(world)
    answer_all(attempt)
    close_activity(cohort=world.cohort, activity_key="finale", by=world.trainer, at=AT)
    with pytest.raises(ValidationError) as error:
        save_answer(attempt=world.reload(attempt), item_key=attempt.drawn[0]["key"], answer="secreta", seq=9, at=AT)
    assert code_of(error) == CLOSED
    late = submit_attempt(attempt=attempt, at=AT, visible={attempt.drawn[0]["key"]: "secreta"})
    assert late.passed
    attempt.refresh_from_db()
    assert (attempt.conditions, attempt.supervised_by) == ("in_room", opening.opened_by)


def test_reopened_to_be_done_alone_is_no_longer_in_the_room(world):
    world.open("in_room")
    attempt = start(world)
    world.open("alone")
    submit_attempt(attempt=attempt, at=AT)
    attempt.refresh_from_db()
    assert (attempt.conditions, attempt.supervised_by) == ("alone", None)


def test_answered_while_it_could_be_done_alone_is_never_again_in_the_room(world):
    world.open("in_room")
    attempt = start(world)
    world.open("alone")
    answer_all(world.reload(attempt))
    world.open("in_room")
    submit_attempt(attempt=attempt, at=AT)
    attempt.refresh_from_db()
    assert (attempt.conditions, attempt.supervised_by) == ("alone", None)


def test_in_practice_the_first_answer_counts_for_its_correction_was_seen(world):
    attempt = start(world, "essai")
    save_answer(attempt=attempt, item_key="essai-1", answer="secreta", seq=1, at=AT)
    save_answer(attempt=attempt, item_key="essai-1", answer="secretb", seq=2, at=AT)
    assert Response.objects.get().answer == "secreta"
    with pytest.raises(ValidationError):
        save_answer(attempt=attempt, item_key="essai-2", answer=None, seq=2, at=AT)


# Sending


def test_all_right_is_validated_with_a_verdict_for_each_competency(world):
    world.open()
    attempt = start(world)
    answer_all(attempt)
    score = submit_attempt(attempt=attempt, at=AT)
    assert (score.passed, score.points, score.maximum) == (True, 7, 7)
    assert score.key_digest == AssessmentVersion.objects.get(assessment__slug="epreuve").key_digest
    verdicts = dict(Outcome.objects.values_list("competency__code", "verdict"))
    assert verdicts == {"1.1": "achieved", "1.2": "achieved"}
    assert progress(world) == "completed"


def test_one_section_under_its_share_is_not_yet_even_with_enough_points(world):
    world.open()
    attempt = start(world)
    first = [entry["key"] for entry in attempt.drawn if entry["section"] == "proteger"]
    answer_all(attempt, wrong=first)
    score = submit_attempt(attempt=attempt, at=AT)
    assert score.points / score.maximum > 0.7
    assert not score.passed
    assert dict(Outcome.objects.values_list("competency__code", "verdict")) == {"1.1": "not_yet", "1.2": "achieved"}
    assert progress(world) == "not_yet"
    attempt.refresh_from_db()
    assert [(r.key, r.minutes, r.lost) for r in reviews_of(attempt, score)] == [("lecon-a", 4, 2)]


def test_exactly_the_share_asked_is_enough(world):
    world.open()
    attempt = start(world)
    first = [entry["key"] for entry in attempt.drawn if entry["section"] == "proteger"]
    answer_all(attempt, wrong=first[:1])
    assert submit_attempt(attempt=attempt, at=AT).passed


def test_nothing_answered_sends_zero(world):
    world.open()
    score = submit_attempt(attempt=start(world), at=AT)
    assert (score.points, score.passed) == (0, False)


def test_sent_twice_counts_once(world):
    world.open()
    attempt = start(world)
    first = submit_attempt(attempt=attempt, at=AT)
    again = submit_attempt(attempt=world.reload(attempt), at=AT + timedelta(hours=1), visible={"tableau": None})
    assert first == again
    assert (Score.objects.count(), Outcome.objects.count()) == (1, 2)


def test_what_stands_on_the_page_is_saved_first(world):
    world.open()
    attempt = start(world)
    answers = model_answers(attempt.assessment_version_id, [entry["key"] for entry in attempt.drawn])
    score = submit_attempt(attempt=attempt, at=AT, visible={**answers, "nulle": "x", "relier": {"zut": 1}})
    assert score.points == 6


def test_the_news_goes_out_inside_the_transaction(world, django_capture_on_commit_callbacks):
    world.open()
    attempt = start(world)
    heard = []

    def listen(signal, **_more):
        heard.append((signal, transaction.get_connection().in_atomic_block, Score.objects.count()))

    for signal in (attempt_submitted, outcome_decided):
        signal.connect(listen)
    try:
        with django_capture_on_commit_callbacks() as later:
            submit_attempt(attempt=attempt, at=AT)
            submit_attempt(attempt=attempt, at=AT)
    finally:
        for signal in (attempt_submitted, outcome_decided):
            signal.disconnect(listen)
    assert heard == [(attempt_submitted, True, 1), (outcome_decided, True, 1)]
    assert later == []


@pytest.mark.parametrize("model", [Score, Outcome])
def test_scores_and_verdicts_are_never_changed_nor_deleted(world, model):
    world.open()
    submit_attempt(attempt=start(world), at=AT)
    row = model.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(at=AT + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_a_published_edition_is_not_published_again(world):
    version = AssessmentVersion.objects.get(assessment__slug="epreuve")
    with pytest.raises(ValidationError):
        publish_assessment(version=version, by=world.trainer, at=AT)


# Reading


def test_tries_are_seen_by_their_owner_and_the_trainers_of_that_body_only(world):
    world.open()
    attempt = start(world)
    other = world.join("Tom")
    stranger = create_staff(given_name="O", family_name="P", email="o@example.org", password="long-enough-1")
    body = create_organisation(name="Ailleurs", trains=True, certifies=False, by=stranger, at=AT)
    grant_role(person=stranger, organisation=body, role="trainer", by=stranger, at=AT)
    assert list(own_attempts(world.trainee)) == [attempt]
    assert list(own_attempts(other.person)) == []
    assert list(attempts_visible_to(world.trainer)) == [attempt]
    assert list(attempts_visible_to(stranger)) == []
    assert list(attempts_visible_to(world.trainee)) == []


def test_passed_tries_are_those_whose_current_score_passed(world):
    course = Course.objects.get(slug="parcours")
    world.open()
    attempt = start(world)
    submit_attempt(attempt=attempt, at=AT)
    assert list(passed_attempts(course_root=course, activity_key="finale")) == []
    second = start(world)
    answer_all(second)
    submit_attempt(attempt=second, at=AT)
    assert list(passed_attempts(course_root=course, activity_key="finale")) == [second]
    assert list(passed_attempts(course_root=course, activity_key="essai")) == []


def test_a_practice_under_any_key_is_no_way_to_a_certificate(world):
    attempt = start(world, "essai")
    assert submit_attempt(attempt=attempt, at=AT).passed
    assert list(passed_attempts(course_root=Course.objects.get(slug="parcours"), activity_key="essai")) == []


def test_personal_data_can_be_taken_away_and_answers_forgotten(world):
    world.open()
    attempt = start(world)
    answer_all(attempt)
    submit_attempt(attempt=attempt, at=AT)
    other = start(world, "essai", world.join("Tom"))
    save_answer(attempt=other, item_key="essai-1", answer="secreta", seq=1, at=AT)
    data = AssessmentsData()
    exported = data.export(world.trainee)["attempts"][0]
    assert exported["answers"]["ecrire"] == "géolocalisation"
    assert exported["score"] == {"points": 7, "maximum": 7, "passed": True}
    assert data.erase(world.trainee, at=AT) == {"answers": 7, "jury_decisions": 0}
    assert [response.attempt for response in Response.objects.all()] == [other]
    assert Score.objects.count() == 1
