"""Certificates whose end is near."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery

from certificates.models import Award, StatusChange
from certificates.queries.achievements import certified_by
from certificates.queries.facts import ENDED
from people.policies import Viewer

#: Days before the last day on which the holder is told.
STEPS: Final = (90, 30, 7)
AHEAD: Final = timedelta(days=max(STEPS))


def ending(at: datetime) -> QuerySet[Award]:
    """Awards that end within 90 days, soonest first; none that was renewed, corrected, withdrawn, or is suspended. The day
    is that of UTC: `step_of` decides by the issuer's own."""
    today = at.date()
    last = StatusChange.objects.filter(award=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    rows = Award.objects.filter(valid_until__gte=today, valid_until__lte=today + AHEAD)
    rows = rows.filter(renewed_by=None, replaced_by=None).annotate(last=Subquery(last))
    rows = rows.filter(Q(last=None) | ~Q(last__in=ENDED))
    related = ("issuer", "organisation", "achievement_version", "holder__person")
    return rows.select_related(*related).order_by("valid_until", "number")


def ending_visible_to(person: Viewer, at: datetime) -> QuerySet[Award]:
    return ending(at).filter(issuer__in=certified_by(person))


def step_of(award: Award, at: datetime) -> int | None:
    """90, 30 or 7: the reminder that is due. One that was due before the certificate was there is none."""
    if award.valid_until is None:
        return None
    left = (award.valid_until - _today(award, at)).days
    due = [days for days in STEPS if 0 <= left <= days and award.valid_until - timedelta(days=days) > award.awarded_on]
    return min(due, default=None)


def _today(award: Award, at: datetime) -> date:
    return at.astimezone(ZoneInfo(award.issuer.time_zone)).date()
