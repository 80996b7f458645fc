"""Who may do what with courses and sessions."""

from content.versions import Visibility
from courses.models import Cohort, Course, Enrolment
from people.choices import Role
from people.policies import Viewer, roles_of

RUNNERS = (Role.TRAINER, Role.ADMINISTRATOR)


def can_prepare_sessions(person: Viewer) -> bool:
    """Train or administer somewhere: these people have the screens of sessions."""
    return any(role in RUNNERS for role, _organisation in roles_of(person))


def can_run_cohort(person: Viewer, cohort: Cohort) -> bool:
    return any((str(role), cohort.organisation_id) in roles_of(person) for role in RUNNERS)


def can_follow(person: Viewer, enrolment: Enrolment) -> bool:
    """Do the course as this trainee."""
    return enrolment.left_at is None and enrolment.person_id == person.pk


def can_read_course(person: Viewer, course: Course) -> bool:
    """Public courses are free to read; the others by whoever has a role in the body that owns them."""
    if course.archived_at is not None:
        return False
    owned = any(organisation == course.owner_id for _role, organisation in roles_of(person))
    return course.visibility == Visibility.PUBLIC or owned
