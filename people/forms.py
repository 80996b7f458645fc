"""What people type."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.choices import Role, SecretKind
from people.models import Organisation, Person
from people.policies import roles_possible
from people.queries import person_with_email
from people.validators import NAME_LENGTH, tidy_email, tidy_name


class NameField(forms.CharField):
    """A name of a person or a body, tidied as it will be kept."""

    def __init__(self, *, length: int = NAME_LENGTH, autocomplete: str = "off", **kwargs: Any) -> None:
        self.length = length
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": autocomplete, "maxlength": length})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return tidy_name(text, length=self.length) if text else ""


class PersonForm(forms.Form):
    """A new staff account."""

    given_name = NameField(label=_("Prénom"), autocomplete="given-name")
    family_name = NameField(label=_("Nom"), autocomplete="family-name")
    email = forms.EmailField(
        label=_("Adresse e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=200,
        strip=False,
        help_text=_("10 caractères au moins. Une phrase que vous seul ou seule connaissez convient bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def clean_email(self) -> str:
        email = tidy_email(self.cleaned_data["email"])
        if person_with_email(email):
            raise ValidationError(
                gettext("Cette adresse e-mail a déjà un compte : connectez-vous d'abord."), code="email"
            )
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            known = {name: data.get(name) or "" for name in ("given_name", "family_name", "email")}
            try:
                validate_password(data["password"], Person(**known))
            except ValidationError as error:
                self.add_error("password", error)
        return data

    def person(self) -> dict[str, Any]:
        """The keywords of `create_staff`."""
        return {name: self.cleaned_data[name] for name in ("given_name", "family_name", "email", "password")}


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


class ReturnForm(forms.Form):
    """User name and PIN, forgiving about spaces and capitals."""

    username = forms.CharField(
        label=_("Votre nom d'utilisateur"),
        max_length=60,
        help_text=_("Il est sur votre carte, par exemple ines-k7m2."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "data-card-name": ""}
        ),
    )
    pin = forms.CharField(
        label=_("Votre code PIN"),
        max_length=20,
        help_text=_("6 chiffres."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "data-card-pin": ""}),
    )

    def clean_username(self) -> str:
        username = "".join(self.cleaned_data["username"].split()).lower()
        if "@" in username:
            raise ValidationError(
                gettext("Cette page est pour les stagiaires. Avec une adresse e-mail, utilisez l'autre page."),
                code="email",
            )
        return username

    def clean_pin(self) -> str:
        pin = re.sub(r"[\s.-]", "", self.cleaned_data["pin"])
        if not re.fullmatch(r"[0-9]{6}", pin):
            raise ValidationError(gettext("Le code PIN a 6 chiffres."))
        return pin


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


class SettingsForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Langue"), choices=[("fr", "Français"), ("en", "English")], widget=forms.RadioSelect
    )


class StaffSettingsForm(SettingsForm):
    given_name = NameField(label=_("Prénom"), autocomplete="given-name")
    family_name = NameField(label=_("Nom"), autocomplete="family-name")
    field_order = ("given_name", "family_name", "language")


class ErasureForm(forms.Form):
    """Erasing asks twice: a tick, and the secret, so that an open session on a lent phone isn't enough."""

    understood = forms.BooleanField(label=_("J'ai compris : mes données seront effacées pour toujours."))
    secret = forms.CharField(
        max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        pin = person.secret_kind == SecretKind.PIN
        self.fields["secret"].label = gettext("Votre code PIN") if pin else gettext("Votre mot de passe")
