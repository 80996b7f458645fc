"""What this room holds about a person, and how it forgets it."""

from datetime import datetime
from typing import Any

from courses.models import Attendance, CohortTrainer, Enrolment, IdentityCheck, Progress
from people.models import Person


class CoursesData:
    """Erasing removes the names a trainer saw and ends the enrolments. Progress stays, of nobody."""

    room = "courses"

    def export(self, person: Person) -> dict[str, Any]:
        enrolments = Enrolment.objects.filter(person=person).select_related(
            "cohort__organisation", "cohort__course_version"
        )
        return {
            "sessions": [_session(enrolment) for enrolment in enrolments.order_by("joined_at")],
            "sessions_trained": list(
                CohortTrainer.objects.filter(person=person).values_list("cohort__name", flat=True)
            ),
        }

    def erase(self, person: Person, *, at: datetime) -> dict[str, int]:
        checks, _by_model = IdentityCheck.objects.filter(enrolment__person=person).delete()
        Enrolment.objects.filter(person=person).update(external_id="")
        ended = Enrolment.objects.filter(person=person, left_at=None).update(left_at=at)
        return {"identity_checks": checks, "enrolments_ended": ended}


def _session(enrolment: Enrolment) -> dict[str, Any]:
    progress = Progress.objects.filter(enrolment=enrolment).order_by("started_at")
    checks = IdentityCheck.objects.filter(enrolment=enrolment)
    return {
        "session": enrolment.cohort.name,
        "organisation": enrolment.cohort.organisation.name,
        "course": str(enrolment.cohort.course_version),
        "joined_at": enrolment.joined_at.isoformat(),
        "left_at": enrolment.left_at.isoformat() if enrolment.left_at else None,
        "progress": [
            {
                "activity": entry.activity_key,
                "state": entry.state,
                "started_at": entry.started_at.isoformat(),
                "completed_at": entry.completed_at.isoformat() if entry.completed_at else None,
            }
            for entry in progress
        ],
        "attendance": [
            {"day": entry.meeting.day.isoformat(), "minutes": entry.meeting.minutes, "present": entry.present}
            for entry in Attendance.objects.filter(enrolment=enrolment).select_related("meeting").order_by("meeting")
        ],
        "identity": [{"name": check.name, "seen_as": check.seen_as, "at": check.at.isoformat()} for check in checks],
    }
