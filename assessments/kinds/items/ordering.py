"""Steps to put in order: a place for each, buttons « Monter » and « Descendre » where JavaScript runs."""

from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.registries import Fields, ItemKind, Line, Shown
from assessments.scoring import Body
from assessments.scoring.bodies.ordering import Ordering


@dataclass(frozen=True)
class Entry:
    """`place` is the place chosen for it, '' for none yet."""

    name: str
    text: str
    place: str


class OrderingKind(ItemKind):
    kind = "ordering"
    hint = gettext_lazy("Donnez sa place à chaque étape")

    def read(self, shown: Shown, values: Fields) -> Any:
        """`place-1` is the place of the first entry shown. Each place is taken once, or nothing is answered."""
        places = [next(iter(values.get(f"place-{n}", ())), "") for n in range(1, len(shown.order) + 1)]
        if not any(places):
            return None
        if sorted(places) != sorted(map(str, range(1, len(places) + 1))):
            raise ValueError("each place once")
        return [entry for _place, entry in sorted(zip(map(int, places), shown.order, strict=True))]

    def values(self, shown: Shown, answer: Any) -> Fields:
        entries = enumerate(shown.order, start=1)
        return {f"place-{n}": [str(answer.index(entry) + 1)] for n, entry in entries} if answer else {}

    def controls(self, shown: Shown) -> list[Any]:
        """In the chosen order, those without a place after them in the order drawn."""
        entries = [
            Entry(f"place-{n}", part.text, shown.value(f"place-{n}")) for n, part in enumerate(shown.parts, start=1)
        ]
        return sorted(entries, key=lambda entry: (not entry.place.isdecimal(), entry.place))

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        """The right order with the places given, or only the order given with what stands at its place."""
        entries = cast(Ordering, body).entries
        right = {entry.id: str(place) for place, entry in enumerate(entries, start=1)}
        given = {entry: str(place) for place, entry in enumerate(answer or (), start=1)}
        lines = []
        for entry in entries if full else sorted(entries, key=lambda entry: given.get(entry.id, "")):
            place = given.get(entry.id, "")
            mark = "ok" if place == right[entry.id] else "bad" if place else "missed"
            if full or place:
                lines.append(Line(entry.text, mark, place, right[entry.id] if full else ""))
        return lines

    def unclear(self) -> str:
        return _("Donnez une place à chaque étape, et une seule étape par place.")


KIND = OrderingKind()
