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


def open_withdrawal(award: Award) -> Withdrawal | None:
    return Withdrawal.objects.filter(award=award, decided_at=None).select_related("asked_by").first()


def declined_withdrawals(award: Award) -> list[Withdrawal]:
    """Those that a second person declined, with why; oldest first. One query."""
    rows = Withdrawal.objects.filter(award=award, change=None, decided_at__isnull=False).exclude(answer="")
    return list(rows.select_related("decided_by").order_by("decided_at", "pk"))


def second_people(withdrawal: Withdrawal) -> list[Person]:
    """Who could agree: everybody who certifies for the issuer or administers it, but the one who asked."""
    members = Membership.objects.filter(organisation=withdrawal.award.issuer_id, role__in=AGREEING, until=None)
    people = Person.objects.filter(memberships__in=members, erased_at=None).exclude(pk=withdrawal.asked_by_id)
    return list(people.distinct().order_by("family_name", "given_name"))


def _issuers(person: Viewer) -> list[UUID]:
    return [organisation for role, organisation in roles_of(person) if role in AGREEING]
