"""`CFItems` and `CFAssociations` → the tree of a framework version, and the relations beyond the tree."""

import dataclasses
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from curriculum.formats import AssociationSpec, CompetencySpec, association_identifier
from curriculum.formats.case_derived import KIND_WORDS, kind_of, language_of
from curriculum.formats.case_values import Json
from curriculum.formats.framework import IS_CHILD_OF
from curriculum.importers.case.objects import Reading
from curriculum.importers.case.reading import Unreadable

#: A path holds 33 steps of 6 characters (`Competency.path`).
DEEPEST = 33
CODE, TYPE = 40, 80


@dataclass
class Item:
    """An item as the file has it, until its place in the tree is known."""

    node: CompetencySpec
    kind: str
    order: tuple[Any, ...]
    children: list["Item"] = field(default_factory=list)
    edge: AssociationSpec | None = None
    parent: "Item | None" = None


def read_item(reading: Reading, identifier: str, main: str, main_tag: str) -> Item:
    """`main` is the document's language, `main_tag` its own word for it."""
    language = _language(reading, main, main_tag)
    ours, label = reading.ours, reading.text("CFItemType", TYPE)
    kind = ours.get("kind")
    kind = kind if isinstance(kind, str) and kind in KIND_WORDS else ""
    if kind and label == KIND_WORDS[kind]:  # type: ignore[index]
        label = ""
    enumeration = reading.data.get("listEnumeration")
    code, title = reading.text("humanCodingScheme", CODE), reading.text("fullStatement")
    if not title:
        reading.lacks("fullStatement")
        short = reading.data.get("abbreviatedStatement")
        title = short if isinstance(short, str) else code or identifier
    notes = reading.text("notes")
    titles, descriptions = {language: title}, {language: notes} if notes else {}
    for other, texts in _others(ours):
        titles |= {other: texts["title"]} if "title" in texts else {}
        descriptions |= {other: texts["description"]} if "description" in texts else {}
    node = CompetencySpec(
        code=code,
        kind=kind,
        title=titles,
        identifier=identifier,
        type_label=label,
        uri=reading.address(),
        description=descriptions,
        extra=reading.data,
    )
    return Item(node, kind, (_natural(enumeration if isinstance(enumeration, str) else ""), _natural(code)))


def _language(reading: Reading, main: str, main_tag: str) -> str:
    tag = reading.data.get("language", main_tag)
    language = main if tag == main_tag or not isinstance(tag, str) else language_of(tag)
    if tag == (main_tag if language == main else language):
        reading.data.pop("language", None)
    return language


def _others(ours: Json) -> list[tuple[str, dict[str, str]]]:
    texts = ours.get("texts")
    if not isinstance(texts, dict):
        return []
    known = {language: held for language, held in texts.items() if len(language) <= 8 and isinstance(held, dict)}
    return [
        (language, {key: text for key, text in known[language].items() if isinstance(text, str) and text})
        for language in sorted(known)
    ]


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """« 1.10 » comes after « 1.9 »."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text[:200])
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


class Tree:
    """Hangs items on each other, in the order of the file's associations."""

    def __init__(self, document: str, items: dict[str, Item]) -> None:
        self.document, self.items = document, items
        self.beyond: list[AssociationSpec] = []
        self.all_parents: dict[str, list[str]] = defaultdict(list)
        self.orphans = 0

    def hang(self, entry: AssociationSpec) -> None:
        """The first parent inside the document is the tree's; the others are relations beyond it."""
        child = self.items.get(entry.origin) if entry.kind == IS_CHILD_OF else None
        inside = entry.destination in self.items
        if child is None or not (inside or entry.destination == self.document):
            self.beyond.append(entry)
            return
        if inside:
            self.all_parents[entry.origin].append(entry.destination)
        if child.edge is None:
            child.edge, child.parent = entry, self.items.get(entry.destination)
        else:
            self.beyond.append(entry)

    def nodes(self) -> tuple[CompetencySpec, ...]:
        """The roots, with all below them. Raises `Unreadable` for a cycle, and for a tree too deep."""
        self._refuse_cycles()
        roots: list[Item] = []
        for item in self.items.values():
            (item.parent.children if item.parent else roots).append(item)
            self.orphans += item.edge is None
        return tuple(self._built(roots, self.document, 1))

    def _built(self, siblings: list[Item], above: str, depth: int) -> list[CompetencySpec]:
        if depth > DEEPEST:
            where = siblings[0].node.identifier
            raise Unreadable(where, _("plus de %(depth)d niveaux d'emboîtement") % {"depth": DEEPEST})
        siblings.sort(key=_order)
        edges = [self._settled(item.edge, item, above, index) for index, item in enumerate(siblings, start=1)]
        plain = not any(edges)
        return [
            dataclasses.replace(
                item.node,
                kind=item.kind or kind_of(item.node.type_label, has_children=bool(item.children)),
                edge=edge or (None if plain or item.edge else self._bare(item, above)),
                children=tuple(self._built(item.children, item.node.identifier, depth + 1)),
            )
            for item, edge in zip(siblings, edges, strict=True)
        ]

    def _settled(self, edge: AssociationSpec | None, item: Item, above: str, position: int) -> AssociationSpec | None:
        """None where the edge is the one that an export derives from the tree."""
        ours = dataclasses.replace(self._bare(item, above), position=position)
        return None if edge == ours else edge

    def _bare(self, item: Item, above: str) -> AssociationSpec:
        """For an item that the file hangs nowhere, beside others that have edges of their own."""
        origin = item.node.identifier
        identifier = association_identifier(self.document, IS_CHILD_OF, origin, above)
        return AssociationSpec(identifier, IS_CHILD_OF, origin, above)

    def _refuse_cycles(self) -> None:
        """Kahn's order from the roots down, over every parent the file names: what is left is a cycle, or hangs on one."""
        below: dict[str, list[str]] = defaultdict(list)
        for child, parents in self.all_parents.items():
            for parent in parents:
                below[parent].append(child)
        waiting = {child: len(parents) for child, parents in self.all_parents.items()}
        ready = [identifier for identifier in self.items if identifier not in waiting]
        while ready:
            for child in below[ready.pop()]:
                waiting[child] -= 1
                if not waiting[child]:
                    ready.append(child)
        if left := {child for child, count in waiting.items() if count}:
            raise Unreadable(min(left), _("isChildOf tourne en rond : %(chain)s") % {"chain": self._chain(left)})

    def _chain(self, left: set[str]) -> str:
        here, seen = min(left), []
        while here not in seen:
            seen.append(here)
            here = next(parent for parent in self.all_parents[here] if parent in left)
        return " → ".join([*seen[seen.index(here) :], here][:6])


def _order(item: Item) -> tuple[Any, ...]:
    position = item.edge.position if item.edge else None
    return (position is None, position or 0, item.order)
