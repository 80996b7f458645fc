"""The keys of a certifier as its screens show them."""

import hashlib

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certificates.choices import FormKind
from certificates.models import IssuedForm, IssuerKey
from certificates.queries.achievements import certified_by
from certificates.signing import decode_public
from people.models import Organisation
from people.policies import Viewer


def key_bodies(person: Viewer) -> QuerySet[Organisation]:
    """Organisations whose key this person looks after."""
    return Organisation.objects.filter(pk__in=certified_by(person), certifies=True).order_by("name")


def keys_of(organisation: Organisation) -> QuerySet[IssuerKey]:
    """Newest first, each with how many certificates it signed (`signed`)."""
    forms = IssuedForm.objects.filter(key=OuterRef("pk"), form=FormKind.CREDENTIAL).order_by()
    signed = Subquery(forms.values("key").annotate(number=Count("pk")).values("number"))
    keys = IssuerKey.objects.filter(organisation=organisation)
    return keys.annotate(signed=Coalesce(signed, 0)).order_by("-created_at", "-pk")


def fingerprint(key: IssuerKey) -> str:
    """SHA-256 of the public half, in groups that two people can compare aloud."""
    digest = hashlib.sha256(decode_public(key.public_multibase)).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))
