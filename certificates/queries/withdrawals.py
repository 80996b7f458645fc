"""Withdrawals that wait for a second person."""

from uuid import UUID

from django.db.models import QuerySet

from certificates.models import Award, Withdrawal
from people.choices import Role
from people.models import Membership, Organisation, Person
from people.policies import Viewer, roles_of

AGREEING = (Role.CERTIFIER, Role.ADMINISTRATOR)


def withdrawals_visible_to(person: Viewer) -> QuerySet[Withdrawal]:
    """Open ones of the issuers this person certifies for or administers, oldest first."""
    rows = Withdrawal.objects.filter(award__issuer__in=_issuers(person), award__issuer__certifies=True, decided_at=None)
    return rows.select_related("award__issuer", "award__holder", "asked_by").order_by("asked_at", "pk")


def can_second(person: Viewer) -> bool:
    """Whether this person certifies for an issuer or administers one: else there is no list for them."""
    return Organisation.objects.filter(pk__in=_issuers(person), certifies=True).exists()


def requests_about(award: Award) -> tuple[Withdrawal | None, list[Withdrawal]]:
    """The one that is open, and those that a second person declined, oldest first. One query."""
    rows = Withdrawal.objects.filter(award=award, change=None).select_related("asked_by", "decided_by").order_by("pk")
    found = list(rows)
    waiting = next((row for row in found if row.decided_at is None), None)
    return waiting, [row for row in found if row.answer]


def second_people(withdrawal: Withdrawal) -> list[Person]:
    """Who could agree: everybody who certifies for the issuer or administers it, but the one who asked."""
    members = Membership.objects.filter(organisation=withdrawal.award.issuer_id, role__in=AGREEING, until=None)
    people = Person.objects.filter(memberships__in=members, erased_at=None).exclude(pk=withdrawal.asked_by_id)
    return list(people.distinct().order_by("family_name", "given_name"))


def _issuers(person: Viewer) -> list[UUID]:
    return [organisation for role, organisation in roles_of(person) if role in AGREEING]
