"""Several answers: boxes to tick."""

from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.kinds.items.single_choice import choice_controls, choice_lines
from assessments.registries import Fields, ItemKind, Line, Shown, number_of, part_at
from assessments.scoring import Body
from assessments.scoring.bodies.multiple_choice import MultipleChoice


class MultipleChoiceKind(ItemKind):
    kind = "multiple_choice"
    hint = gettext_lazy("Plusieurs réponses possibles")

    def read(self, shown: Shown, values: Fields) -> Any:
        return [part_at(shown, number) for number in values.get("answer", ()) if number] or None

    def values(self, shown: Shown, answer: Any) -> Fields:
        return {"answer": [number_of(shown, part) for part in answer or ()]}

    def controls(self, shown: Shown) -> list[Any]:
        return choice_controls(shown)

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        return choice_lines(cast(MultipleChoice, body).choices, shown, answer or [], full=full)

    def unclear(self) -> str:
        return _("Cochez au moins une réponse.")


KIND = MultipleChoiceKind()
