"""What trainees of the demonstration did: lessons, practice, the certifying quiz. Each step through its action."""

from datetime import datetime, timedelta

from assessments.actions import save_answer, start_attempt, submit_attempt
from assessments.models import Attempt
from assessments.queries import model_answers
from courses.actions import close_activity, complete_activity, open_activity, start_activity
from courses.choices import Conditions
from courses.models import Enrolment
from courses.queries import ActivityView, outline
from operations.actions.demo.people import Stage
from people.models import Person

RIGHT_BEFORE_GIVING_UP = 0.5
LESSONS_OF_STAGE = {Stage.ARRIVED: 0, Stage.IN_SECOND_LESSON: 1}


def learn(*, enrolment: Enrolment, stage: Stage, at: datetime) -> None:
    """Lessons and practice as far as `stage` goes. The first lesson begins at `at`, one after the other."""
    activities = [entry for module in outline(enrolment.cohort.course_version) for entry in module.activities]
    lessons = [entry for entry in activities if entry.kind != "quiz"]
    done = LESSONS_OF_STAGE.get(stage, len(lessons))
    for entry in lessons[:done]:
        at = _read(enrolment, entry, at)
    if stage == Stage.IN_SECOND_LESSON:
        start_activity(enrolment=enrolment, activity_key=lessons[done].key, at=at)
    if stage >= Stage.PRACTISING:
        _practise(enrolment, activities, stage, at)


def take_certifying_quiz(
    *, enrolments: list[tuple[Enrolment, Stage]], activity_key: str, trainer: Person, at: datetime
) -> None:
    """The trainer opens the quiz in the room, those who are there take it, the trainer closes it."""
    if not enrolments:
        return
    cohort = enrolments[0][0].cohort
    open_activity(cohort=cohort, activity_key=activity_key, conditions=Conditions.IN_ROOM, by=trainer, at=at)
    for enrolment, stage in enrolments:
        attempt = start_attempt(enrolment=enrolment, activity_key=activity_key, at=at)
        answer(attempt=attempt, share=1.0 if stage.passed else RIGHT_BEFORE_GIVING_UP, at=at)
        submit_attempt(attempt=attempt, at=at + timedelta(minutes=18))
    close_activity(cohort=cohort, activity_key=activity_key, by=trainer, at=at + timedelta(minutes=40))


def answer(*, attempt: Attempt, share: float, at: datetime) -> None:
    """Answer the first `share` of the questions rightly and leave the others."""
    keys = [entry["key"] for entry in attempt.drawn]
    right = model_answers(attempt.assessment_version_id, keys)
    for number, key in enumerate(keys[: round(len(keys) * share)]):
        moment = at + timedelta(seconds=40 * number)
        save_answer(attempt=attempt, item_key=key, answer=right[key], seq=None, at=moment)


def certifying_quiz(enrolment: Enrolment) -> str:
    """The key of the activity that the course's certificate asks for."""
    return str(enrolment.cohort.course_version.certificate["activity"])


def _read(enrolment: Enrolment, entry: ActivityView, at: datetime) -> datetime:
    start_activity(enrolment=enrolment, activity_key=entry.key, at=at)
    end = at + timedelta(minutes=entry.minutes)
    complete_activity(enrolment=enrolment, activity_key=entry.key, at=end)
    return end


def _practise(enrolment: Enrolment, activities: list[ActivityView], stage: Stage, at: datetime) -> None:
    for entry in activities:
        if entry.kind == "quiz" and not entry.protected:
            attempt = start_attempt(enrolment=enrolment, activity_key=entry.key, at=at)
            finished = stage > Stage.PRACTISING
            answer(attempt=attempt, share=1.0 if finished else RIGHT_BEFORE_GIVING_UP, at=at)
            if finished:
                submit_attempt(attempt=attempt, at=at + timedelta(minutes=entry.minutes))
