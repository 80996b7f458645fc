"""What the second person of a withdrawal types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.forms.certifier import ReasonField


class DeclineForm(forms.Form):
    """Why the certificate isn't withdrawn."""

    prefix = "decline"
    answer = ReasonField(
        help_text=_("La personne qui a demandé le retrait la lira. N'y écrivez pas le nom du ou de la titulaire."),
        error_messages={"required": _("Écrivez pourquoi vous refusez : la personne qui a demandé le lira.")},
    )
