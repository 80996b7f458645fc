"""« M'envoyer les fichiers par e-mail »: to the person's own confirmed address, and to no other."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from certificates.actions.forms import content_of, make_forms
from certificates.choices import FormKind
from certificates.models import Award
from certificates.queries.handing import CONTENT_TYPES, file_name
from people.models import Person

POSTED = (FormKind.PDF, FormKind.PNG, FormKind.CREDENTIAL)


def confirmed_address(person: Person) -> str:
    """The address that this person proved to be theirs, or ''."""
    found = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk").first()
    return str(found.email) if found else ""


def post_files(*, award: Award, person: Person, at: datetime) -> str:
    """Sends certificate, badge and signed file; returns the address. Never inside a transaction: mail waits for a network.
    Raises PermissionDenied unless `person` holds the award, ValidationError without a confirmed address."""
    holder = getattr(award, "holder", None)
    if holder is None or holder.person_id != person.pk:
        raise PermissionDenied
    address = confirmed_address(person)
    if not address:
        raise ValidationError(_("Vous n'avez pas d'adresse e-mail confirmée ici."), code="no_address")
    forms = make_forms(award=award, at=at, kinds=POSTED)
    subject, body = message_of(award)
    message = EmailMessage(subject, body, to=[address])
    for form in forms:
        kind = FormKind(form.form)
        message.attach(file_name(award, kind), content_of(form), CONTENT_TYPES[kind])
    message.send()
    return address


def message_of(award: Award) -> tuple[str, str]:
    """Subject and body, in the language of the reader."""
    words = _(
        "Bonjour,\n\nVoici votre certificat « %(title)s » (numéro %(number)s) : le PDF à imprimer, le badge, et le fichier "
        "signé pour un portefeuille numérique. Gardez-les : ils se vérifient partout.\n"
    )
    facts = {"title": award.payload["title"], "number": award.number}
    return _("Vos fichiers : %(number)s") % facts, words % facts
