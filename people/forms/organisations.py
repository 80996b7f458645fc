"""What people type about their body."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.choices import Role
from people.forms.accounts import NameField, PersonForm
from people.models import Organisation
from people.policies import roles_possible


class BodyForm(forms.Form):
    """A body that asks to be created."""

    name = NameField(label=_("Nom de l'organisme"), length=160, autocomplete="organization")
    city = forms.CharField(label=_("Ville"), max_length=80, required=False)
    trains = forms.BooleanField(label=_("Nous formons des animateurs"), required=False, initial=True)
    certifies = forms.BooleanField(
        label=_("Nous délivrons des certificats"),
        required=False,
        help_text=_("Vous répondez de ce qu'ils disent. L'administration de Volet vérifie ce point."),
    )
    purpose = forms.CharField(
        label=_("Votre projet, en quelques mots"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("trains") or data.get("certifies")):
            self.add_error(
                "trains", gettext("Dites ce que fait votre organisme : former, délivrer des certificats, ou les deux.")
            )
        return data


class ContactForm(forms.Form):
    """Where anyone may write to a body."""

    contact = forms.EmailField(
        label=_("Adresse pour vous écrire"),
        required=False,
        help_text=_("Une adresse de l'organisme, pas d'une personne : elle est montrée à qui a un certificat de vous."),
    )


class AskForm(BodyForm, PersonForm):
    """The same by somebody without an account: body and person on one screen."""

    field_order = ("name", "city", "trains", "certifies", "purpose", "given_name", "family_name", "email", "password")


class FirstRunForm(PersonForm):
    code = forms.CharField(
        label=_("Code affiché dans la console du serveur"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Trois groupes de quatre signes, par exemple K7M2-P9QX-4TRA."),
    )
    organisation_name = NameField(label=_("Nom de votre organisme"), length=160, autocomplete="organization")
    trains = forms.BooleanField(label=_("Nous formons des animateurs"), required=False, initial=True)
    certifies = forms.BooleanField(label=_("Nous délivrons des certificats"), required=False, initial=True)
    field_order = ("code", "given_name", "family_name", "email", "password", "organisation_name", "trains", "certifies")

    def installation(self) -> dict[str, Any]:
        """The keywords of `open_installation`."""
        return self.person() | {name: self.cleaned_data[name] for name in ("organisation_name", "trains", "certifies")}


WHAT_A_ROLE_DOES = {
    Role.ADMINISTRATOR: _("Administration : invite des collègues et donne les rôles"),
    Role.TRAINER: _("Formation : prépare et suit les sessions"),
    Role.AUTHOR: _("Écriture : rédige les parcours et les quiz"),
    Role.CERTIFIER: _("Certificats : les signe et en répond"),
}


class InvitationForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Rôles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un rôle.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = roles_possible(organisation)
        choices = forms.MultipleChoiceField(choices=[(role.value, WHAT_A_ROLE_DOES[role]) for role in possible]).choices
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]
        if len(possible) > 1:
            self.fields["roles"].initial = [possible[1].value]


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Raison du refus"),
        max_length=2000,
        help_text=_("La personne qui a demandé la lira."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
