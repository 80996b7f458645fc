"""A word or a number to write."""

from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.registries import Fields, ItemKind, Line, Shown
from assessments.scoring import Body, score
from assessments.scoring.bodies.short_text import ShortText


class ShortTextKind(ItemKind):
    kind = "short_text"
    hint = gettext_lazy("Une réponse courte à écrire")

    def read(self, shown: Shown, values: Fields) -> Any:
        return next(iter(values.get("answer", ())), "").strip() or None

    def values(self, shown: Shown, answer: Any) -> Fields:
        return {"answer": [answer]} if answer else {}

    def controls(self, shown: Shown) -> list[Any]:
        return [shown.value("answer")]

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        text = cast(ShortText, body)
        result = score(text, answer)
        mark = "ok" if result.share == 1 else "bad" if result.given else "missed"
        right = text.answers[0] if full and (mark != "ok" or result.spelling) else ""
        note = _("Accepté, à une faute d'orthographe près.") if result.spelling else ""
        return [Line(text.label, mark, answer or "", right, note)]

    def unclear(self) -> str:
        return _("Écrivez votre réponse, en quelques mots.")


KIND = ShortTextKind()
