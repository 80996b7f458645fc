"""The whole register, computed anew from the awards and the changes of status: what doesn't match, row by row.

One pass in the order of the register, a few thousand rows in memory at a time. Nothing stored is believed: documents,
hashes, tiles and roots are made again and compared, signatures are verified.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from uuid import UUID

from django.utils.translation import gettext as _

from certificates.models import (
    Award,
    AwardHolder,
    NumberCounter,
    RegisterEntry,
    RegisterHead,
    RegisterTile,
    StatusChange,
    TreeHead,
)
from certificates.queries.auditing_lists import list_faults
from certificates.queries.faults import Fault
from certificates.queries.heads import heads, says_what_it_signs
from certificates.queries.leaves import leaf_of
from certificates.signing import holder_commitment, leaf_hash
from certificates.signing.merkle import node

CHUNK = 2000


class Growing:
    """The tree while leaves come: only the hashes of its full subtrees, so that the root at any size costs a few hashes."""

    def __init__(self, on_tile: Callable[[int, int, bytes], None]) -> None:
        self.size, self._on_tile = 0, on_tile
        self._full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        value, number, height = leaf, self.size, 0
        while number % 2:
            value, number, height = node(self._full.pop(), value), number >> 1, height + 1
            if height % 8 == 0:
                self._on_tile(height // 8, number, value)
        self._full.append(value)
        self.size += 1

    def root(self) -> bytes:
        value = self._full[-1]
        for left in reversed(self._full[:-1]):
            value = node(left, value)
        return value


class Audit:
    """`faults()` may be read once; the counts are right when it is exhausted."""

    def __init__(self) -> None:
        self.entries = self.awards = self.changes = self.heads = self.found = 0
        self._numbers: dict[tuple[UUID, int], list[int]] = {}
        self._tiles = {
            (level, index): text
            for level, index, text in RegisterTile.objects.values_list("level", "index", "hash").iterator(CHUNK)
        }
        self._tile_faults: list[Fault] = []
        self._whole = True

    def faults(self) -> Iterator[Fault]:
        yield from chain(self._lines(), self._left_over(), self._unregistered(), self._counted(), list_faults())

    def _lines(self) -> Iterator[Fault]:
        """Entries, and the tiles and heads over them."""
        rows = RegisterEntry.objects.select_related("award__holder", "status_change").order_by("index")
        due = heads().order_by("size").iterator(CHUNK)
        head = next(due, None)
        tree = Growing(self._tile)
        for entry in rows.iterator(CHUNK):
            if entry.index != self.entries:
                self._whole = False
                names = {"first": self.entries, "last": entry.index - 1}
                yield Fault("gap", f"entry {self.entries}", _("Lignes %(first)d à %(last)d absentes.") % names)
            self.entries = entry.index + 1
            yield from self._line(entry)
            tree.add(bytes.fromhex(leaf_hash(entry.document)))
            yield from self._tile_faults
            self._tile_faults.clear()
            while head is not None and head.size <= self.entries:
                yield from self._head(head, tree)
                head = next(due, None)
        while head is not None:
            row = f"head {head.size}"
            yield Fault("head", row, _("Cet état signé compte plus de lignes que le registre."))
            head = next(due, None)

    def _line(self, entry: RegisterEntry) -> Iterator[Fault]:
        row = f"entry {entry.index}"
        wanted = leaf_of(entry)
        if wanted != entry.document:
            names = sorted(key for key in {*wanted, *entry.document} if wanted.get(key) != entry.document.get(key))
            told = {"number": entry.award.number, "names": ", ".join(names)}
            says = _("La ligne du certificat %(number)s ne dit plus la même chose que la base : %(names)s.") % told
            yield Fault("leaf", row, says)
        if leaf_hash(entry.document) != entry.leaf_hash:
            yield Fault("hash", row, _("L'empreinte enregistrée n'est pas celle de la ligne."))
        if entry.status_change is not None:
            self.changes += 1
        else:
            self.awards += 1
            yield from self._award(entry.award)

    def _award(self, award: Award) -> Iterator[Fault]:
        holder: AwardHolder | None = getattr(award, "holder", None)
        row = f"award {award.number}"
        if holder is not None and holder_commitment(holder.salt, holder.name) != award.holder_commitment:
            yield Fault("holder", row, _("Le nom du titulaire n'est plus celui qui a été signé."))
        parts = award.number.rsplit("-", 3)
        if len(parts) == 4 and parts[1].isdecimal() and parts[2].isdecimal():
            self._numbers.setdefault((award.issuer_id, int(parts[1])), []).append(int(parts[2]))
        else:
            yield Fault("number", row, _("Ce numéro n'a pas la forme d'un numéro de certificat."))

    def _tile(self, level: int, index: int, value: bytes) -> None:
        stored = self._tiles.pop((level, index), None)
        if self._whole and stored is not None and stored != value.hex():
            says = _("Cette empreinte intermédiaire n'est pas celle de ses lignes.")
            self._tile_faults.append(Fault("tile", f"tile {level}:{index}", says))
        elif self._whole and stored is None:
            says = _("Cette empreinte intermédiaire manque. Elle se refait au prochain état signé.")
            self._tile_faults.append(Fault("tile", f"tile {level}:{index}", says))

    def _head(self, head: TreeHead, tree: Growing) -> Iterator[Fault]:
        self.heads += 1
        row = f"head {head.size}"
        if not says_what_it_signs(head):
            yield Fault("signature", row, _("La signature de cet état n'est pas la nôtre, ou il a été changé."))
        if not self._whole:
            yield Fault("head", row, _("Cet état ne peut plus être recalculé : il manque des lignes."))
        elif tree.root().hex() != head.root:
            yield Fault("head", row, _("Les lignes d'aujourd'hui ne donnent plus cet état signé."))

    def _left_over(self) -> Iterator[Fault]:
        for level, index in sorted(self._tiles) if self._whole else []:
            yield Fault("tile", f"tile {level}:{index}", _("Cette empreinte intermédiaire n'a pas de lignes."))
        size = RegisterHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0
        if size != self.entries:
            names = {"size": size, "entries": self.entries}
            says = _("Le registre dit compter %(size)d lignes ; la dernière est la ligne %(entries)d.") % names
            yield Fault("size", "register", says)

    def _unregistered(self) -> Iterator[Fault]:
        """Whatever was written beside the register."""
        registered = RegisterEntry.objects.filter(kind="award").values("award")
        for number in Award.objects.exclude(pk__in=registered).values_list("number", flat=True).iterator(CHUNK):
            yield Fault("unregistered", f"award {number}", _("Ce certificat n'est pas au registre."))
        loose = StatusChange.objects.filter(register_entry=None).select_related("award")
        for change in loose.iterator(CHUNK):
            row = f"change {change.pk} of {change.award.number}"
            yield Fault("unregistered", row, _("Ce changement d'état n'est pas au registre."))

    def _counted(self) -> Iterator[Fault]:
        """Numbers follow on: as many certificates as the counter says, each number once."""
        last = {(row.organisation_id, row.year): row.last for row in NumberCounter.objects.all()}
        for key in sorted({*last, *self._numbers}, key=str):
            found = sorted(self._numbers.get(key, []))
            if found != list(range(1, last.get(key, 0) + 1)):
                names = {"last": last.get(key, 0), "count": len(found)}
                says = (
                    _("Le compteur de numéros dit %(last)d ; il y a %(count)d certificats, ou un numéro sauté.") % names
                )
                yield Fault("counter", f"counter {key[0]} {key[1]}", says)
