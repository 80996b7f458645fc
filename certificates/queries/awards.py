"""Awards: by their public address, by who may see them, and what a verifier needs to know of their issuer."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from certificates.models import AchievementVersion, Award, IssuerKey, RegisterEntry
from certificates.queries.achievements import certified_by
from certificates.signing import did_document, did_web
from content.versions import State
from people.models import Organisation
from people.policies import Viewer

RELATED = ("issuer", "organisation", "achievement_version__achievement", "holder")


def awards_visible_to(person: Viewer) -> QuerySet[Award]:
    """Those issued in the name of an organisation this person certifies for. A holder's own: `own_awards`."""
    return (
        Award.objects.filter(issuer__in=certified_by(person))
        .select_related(*RELATED)
        .prefetch_related("status_changes")
    )


def own_awards(person: Viewer) -> QuerySet[Award]:
    """What this person holds, newest first."""
    return (
        Award.objects.filter(holder__person=person.pk, holder__person__isnull=False)
        .select_related(*RELATED, "renews", "renewed_by", "replaces", "replaced_by")
        .prefetch_related("status_changes", "holder__forms")
    )


def award_by_public_id(public_id: str) -> Award | None:
    """For whoever has the address: 128 random bits are the permission."""
    if "\0" in public_id:  # PostgreSQL refuses even to look for it
        return None
    return (
        Award.objects.filter(public_id=public_id)
        .select_related(*RELATED)
        .prefetch_related("status_changes", "holder__forms", "evidence")
        .first()
    )


def register_visible_to(person: Viewer) -> QuerySet[RegisterEntry]:
    """The entries of this certifier's awards, newest first. The register is one for the whole installation."""
    return (
        RegisterEntry.objects.filter(award__issuer__in=certified_by(person))
        .select_related("award__holder", "award__organisation", "award__achievement_version", "status_change")
        .order_by("-index")
    )


def did_of(organisation: Organisation) -> str:
    return did_web(settings.VOLET_BASE_URL, organisation.slug)


def did_document_of(organisation: Organisation) -> dict[str, Any]:
    """What is served at `issuer-did`: every key it ever signed with, newest first."""
    keys = IssuerKey.objects.filter(organisation=organisation).order_by("-created_at", "-pk")
    return did_document(did_of(organisation), keys.values_list("kid", "public_multibase"))


def issuers() -> QuerySet[Organisation]:
    """Organisations that anyone may look up as issuers: approved certifiers, and whoever has ever signed."""
    signed = IssuerKey.objects.values("organisation")
    return Organisation.objects.filter(Q(certifies=True, approved_at__isnull=False) | Q(pk__in=signed))


def published_by(organisation: Organisation) -> QuerySet[AchievementVersion]:
    """What can be earned from this issuer today."""
    return AchievementVersion.objects.filter(
        achievement__owner=organisation, achievement__archived_at=None, state=State.PUBLISHED
    ).order_by("title")
