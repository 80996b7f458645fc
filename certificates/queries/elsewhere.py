"""Certificates of elsewhere that somebody may see: their owner, the bodies that read the record, holders of a link to it."""

from django.db.models import QuerySet

from certificates.models import ForeignAward, ShareLink
from certificates.queries.livrets import body_records
from people.models import Person
from people.policies import Viewer


def own_foreign(person: Viewer) -> QuerySet[ForeignAward]:
    if not isinstance(person, Person):
        return ForeignAward.objects.none()
    return ForeignAward.objects.filter(person=person).select_related("person")


def read_by_bodies(person: Viewer) -> QuerySet[ForeignAward]:
    """In a record that this person reads for their body."""
    records = body_records(person).order_by().values("pk")
    return ForeignAward.objects.filter(annexes__record__in=records).select_related("person").distinct()


def shared_by(link: ShareLink) -> QuerySet[ForeignAward]:
    return ForeignAward.objects.filter(annexes__record=link.record_id).select_related("person")
