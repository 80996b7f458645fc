"""The rows of a Moodle CSV as a tree, with everything that is wrong in them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from content.typography import figure
from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.framework import DEPTH
from curriculum.formats.moodle import IS_FRAMEWORK, NUMBER, PARENT
from curriculum.importers.moodle_rows import Row

ROOT = ""
NUMBER_LENGTH = 200
LONGEST_CIRCLE = 10


@dataclass
class Rows:
    """`below[""]` are the roots; the others by the number of their parent."""

    by_number: dict[str, Row] = field(default_factory=dict)
    below: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def in_order(self) -> list[Row]:
        found, waiting = [], list(reversed(self.below[ROOT]))
        while waiting:
            found.append(waiting.pop())
            waiting += reversed(self.below.get(found[-1].cells[NUMBER].strip(), []))
        return found


def grow_rows(rows: list[Row], parsed: Parsed) -> tuple[Row | None, Rows]:
    """The row of the framework and the tree under it; of use only without errors."""
    heads = [row for row in rows if row.cells[IS_FRAMEWORK].strip() not in {"", "0"}]
    others = [row for row in rows if row not in heads]
    tree = Rows()
    if len(heads) != 1:
        wanted = _("il faut une ligne, et une seule, où « Is framework » vaut 1 : il y en a %(count)d")
        where = heads[1].where if heads else rows[0].where
        parsed.errors.append(Remark(where, wanted % {"count": len(heads)}))
        return None, tree
    limit = settings.VOLET_LIMITS["nodes"]
    if len(others) > limit:
        parsed.errors.append(
            Remark(others[limit].where, _("ce fichier a plus de %(limit)s éléments") % {"limit": figure(limit)})
        )
        return None, tree
    if not others:
        parsed.errors.append(Remark(heads[0].where, _("ce référentiel ne contient aucune compétence")))
    _number(others, tree, parsed)
    _hang(heads[0], tree, parsed)
    _refuse_cycles(tree, parsed)
    return heads[0], tree


def _number(rows: list[Row], tree: Rows, parsed: Parsed) -> None:
    for row in rows:
        number = row.cells[NUMBER].strip()
        if not number:
            reason = _("il n'y a pas de numéro : Moodle écarterait cette ligne sans le dire ; donnez-lui-en un")
        elif len(number) > NUMBER_LENGTH:
            reason = _("ce numéro dépasse %(maximum)d caractères") % {"maximum": NUMBER_LENGTH}
        elif number in tree.by_number:
            names = {"number": number, "other": tree.by_number[number].where}
            reason = _("le numéro « %(number)s » est déjà celui de la %(other)s") % names
        else:
            tree.by_number[number] = row
            continue
        parsed.errors.append(Remark(row.where, reason))


def _hang(head: Row, tree: Rows, parsed: Parsed) -> None:
    for row in tree.by_number.values():
        parent = row.cells[PARENT].strip()
        if parent and parent == head.cells[NUMBER].strip() and parent not in tree.by_number:
            parsed.warnings.append(
                Remark(row.where, _("le parent est le référentiel lui-même : laissez cette case vide"))
            )
            parent = ROOT
        if parent and parent not in tree.by_number:
            reason = _("le parent « %(parent)s » n'est pas dans ce fichier")
            parsed.errors.append(Remark(row.where, reason % {"parent": parent}))
        tree.below[parent].append(row)


def _refuse_cycles(tree: Rows, parsed: Parsed) -> None:
    reached: set[str] = set()
    numbers, depth = [row.cells[NUMBER].strip() for row in tree.below[ROOT]], 0
    while numbers and depth <= DEPTH:
        depth += 1
        reached.update(numbers)
        numbers = [row.cells[NUMBER].strip() for number in numbers for row in tree.below.get(number, ())]
    if numbers:
        where = tree.by_number[numbers[0]].where
        parsed.errors.append(Remark(where, _("plus de %(depth)d niveaux d'emboîtement") % {"depth": DEPTH}))
        return
    known = reached  # and those that are merely below a fault
    for number in tree.by_number:
        path: dict[str, None] = {}  # finds at once, and keeps the order
        while number in tree.by_number and number not in known and number not in path:
            path[number] = None
            number = tree.by_number[number].cells[PARENT].strip()
        if number in path:
            circle = list(path)[list(path).index(number) :]
            names = [*circle[:LONGEST_CIRCLE], *(["…"] if circle[LONGEST_CIRCLE:] else []), number]
            reason = _("ces lignes tournent en rond : %(names)s")
            parsed.errors.append(Remark(tree.by_number[number].where, reason % {"names": " → ".join(names)}))
            return
        known.update(path)
