"""One answer: radio buttons."""

from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.registries import Fields, ItemKind, Line, Shown, number_of, part_at
from assessments.scoring import Body
from assessments.scoring.bodies.single_choice import Choice, SingleChoice


@dataclass(frozen=True)
class Control:
    """A radio button or a box to tick."""

    number: str
    text: str
    checked: bool


def choice_controls(shown: Shown) -> list[Control]:
    ticked = shown.values.get("answer", ())
    return [Control(str(n), part.text, str(n) in ticked) for n, part in enumerate(shown.parts, start=1)]


def choice_lines(choices: tuple[Choice, ...], shown: Shown, ticked: list[str], *, full: bool) -> list[Line]:
    """What was ticked, in the order shown; what should have been, and why, where the correction is full."""
    by_id = {choice.id: choice for choice in choices}
    lines = []
    for choice in (by_id[part] for part in shown.order):
        if choice.id in ticked:
            mark = "ok" if choice.correct else "bad"
        elif full:
            mark = "missed" if choice.correct else ""
        else:
            continue
        lines.append(Line(choice.text, mark, feedback=choice.feedback))
    return lines


class SingleChoiceKind(ItemKind):
    kind = "single_choice"
    hint = gettext_lazy("Une seule réponse")

    def read(self, shown: Shown, values: Fields) -> Any:
        number = next(iter(values.get("answer", ())), "")
        return part_at(shown, number) if number else None

    def values(self, shown: Shown, answer: Any) -> Fields:
        return {"answer": [number_of(shown, answer)]} if answer else {}

    def controls(self, shown: Shown) -> list[Any]:
        return choice_controls(shown)

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        choices = cast(SingleChoice, body).choices
        return choice_lines(choices, shown, [answer] if answer else [], full=full)

    def unclear(self) -> str:
        return _("Choisissez une réponse.")


KIND = SingleChoiceKind()
