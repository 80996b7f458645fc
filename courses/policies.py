"""Who may do what with courses and sessions."""

from content.versions import Visibility
from courses.models import Course
from people.choices import Role
from people.policies import Viewer, roles_of

#: Who prepares and follows the sessions of a training body.
RUNNERS = (Role.TRAINER, Role.ADMINISTRATOR)


def can_read_course(person: Viewer, course: Course) -> bool:
    """Public courses are free to read; the others by whoever has a role in the body that owns them."""
    if course.archived_at is not None:
        return False
    owned = any(organisation == course.owner_id for _role, organisation in roles_of(person))
    return course.visibility == Visibility.PUBLIC or owned
