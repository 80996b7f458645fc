"""Certificates that are issued without a signature by session: who answers for them, and who is owed one."""

from datetime import datetime

from django.db.models import Q, QuerySet

from certificates.choices import Issuing
from certificates.models import AchievementVersion
from certificates.policies import can_sign
from certificates.queries.candidates import candidates_within
from certificates.queries.criteria import saying_whether_trees, trees_of
from certificates.queries.owing import owed_within
from content.versions import State
from courses.models import Enrolment
from people.models import Person


def automatic_versions() -> QuerySet[AchievementVersion]:
    """Those in force, with who published them."""
    versions = AchievementVersion.objects.filter(issuing=Issuing.AUTOMATIC, state=State.PUBLISHED)
    return saying_whether_trees(versions.select_related("achievement__owner", "course", "published_by"))


def signer_of(version: AchievementVersion) -> Person | None:
    """Whoever published, as long as they certify for its owner. None: a colleague must sign."""
    signer = version.published_by
    return signer if signer is not None and can_sign(signer, version) else None


def owed(version: AchievementVersion, within: Q, at: datetime) -> list[Enrolment]:
    """Who is ready for it. Only who may have met everything, in sessions of bodies that were ever authorised, is read."""
    bodies = version.achievement.authorisations.values("organisation")
    tree = trees_of([version], named=False)[version.pk]
    asked = owed_within(version, tree, within & Q(cohort__organisation__in=bodies))
    lines = candidates_within(version, Q(pk__in=asked.values("pk")), at)
    return [line.enrolment for line in lines if line.ready]
