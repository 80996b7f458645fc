"""Reminders before a certificate ends: 90, 30 and 7 days ahead, each once, with what to do."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.choices import Renewal
from certificates.models import Award
from certificates.queries.ending import SOON, ending_awards
from certificates.queries.words import day
from people.actions import in_language_of, notify
from people.models import Person

STEPS: Final = (7, 30, SOON)


def remind_of_expiry(*, at: datetime) -> str:
    """The duty. A certificate that never had so many days to go isn't reminded of them; a duty that slept for weeks
    sends the nearest reminder only."""
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    told = 0
    for award in ending_awards(today).iterator(500):
        holder = getattr(award, "holder", None)
        person = holder.person if holder is not None else None
        step = _step(award, (award.valid_until - today).days) if award.valid_until else None
        if person is not None and step is not None:
            told += _remind(award, person, step, at)
    return f"reminded of {told}"


def _step(award: Award, left: int) -> int | None:
    step = next((days for days in STEPS if left <= days), None)
    whole = (award.valid_until - award.awarded_on).days if award.valid_until else 0
    return step if step is not None and step < whole else None


def _remind(award: Award, person: Person, step: int, at: datetime) -> bool:
    with in_language_of(person):
        names = {
            "title": award.payload["title"],
            "number": award.number,
            "day": day(award.valid_until) if award.valid_until else "",
            "issuer": award.payload["issuer"]["name"],
        }
        if award.achievement_version.renewal == Renewal.RETAKE:
            body = _(
                "Votre certificat « %(title)s » (numéro %(number)s) est valable jusqu'au %(day)s. Pour le renouveler, "
                "réussissez de nouveau ce qu'il demande, dans une session d'un organisme habilité par %(issuer)s."
            )
        else:
            body = _(
                "Votre certificat « %(title)s » (numéro %(number)s) est valable jusqu'au %(day)s. Après ce jour, qui le "
                "vérifie lira « Vrai, mais expiré ». Il ne se renouvelle pas."
            )
        notice = notify(
            person=person,
            kind="award-expiry",
            key=f"award-expiry:{award.pk}:{step}",
            title=_("Votre certificat prend fin le %(day)s") % names,
            body=body % names,
            address=reverse("award-list"),
            at=at,
        )
    return notice is not None and notice.created_at == at
