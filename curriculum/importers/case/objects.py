"""One object of a CASE package, read tolerantly; each breach of the official schema is noted once, with its count."""

import uuid
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.typography import figure
from curriculum.formats.case import OURS, SHAPES
from curriculum.formats.case_values import FOREIGN, NOTHING, Json, mend, read
from curriculum.formats.exchange import Remark
from curriculum.importers.case.reading import Unreadable

#: What the columns hold.
IDENTIFIER_LENGTH, URI_LENGTH = 200, 500
#: More kinds of breaches than this are summed up.
CAP = 40


class Breaches:
    """What a file does against the standard: the same breach of a thousand items is one warning."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def note(self, where: str, reason: str) -> None:
        self.counts[reason] += 1
        self.first.setdefault(reason, where)

    def remarks(self) -> list[Remark]:
        shown = [Remark(self.first[reason], _counted(reason, count)) for reason, count in self.counts.items()]
        left = len(shown) - CAP
        if left <= 0:
            return shown
        more = ngettext("et %(count)s autre écart", "et %(count)s autres écarts", left) % {"count": figure(left)}
        return [*shown[:CAP], Remark("…", more)]


def _counted(reason: str, count: int) -> str:
    return reason if count == 1 else _("%(reason)s (%(count)s fois)") % {"reason": reason, "count": figure(count)}


class Reading:
    """An object: `data` has no null or empty value, `ours` is what Volet had put beside."""

    def __init__(self, name: str, raw: Json, where: str, breaches: Breaches, derived: Json) -> None:
        self.name, self.where, self.breaches, self.derived = name, where, breaches, derived
        self.data = {key: held for key, value in raw.items() if (held := self._read(key, value)) not in NOTHING}
        self.ours = self._take_ours()
        for key, value in derived.items():
            if self.data.get(key) == value:
                del self.data[key]
        self.stated = set(self.data)
        verbatim = self.ours.pop("verbatim", {})
        if isinstance(verbatim, dict):
            self.data |= {key: value for key, value in verbatim.items() if value not in NOTHING}

    def _read(self, key: str, value: Any) -> Any:
        kind = SHAPES[self.name].fields.get(key)
        names = {"name": self.name, "key": key[:80]}
        if kind is None:
            if value not in NOTHING:
                self.breaches.note(self.where, _("%(name)s : « %(key)s » n'est pas dans la norme") % names)
            return value
        if value is None:
            self.breaches.note(self.where, _("%(name)s : « %(key)s » est « null » au lieu d'être absent") % names)
            return None
        if kind.startswith("[") and isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            return [self._entry(kind[1:-1], entry, index) for index, entry in enumerate(value, start=1)]
        held = read(kind, value)
        if held not in NOTHING and (kind.startswith("[") or mend(kind, held) != value):
            self.breaches.note(self.where, _("%(name)s : « %(key)s » n'a pas la forme que demande la norme") % names)
        return held

    def _entry(self, name: str, raw: Json, index: int) -> Json:
        """A criterion or a level of a rubric; it gets an identifier where it has none."""
        entry = Reading(name, raw, self.where, self.breaches, self.derived)
        return {"identifier": entry.identify(f"{self.where}/{name}/{index}"), **entry.data}

    def identify(self, seed: str) -> str:
        """The identifier; without one the object gets a UUIDv5 of `seed`."""
        identifier = self.data.get("identifier")
        if not isinstance(identifier, str):
            self.lacks("identifier")
            identifier = str(uuid.uuid5(FOREIGN, seed))
            self.data["identifier"] = identifier
        if len(identifier) > IDENTIFIER_LENGTH:
            names = {"key": "identifier", "maximum": IDENTIFIER_LENGTH}
            raise Unreadable(self.where, _("« %(key)s » dépasse %(maximum)d caractères") % names)
        del self.data["identifier"]
        return identifier

    def text(self, key: str, maximum: int | None = None) -> str:
        """The text of a field. One too long for us is cut, and stays whole among what is kept verbatim."""
        value = self.data.get(key, "")
        if not isinstance(value, str):
            return ""
        if maximum is None or len(value) <= maximum:
            self.data.pop(key, None)
            return value
        names = {"name": self.name, "key": key, "maximum": maximum}
        self.breaches.note(
            self.where, _("%(name)s : « %(key)s » dépasse %(maximum)d caractères et sera montré raccourci") % names
        )
        return value[:maximum]

    def address(self) -> str:
        """Its URI, verbatim. Raises `Unreadable` where ours can't hold it."""
        uri = self.text("uri")
        if len(uri) > URI_LENGTH:
            names = {"key": "uri", "maximum": URI_LENGTH}
            raise Unreadable(self.where, _("« %(key)s » dépasse %(maximum)d caractères") % names)
        return uri

    def lacks(self, key: str) -> None:
        names = {"name": self.name, "key": key}
        self.breaches.note(self.where, _("%(name)s : « %(key)s » manque") % names)

    def _take_ours(self) -> Json:
        theirs = self.data.get("extensions")
        if isinstance(theirs, list):
            ours = [entry[OURS] for entry in theirs if isinstance(entry, dict) and list(entry) == [OURS]]
            rest: Any = [entry for entry in theirs if not (isinstance(entry, dict) and list(entry) == [OURS])]
        elif isinstance(theirs, dict):
            ours = [theirs[OURS]] if OURS in theirs else []
            rest = {key: value for key, value in theirs.items() if key != OURS}
        else:
            return {}
        if not ours or not isinstance(ours[-1], dict):
            return {}
        self.data["extensions"] = rest
        if not rest:
            del self.data["extensions"]
        return dict(ours[-1])
