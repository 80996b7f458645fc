"""Links that show a record: the holder's list, and what somebody without an account is shown."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from certificates.choices import Standing
from certificates.models import Annex, ShareLink
from certificates.queries.covering import Coverage
from certificates.queries.records import RELATED
from certificates.queries.standing import verdict_of
from people.models import Person
from people.policies import Viewer


def own_links(person: Viewer) -> QuerySet[ShareLink]:
    if not isinstance(person, Person):
        return ShareLink.objects.none()
    return ShareLink.objects.filter(record__person=person).select_related("record")


def link_named(token: str) -> ShareLink | None:
    """Whoever holds the address; also one that is over, which says so. None for what was never one."""
    related = [f"record__{name}" for name in RELATED]
    return ShareLink.objects.filter(token=token.replace("\0", "")).select_related(*related).first()


def is_open(link: ShareLink, at: datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at


def address_of(link: ShareLink) -> str:
    return f"{settings.VOLET_BASE_URL}{reverse('share-open', args=[link.token])}"


def standings(covered: Coverage, at: datetime) -> list[tuple[Annex, Standing | None]]:
    """Each certificate with what it is worth now; None for one of elsewhere. No query after `coverage`."""
    return [(annex, verdict_of(annex.award, at) if annex.award is not None else None) for annex in covered.held]
