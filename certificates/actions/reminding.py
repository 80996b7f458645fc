"""Telling holders that the end of their certificate is near: 90, 30 and 7 days before, once each."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.models import Award
from certificates.queries.ending import ending, step_of
from certificates.queries.renewals import renewable_from
from people.actions import in_language_of, notify
from people.models import Notice, Person

KIND: Final = "award-expiry"
CHUNK: Final = 500


def remind_of_endings(*, at: datetime) -> str:
    """The duty. What was told is read at once for many, so that a daily round costs little."""
    told, chunk = 0, []
    for award in ending(at).filter(holder__person__erased_at=None, holder__person__isnull=False).iterator(CHUNK):
        step = step_of(award, at)
        if step is not None:
            chunk.append((award, f"{KIND}:{award.pk}:{step}"))
        if len(chunk) == CHUNK:
            told, chunk = told + _remind(chunk, at), []
    return f"told {told + _remind(chunk, at)}"


@transaction.atomic
def _remind(owed: list[tuple[Award, str]], at: datetime) -> int:
    known = set(Notice.objects.filter(key__in=[key for _award, key in owed]).values_list("key", flat=True))
    fresh = [(award, key) for award, key in owed if key not in known]
    for award, key in fresh:
        _tell(award, award.holder.person, key, at)
    return len(fresh)


def _tell(award: Award, person: Person | None, key: str, at: datetime) -> None:
    if person is None or award.valid_until is None:
        return
    with in_language_of(person):
        day = date_format(award.valid_until)
        title = _("Votre certificat expire le %(day)s") % {"day": day}
        body = f"{_facts(award, day)} {_what_to_do(award, at)}"
        address = reverse("award-own", args=[award.public_id])
        notify(person=person, kind=KIND, key=key, title=title, body=body, address=address, at=at)


def _facts(award: Award, day: str) -> str:
    names = {"title": award.payload["title"], "number": award.number, "day": day}
    return _("Votre certificat « %(title)s » (numéro %(number)s) est valable jusqu'au %(day)s.") % names


def _what_to_do(award: Award, at: datetime) -> str:
    first = renewable_from(award, award.achievement_version)
    if first is None:
        return _(
            "Il ne se renouvelle pas : après ce jour, qui le vérifie lira « Vrai, mais expiré ». Vous n'avez rien à faire."
        )
    names = {"organisation": award.organisation.name, "day": date_format(first)}
    if first > at.date():
        return (
            _(
                "Pour le renouveler, réussissez de nouveau ce qui est demandé, à partir du %(day)s. "
                "Parlez-en à %(organisation)s."
            )
            % names
        )
    return (
        _(
            "Pour le renouveler, réussissez de nouveau ce qui est demandé : vous le pouvez dès maintenant, et encore après "
            "ce jour. Parlez-en à %(organisation)s."
        )
        % names
    )
