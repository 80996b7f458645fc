"""News for one person. The row is written inside the caller's transaction; the e-mail is sent later, by a task."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.models import Notice, Person

logger = logging.getLogger(__name__)
PER_SWEEP: Final = 200
#: News that couldn't be sent for so long is on the screen anyway, and old by mail.
TRIED_FOR: Final = timedelta(days=7)


def notify(
    *, person: Person, kind: str, key: str, title: str, body: str, at: datetime, address: str = ""
) -> Notice | None:
    """One notice for `key`, whoever asks how often. `title` and `body` are plain text in the person's language (see
    `in_language_of`), `address` a path of this site. None for somebody whose data was erased."""
    if person.erased_at is not None:
        return None
    notice, _made = Notice.objects.get_or_create(
        person=person,
        key=key[:120],
        defaults={"kind": kind, "title": title[:200], "body": body, "address": address, "created_at": at},
    )
    return notice


def in_language_of(person: Person) -> override:
    """`with in_language_of(person): …` to write the words of a notice."""
    return override(person.language)


def read_notices(*, person: Person, at: datetime) -> int:
    """All that was unread is read."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=at)


def send_owed_notices(*, at: datetime) -> str:
    """The duty: each notice goes once to the address of its person, where there is one (the demonstration's people have none
    that works). Claimed before it is sent: a crash in between loses a mail, whose news stays on the screen, rather than
    sending it twice."""
    owed = Notice.objects.filter(emailed_at=None, created_at__gt=at - TRIED_FOR, person__email__isnull=False)
    rows = (
        owed.filter(person__erased_at=None, person__is_demo=False).select_related("person").order_by("pk")[:PER_SWEEP]
    )
    sent = failed = 0
    for notice in rows:
        if not Notice.objects.filter(pk=notice.pk, emailed_at=None).update(emailed_at=at):
            continue
        try:
            _message(notice).send()
            sent += 1
        except OSError as error:  # the mail server is away: tried again at the next round
            logger.warning("notice %s not sent: %s", notice.pk, type(error).__name__)
            Notice.objects.filter(pk=notice.pk).update(emailed_at=None)
            failed += 1
    return f"sent {sent}, failed {failed}"


def _message(notice: Notice) -> EmailMessage:
    with in_language_of(notice.person):
        greeting = _("Bonjour %(name)s,") % {"name": notice.person.given_name or notice.person.display_name}
        link = f"{settings.VOLET_BASE_URL}{notice.address}" if notice.address else ""
        parts = [
            greeting,
            notice.body,
            link,
            _("Ce message est envoyé par Volet. Vous pouvez aussi le lire en vous connectant."),
        ]
    text = "\n\n".join(part for part in parts if part)
    return EmailMessage(subject=" ".join(notice.title.split()), body=text, to=[str(notice.person.email)])
