"""What is handed to a holder: names and kinds of the files, who may show theirs to the world, where it can be shown."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.choices import FormKind
from certificates.models import Award, IssuedForm, Seal
from courses.models import IdentityCheck
from people.policies import Viewer

CONTENT_TYPES: Final = {
    FormKind.CREDENTIAL: "application/vc+ld+json",
    FormKind.JWT: "text/plain; charset=utf-8",
    FormKind.PNG: "image/png",
    FormKind.SVG: "image/svg+xml",
    FormKind.PDF: "application/pdf",
    FormKind.SEALED: "application/pdf",
}
ENDS: Final = {
    FormKind.CREDENTIAL: "json",
    FormKind.JWT: "jwt",
    FormKind.PNG: "png",
    FormKind.SVG: "svg",
    FormKind.PDF: "pdf",
    FormKind.SEALED: "pdf",
}
ADDRESSES: Final = {
    FormKind.PDF: "award-pdf",
    FormKind.SEALED: "award-sealed",
    FormKind.PNG: "award-png",
    FormKind.SVG: "award-svg",
    FormKind.CREDENTIAL: "award-credential",
    FormKind.JWT: "award-jwt",
}
LINKEDIN: Final = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True)
class Handed:
    """A form to download, and one sentence on what it is for."""

    kind: FormKind
    address: str
    purpose: str
    icon: str


def file_name(award: Award, kind: FormKind) -> str:
    names = {FormKind.PNG: _("badge"), FormKind.SVG: _("badge"), FormKind.SEALED: _("certificat-scelle")}
    return f"{names.get(kind, _('certificat'))}-{award.number}.{ENDS[kind]}"


def handed_forms(award: Award) -> list[Handed]:
    """The forms of an award in the order in which people need them."""
    purposes = {
        FormKind.PDF: (_("À imprimer, à envoyer : c'est le certificat que tout le monde lit."), "file"),
        FormKind.PNG: (_("L'image à joindre à un profil ou à un message. Le certificat signé est dedans."), "award"),
        FormKind.SVG: (_("La même image, nette à toutes les tailles, pour un site."), "award"),
        FormKind.CREDENTIAL: (_("Pour un portefeuille numérique ou un autre logiciel de badges."), "key"),
        FormKind.JWT: (_("Le même fichier signé, dans l'autre forme que des logiciels demandent."), "key"),
    }
    sealed = IssuedForm.objects.filter(holder__award=award, form=FormKind.SEALED)
    if sealed.exists() or Seal.objects.filter(organisation=award.issuer_id, retired_at=None).exists():
        sentence = _("Le même PDF sous le cachet du certificateur : un lecteur de PDF dit s'il a été changé.")
        purposes[FormKind.SEALED] = (sentence, "file")
    return [Handed(kind, ADDRESSES[kind], purpose, icon) for kind, (purpose, icon) in purposes.items()]


def is_known_adult(person: Viewer) -> bool:
    """Whether a trainer saw that this person is 18 or more. Without that, nothing of theirs is ever made public."""
    return IdentityCheck.objects.filter(enrolment__person=person.pk, adult=True).exists()


def linkedin_address(award: Award) -> str:
    """The form of the network, filled in; nothing is sent before the person follows it and confirms there."""
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": award.payload["title"],
        "organizationName": award.payload["issuer"]["name"],
        "issueYear": award.awarded_on.year,
        "issueMonth": award.awarded_on.month,
        "certUrl": f"{settings.VOLET_BASE_URL}{award.get_absolute_url()}",
        "certId": award.number,
    }
    if award.valid_until:
        facts |= {"expirationYear": award.valid_until.year, "expirationMonth": award.valid_until.month}
    return f"{LINKEDIN}?{urlencode(facts)}"
