"""Paging, sorting, filtering and choice of fields of `CFDocuments`, as the REST binding of CASE has them.

A filter is `title='Math'`, with `=`, `!=`, `>`, `>=`, `<`, `<=` or `~` (holds), joined by AND or by OR. An answer keeps
the fields that the schema requires, whatever `fields` asks for.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from curriculum.api.replies import Refused
from curriculum.formats.case import SHAPES
from curriculum.formats.case_values import Json

FIELDS = {**SHAPES["CFDocument"].fields, "CFPackageURI": "link"}
REQUIRED = {*SHAPES["CFDocument"].required, "CFPackageURI"}
COMPARED = {key for key, kind in FIELDS.items() if kind not in {"link", "links", "object"}}
DEFAULT_LIMIT, HIGHEST = 100, 2**31 - 1
CLAUSE = re.compile(r"\s*(\w+)\s*(!=|>=|<=|=|>|<|~)\s*'([^']*)'\s*")
JOIN = re.compile(r"(AND|OR)\b")
SIGNS: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "~": lambda held, asked: asked.casefold() in held.casefold(),
}


@dataclass(frozen=True)
class Chosen:
    shown: list[Json]
    total: int


class Listing:
    """Raises `Refused` for a parameter that makes no sense."""

    def __init__(self, asked: QueryDict) -> None:
        self.asked = asked
        self.limit = self._number("limit", DEFAULT_LIMIT, 1)
        self.offset = self._number("offset", 0, 0)
        self.sort = asked.get("sort", "")
        if self.sort and self.sort not in COMPARED:
            raise Refused(400, f"Cannot sort by {self.sort[:80]}", "invalid_sort_field", "sort")
        self.down = asked.get("orderBy", "asc")
        if self.down not in {"asc", "desc"}:
            raise Refused(400, "orderBy is asc or desc", field="orderBy")
        listed = ",".join(asked.getlist("fields"))
        self.fields = {name.strip() for name in listed.split(",") if name.strip()}
        if unknown := self.fields - FIELDS.keys():
            raise Refused(400, f"Unknown field {min(unknown)[:80]}", field="fields")
        self.clauses, self.any_of = _clauses(asked.get("filter", ""))

    def chosen(self, documents: list[Json]) -> Chosen:
        """The page asked for, and how many match in all."""
        found = [document for document in documents if self._matches(document)]
        if self.sort:
            found.sort(key=lambda document: str(document.get(self.sort, "")).casefold(), reverse=self.down == "desc")
        page = found[self.offset : self.offset + self.limit]
        return Chosen([self._selected(document) for document in page], len(found))

    def links(self, path: str, total: int) -> str:
        """The `Link` header: the first, previous, next and last page."""
        last = max(0, (total - 1) // self.limit * self.limit)
        places = {"first": 0, "prev": self.offset - self.limit, "next": self.offset + self.limit, "last": last}
        kept = {name: value for name, value in self.asked.items() if name not in {"limit", "offset"}}
        shown = {
            rel: max(0, place)
            for rel, place in places.items()
            if rel in {"first", "last"} or (rel == "next" and place < total) or (rel == "prev" and self.offset > 0)
        }
        return ", ".join(
            f'<{path}?{urlencode({**kept, "limit": self.limit, "offset": place})}>; rel="{rel}"'
            for rel, place in shown.items()
        )

    def _number(self, name: str, default: int, lowest: int) -> int:
        text = self.asked.get(name)
        if text is None:
            return default
        if not re.fullmatch(r"[0-9]{1,10}", text) or not lowest <= int(text) <= HIGHEST:
            raise Refused(400, f"{name} is a whole number from {lowest}", field=name)
        return int(text)

    def _matches(self, document: Json) -> bool:
        held = (_holds(document.get(name), sign, value) for name, sign, value in self.clauses)
        return any(held) if self.any_of else all(held)

    def _selected(self, document: Json) -> Json:
        if not self.fields:
            return document
        return {key: value for key, value in document.items() if key in self.fields | REQUIRED}


def _clauses(text: str) -> tuple[list[tuple[str, str, str]], bool]:
    """The clauses of a filter, and whether one is enough."""
    clauses: list[tuple[str, str, str]] = []
    words: set[str] = set()
    place = 0
    while place < len(text):
        clause = CLAUSE.match(text, place)
        if clause is None or clause[1] not in COMPARED or len(clauses) == 20:
            raise Refused(400, "This filter is not understood", field="filter")
        clauses.append((clause[1], clause[2], clause[3]))
        place = clause.end()
        if place < len(text):
            join = JOIN.match(text, place)
            if join is None or join.end() == len(text):
                raise Refused(400, "This filter is not understood", field="filter")
            words.add(join[1])
            place = join.end()
    if len(words) > 1:
        raise Refused(400, "A filter joins by AND or by OR, not by both", field="filter")
    return clauses, "OR" in words


def _holds(held: Any, sign: str, asked: str) -> bool:
    if isinstance(held, list):
        return any(SIGNS[sign](str(entry), asked) for entry in held)
    return SIGNS[sign]("" if held is None else str(held), asked)
