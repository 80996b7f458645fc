"""Choosing a competency of the framework of a draft: a list by area, and words to look for where it is long."""

from typing import Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.models import AchievementVersion
from certificates.queries.choosing import competencies_to_ask
from curriculum.formats.naming import searchable

CHOOSE: Final = ("", _("Choisissez"))


def offer_competencies(form: forms.Form, draft: AchievementVersion, label: str, keep: UUID | None = None) -> None:
    """Adds `find` where the framework is long, and `competency`. What was chosen stays on offer, whatever is looked for."""
    find = searchable(str(form.data.get("find", "")))[:100]
    found = competencies_to_ask(draft, find, keep=_uuid(str(form.data.get("competency", ""))) or keep)
    if found.more or find:
        form.fields["find"] = forms.CharField(
            label=gettext("Chercher une compétence"),
            max_length=100,
            required=False,
            help_text=gettext("Un mot, ou son code, puis « Chercher »."),
        )
    form.fields["competency"] = forms.ChoiceField(
        label=label,
        choices=[CHOOSE, *found.groups],
        help_text=gettext("Compétences de %(framework)s.") % {"framework": draft.framework_version},
        error_messages={"invalid_choice": gettext("Choisissez une compétence de la liste.")},
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
