"""One « sait … » line."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.actions.statements import Statement
from certificates.forms.picking import CHOOSE, offer_competencies
from certificates.models import AchievementTarget, AchievementVersion
from certificates.queries.choosing import levels_to_ask
from curriculum.templatetags.curriculum import level_name


class StatementForm(forms.Form):
    statement = forms.CharField(
        label=_("Ce que la personne sait faire"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Commencez par « sait » : sait demander et garder une autorisation de photo"),
    )

    def __init__(
        self, *args: Any, draft: AchievementVersion, line: AchievementTarget | None = None, **kwargs: Any
    ) -> None:
        """A framework without levels asks for none."""
        if line is not None:
            held = {
                "statement": line.statement,
                "competency": str(line.competency_id),
                "level": str(line.level_id or ""),
            }
            kwargs.setdefault("initial", held)
        super().__init__(*args, **kwargs)
        offer_competencies(self, draft, gettext("Compétence"), keep=line.competency_id if line else None)
        levels = [(str(level.pk), capfirst(level_name(level))) for level in levels_to_ask(draft)]
        if levels:
            self.fields["level"] = forms.ChoiceField(
                label=gettext("Niveau"),
                choices=[CHOOSE, *levels],
                error_messages={"invalid_choice": gettext("Choisissez un niveau de la liste.")},
            )
        self.order_fields(["find", "competency", "level", "statement"])

    def clean_statement(self) -> str:
        return " ".join(str(self.cleaned_data["statement"]).split())

    def written(self) -> Statement:
        data = self.cleaned_data
        level = data.get("level")
        return Statement(data["statement"], UUID(data["competency"]), int(level) if level else None)
