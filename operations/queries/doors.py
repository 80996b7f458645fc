"""Which screen somebody starts from, and who answers for this installation."""

from people.choices import Role
from people.models import Organisation, Person
from people.policies import is_installation_administrator, roles_of

#: The first role that somebody holds decides: who trains starts from their sessions, whatever else they do.
STARTS = (
    (Role.TRAINER, "cohort-list"),
    (Role.CERTIFIER, "certifier-home"),
    (Role.ADMINISTRATOR, "cohort-list"),
    (Role.AUTHOR, "course-list"),
)


def home_of(person: Person) -> str:
    """The name of the address where this person's work is; without any role, their own course."""
    roles = {role for role, _organisation in roles_of(person)}
    if is_installation_administrator(person) and not roles & {Role.TRAINER, Role.CERTIFIER}:
        return "organisation-list"
    return next((name for role, name in STARTS if role in roles), "trainee-home")


def operating_organisation() -> Organisation | None:
    """Who runs this installation and answers for the data in it; nobody before the first run."""
    return Organisation.objects.filter(operates=True, approved_at__isnull=False).first()
