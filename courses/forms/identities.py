"""One line of the list of identities."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.actions import IdentityEntry
from courses.choices import SeenAs
from courses.queries import Trainee
from people.validators import tidy_name


class IdentityForm(forms.Form):
    """Nothing of an unticked line is read: somebody the trainer doesn't know stays unconfirmed."""

    use_required_attribute = False

    seen = forms.BooleanField(label=_("Je confirme"), required=False)
    given_name = forms.CharField(label=_("Prénom"), max_length=200)
    family_name = forms.CharField(label=_("Nom"), max_length=200)
    seen_as = forms.ChoiceField(label=_("Comment"), choices=[(how.value, capfirst(how.label)) for how in SeenAs])

    adult = forms.BooleanField(label=_("18 ans ou plus, vu sur la pièce"), required=False)

    def __init__(self, data: Any = None, *, trainee: Trainee) -> None:
        person, check = trainee.enrolment.person, trainee.identity
        initial = {
            "given_name": check.given_name if check else person.given_name,
            "family_name": check.family_name if check else person.family_name,
            "seen_as": check.seen_as if check else SeenAs.DOCUMENT,
            "adult": check is not None and check.adult,
        }
        super().__init__(data, prefix=str(trainee.enrolment.pk), initial=initial)
        self.trainee = trainee

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("seen"):
            self.errors.clear()
            return data
        for name in ("given_name", "family_name"):
            if name in data:
                try:
                    data[name] = tidy_name(data[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return data

    @property
    def entry(self) -> IdentityEntry | None:
        """The line to confirm, or None where it isn't ticked."""
        data = self.cleaned_data
        if not data.get("seen"):
            return None
        names = data["given_name"], data["family_name"]
        return IdentityEntry(self.trainee.enrolment, *names, data["seen_as"], data["adult"])
