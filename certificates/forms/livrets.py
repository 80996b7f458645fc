"""What a body looks for among the records it reads. A filter that can't be read is none."""

from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django import forms

from certificates.choices import AnnexState


class Chosen(TypedDict):
    asked: str
    state: str
    training: UUID | None
    day: date | None


class LivretFilter(forms.Form):
    q = forms.CharField(max_length=80, required=False)
    state = forms.ChoiceField(choices=AnnexState.choices, required=False)
    training = forms.UUIDField(required=False)
    day = forms.DateField(required=False)

    def chosen(self) -> Chosen:
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        return Chosen(
            asked=data.get("q", ""), state=data.get("state", ""), training=data.get("training"), day=data.get("day")
        )

    def shown(self) -> dict[str, Any]:
        chosen = self.chosen()
        return {
            **chosen,
            "training": str(chosen["training"] or ""),
            "day": f"{chosen['day'] or ''}",
            "filtered": any(chosen.values()),
        }
