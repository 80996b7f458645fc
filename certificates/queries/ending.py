"""Certificates that end soon."""

from datetime import date, timedelta
from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from certificates.models import Award, StatusChange
from certificates.queries.achievements import certified_by
from certificates.queries.facts import ENDED
from people.policies import Viewer

#: Days before the end at which a certificate counts as ending soon.
SOON: Final = 90


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
    return rows.filter(Q(last_kind=None) | ~Q(last_kind__in=ENDED))
