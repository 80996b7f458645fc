"""Certificates to be earned and the bodies that may run them, as their certifier sees them."""

from uuid import UUID

from django.db.models import QuerySet

from certificates.models import Achievement, AchievementVersion, Authorisation
from content.versions import State
from people.choices import Role
from people.policies import Viewer, roles_of


def certified_by(person: Viewer) -> list[UUID]:
    """Ids of the organisations in whose name this person certifies."""
    return [organisation for role, organisation in roles_of(person) if role == Role.CERTIFIER]


def achievements_visible_to(person: Viewer) -> QuerySet[Achievement]:
    return _managed(person).select_related("owner").prefetch_related("versions")


def draft_visible_to(person: Viewer, slug: str) -> AchievementVersion | None:
    """The draft of one's own certificate of this slug, with its framework and its owner. One query."""
    drafts = AchievementVersion.objects.filter(
        achievement__in=_managed(person), achievement__slug=slug, state=State.DRAFT
    )
    return drafts.select_related("framework_version__framework", "achievement__owner").first()


def authorisations_visible_to(person: Viewer) -> QuerySet[Authorisation]:
    return Authorisation.objects.filter(achievement__owner__in=certified_by(person)).select_related(
        "achievement__owner", "organisation"
    )


def title_of(achievement: Achievement) -> str:
    """The title of its newest version (one query, or none with `versions` prefetched)."""
    versions = list(achievement.versions.all())
    return max(versions, key=lambda version: version.number).title if versions else achievement.slug


def _managed(person: Viewer) -> QuerySet[Achievement]:
    return Achievement.objects.filter(owner__in=certified_by(person), owner__certifies=True, archived_at=None)
