"""Renewal and expiry: which award a new one renews, and which ones end soon."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from certificates.choices import Renewal, StatusKind
from certificates.models import AchievementVersion, Award, StatusChange
from certificates.queries.achievements import certified_by
from people.policies import Viewer

#: Days before the end at which a certificate counts as ending soon.
SOON: Final = 90
GONE: Final = (StatusKind.REVOKED, StatusKind.CORRECTED)


def renewable_awards(version: AchievementVersion, people: Iterable[UUID], today: date) -> dict[UUID, Award]:
    """By person, the award of the same certificate that one signed today renews: the newest with an end that is near enough
    (`renewal_days`) or past, not withdrawn, not replaced, not renewed yet. One query; none where nothing is renewed."""
    if version.renewal == Renewal.NONE:
        return {}
    near = today + timedelta(days=version.renewal_days)
    rows = _standing().filter(
        achievement_version__achievement=version.achievement_id, holder__person__in=set(people), valid_until__lte=near
    )
    found: dict[UUID, Award] = {}
    for award in rows.select_related("holder").order_by("awarded_at"):
        person = award.holder.person_id
        if person is not None:
            found[person] = award
    return found


def ending_awards(today: date, days: int = SOON) -> QuerySet[Award]:
    """Those whose last day is at most `days` ahead and not past, which nothing has renewed; the first to end first."""
    ahead = _standing().filter(valid_until__gte=today, valid_until__lte=today + timedelta(days=days))
    return ahead.select_related("issuer", "holder__person", "achievement_version").order_by("valid_until", "number")


def ending_visible_to(person: Viewer, today: date) -> QuerySet[Award]:
    return ending_awards(today).filter(issuer__in=certified_by(person))


def _standing() -> QuerySet[Award]:
    """Neither withdrawn nor replaced nor renewed; a suspension doesn't stop the clock."""
    last = StatusChange.objects.filter(award=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    rows = Award.objects.annotate(last_kind=Subquery(last)).filter(renewed_by=None)
    return rows.filter(Q(last_kind=None) | ~Q(last_kind__in=GONE))
