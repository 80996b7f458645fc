"""What people type about themselves."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.choices import SecretKind
from people.models import Person
from people.queries import person_with_email
from people.validators import NAME_LENGTH, tidy_email, tidy_name


def tidy_pin(typed: str) -> str:
    """Without the spaces, dots and dashes people put between digits."""
    return re.sub(r"[\s.-]", "", typed)


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
        # As the look-up writes it: a name in other letters of the same form would otherwise have limits of its own.
        username = str(Person.normalize_username("".join(self.cleaned_data["username"].split())))
        if "@" in username:
            raise ValidationError(
                gettext("Cette page est pour les stagiaires. Avec une adresse e-mail, utilisez l'autre page."),
                code="email",
            )
        return username

    def clean_pin(self) -> str:
        pin = tidy_pin(self.cleaned_data["pin"])
        if not re.fullmatch(r"[0-9]{6}", pin):
            raise ValidationError(gettext("Le code PIN a 6 chiffres."))
        return pin


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

    def clean_secret(self) -> str:
        """A PIN may be typed as the card shows it, in two groups; a password counts as it is, spaces included."""
        secret: str = self.cleaned_data["secret"]
        return tidy_pin(secret) if self.person.secret_kind == SecretKind.PIN else secret
