"""Who may do what with certificates. The owner of an achievement is the certifier who answers for it."""

from certificates.choices import Standing
from certificates.models import Achievement, AchievementVersion, Award
from people.choices import Role
from people.models import Organisation
from people.policies import Viewer, has_role

#: Standings in which the files of an award are handed out.
HANDED_OUT = frozenset({Standing.VALID, Standing.EXPIRED})


def can_certify(person: Viewer, organisation: Organisation) -> bool:
    """Sign, withdraw, correct and authorise in the name of `organisation`."""
    return organisation.certifies and has_role(person, Role.CERTIFIER, organisation)


def can_sign(person: Viewer, version: AchievementVersion) -> bool:
    return can_certify(person, version.achievement.owner)


def can_manage_achievement(person: Viewer, achievement: Achievement) -> bool:
    return can_certify(person, achievement.owner)


def can_agree_to_withdrawal(person: Viewer, award: Award) -> bool:
    """The second person: certifies for its issuer, or administers it."""
    return award.issuer.certifies and any(
        has_role(person, role, award.issuer) for role in (Role.CERTIFIER, Role.ADMINISTRATOR)
    )


def can_change_award(person: Viewer, award: Award) -> bool:
    """Suspend, reinstate, correct, ask for a withdrawal: whoever certifies for its issuer."""
    return can_certify(person, award.issuer)
