"""Reading the JSON or YAML of a body: every flaw is noted with where it is, in French msgids that the loader translates."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ID = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
PROMPT_LIMIT = 4_000
TEXT_LIMIT = 600


def _(message: str) -> str:
    """Marks a msgid; the translation happens where the flaw is shown."""
    return message


@dataclass(frozen=True)
class Flaw:
    """Why a body is refused: `path` leads from the body to the place (keys and positions from 0)."""

    path: tuple[str | int, ...]
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


class BodyError(ValueError):
    """A body is refused, for all the reasons in `flaws`."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__(" ; ".join(str(flaw) for flaw in flaws))


class Reader:
    """Typed access to one mapping of a body. `close` refuses the keys that nobody asked for."""

    def __init__(self, data: object, flaws: list[Flaw], path: tuple[str | int, ...] = ()) -> None:
        self.flaws = flaws
        self.path = path
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self._read: set[str] = set()
        if not isinstance(data, Mapping):
            self.flaws.append(Flaw(path, _("ce doit être un ensemble de clés")))

    def refuse(self, key: str, message: str, /, **params: Any) -> None:
        self.flaws.append(Flaw((*self.path, key) if key else self.path, message, params))

    def text(self, key: str, *, required: bool = True, limit: int = TEXT_LIMIT) -> str:
        value: object = self._take(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            self.refuse(key, _("« %(key)s » doit être un texte (entre guillemets)"), key=key)
            return ""
        value = value.strip()
        if required and not value:
            self.refuse(key, _("« %(key)s » est vide"), key=key)
        if len(value) > limit:
            self.refuse(key, _("« %(key)s » dépasse %(limit)d signes"), key=key, limit=limit)
        return value

    def prompt(self) -> str:
        return self.text("prompt", limit=PROMPT_LIMIT)

    def feedback(self) -> str:
        return self.text("feedback", required=False, limit=PROMPT_LIMIT)

    def flag(self, key: str, *, required: bool = False) -> bool:
        value = self._take(key)
        if value is None and not required:
            return False
        if not isinstance(value, bool):
            self.refuse(key, _("« %(key)s » doit être true ou false"), key=key)
            return False
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key)
        if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
            self.refuse(key, _("« %(key)s » doit être une liste de textes (entre guillemets)"), key=key)
            return ()
        return tuple(entry.strip() for entry in value)

    def each(self, key: str, *, least: int, most: int) -> list["Reader"]:
        """The mappings of the list at `key`, which holds `least` to `most` of them."""
        value = self._take(key)
        if not isinstance(value, list):
            self.refuse(key, _("« %(key)s » doit être une liste"), key=key)
            return []
        if not least <= len(value) <= most:
            limits = {"key": key, "least": least, "most": most, "count": len(value)}
            self.refuse(key, _("« %(key)s » : de %(least)d à %(most)d entrées, il y en a %(count)d"), **limits)
        return [Reader(entry, self.flaws, (*self.path, key, number)) for number, entry in enumerate(value)]

    def identifier(self, seen: set[str]) -> str:
        """The `id` of an entry, unlike those in `seen`, to which it is added."""
        value = self.text("id", limit=40)
        if value and not ID.match(value):
            self.refuse("id", _("« %(id)s » : lettres minuscules, chiffres et traits d'union"), id=value)
        if value in seen:
            self.refuse("id", _("« %(id)s » est déjà pris dans cette liste"), id=value)
        seen.add(value)
        return value

    def close(self) -> None:
        for key in self.data:
            if key not in self._read:
                self.refuse(str(key), _("clé inconnue « %(key)s »"), key=key)

    def _take(self, key: str) -> Any:
        self._read.add(key)
        return self.data.get(key)
