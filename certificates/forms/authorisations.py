"""Changing the conditions of a body's authorisation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ConditionsForm(forms.Form):
    """From which day which conditions hold."""

    starts_on = forms.DateField(label=_("À partir du"))
    conditions = forms.CharField(label=_("Conditions"), max_length=2000, required=False)
