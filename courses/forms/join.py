"""The two questions of a newcomer: the code, the name."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.validators import tidy_code
from people.validators import tidy_name


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code de la session"),
        max_length=60,
        help_text=_("6 lettres et 3 chiffres. Pas besoin d'e-mail."),
        error_messages={"required": _("Écrivez le code de l'affiche.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "class": "code-input",
                "size": 12,
            }
        ),
    )

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])


class NameForm(forms.Form):
    """`once` names this form, so that a double tap makes one person; `confirmed` says that a namesake is somebody else."""

    given_name = forms.CharField(
        label=_("Votre prénom"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Votre nom de famille"),
        max_length=200,
        help_text=_("Comme sur votre pièce d'identité : il sera écrit sur votre certificat."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = secrets.token_urlsafe(18)

    def clean_given_name(self) -> str:
        return tidy_name(self.cleaned_data["given_name"])

    def clean_family_name(self) -> str:
        return tidy_name(self.cleaned_data["family_name"])
