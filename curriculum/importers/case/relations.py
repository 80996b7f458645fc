"""`CFAssociations`: which end is inside the package, and what is refused of those that point nowhere."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.typography import figure
from curriculum.formats import AssociationSpec, FrameworkSpec, association_identifier
from curriculum.formats.case_derived import address, end_link, identifier_of, statement_of
from curriculum.formats.case_values import Json, public_identifier
from curriculum.formats.exchange import Remark
from curriculum.importers.case.objects import Reading
from curriculum.importers.case.reading import Unreadable
from curriculum.importers.case.tree import Item, Tree

if TYPE_CHECKING:
    from curriculum.importers.case.package import Package

KIND = 40
#: Relations that usually lead to another document, maybe of the same server: an end that isn't here is no mistake.
BETWEEN_DOCUMENTS = {"exactMatchOf", "replacedBy", "isTranslationOf"}


class Relations:
    def __init__(self, package: "Package", spec: FrameworkSpec, tree: Tree) -> None:
        self.package, self.spec, self.tree = package, spec, tree
        self.document = identifier_of(spec)
        self.uri = spec.uri or address(package.base_url, "CFDocuments", self.document)
        title = next(iter(spec.title.values()))
        self.links = {self.document: end_link(title, self.document, self.uri)}
        self.by_name = {self.document: self.document, public_identifier(self.document): self.document}
        self.by_uri = {self.uri: self.document}
        for identifier, item in tree.items.items():
            self._register(identifier, item)
        self.home = self.uri.partition("/CFDocuments/")[0] + "/" if "/CFDocuments/" in self.uri else self.uri
        self.seen: dict[str, AssociationSpec] = {}
        self.outside: Counter[str] = Counter()

    @property
    def items(self) -> dict[str, Item]:
        return self.tree.items

    @property
    def beyond(self) -> list[AssociationSpec]:
        return self.tree.beyond

    def _register(self, identifier: str, item: Item) -> None:
        uri = item.node.uri or address(self.package.base_url, "CFItems", identifier)
        self.links[identifier] = end_link(statement_of(item.node, self.spec.language), identifier, uri)
        self.by_name[identifier] = self.by_name[public_identifier(identifier)] = identifier
        self.by_uri.setdefault(uri, identifier)

    def add(self, reading: Reading, identifier: str) -> None:
        kind = reading.text("associationType", KIND)
        if not kind:
            reading.lacks("associationType")
            kind = "isRelatedTo"
        ends = {key: self._end(reading, key, kind) for key in ("originNodeURI", "destinationNodeURI")}
        origin, origin_link = ends["originNodeURI"]
        destination, destination_link = ends["destinationNodeURI"]
        if "identifier" not in reading.stated:
            identifier = association_identifier(self.document, kind, origin, destination)
        entry = AssociationSpec(
            identifier=identifier,
            kind=kind,
            origin=origin,
            destination=destination,
            uri=reading.address(),
            origin_link=origin_link,
            destination_link=destination_link,
            position=_position(reading),
            extra=reading.data,
        )
        known = self.seen.setdefault(identifier, entry)
        if known is entry:
            self.tree.hang(entry)
        elif known != entry:
            raise Unreadable(reading.where, _("deux associations ont le même identifiant"))
        else:
            reading.breaches.note(reading.where, _("cette association est écrite deux fois : elle est gardée une fois"))

    def _end(self, reading: Reading, key: str, kind: str) -> tuple[str, Json]:
        """The identifier of an end, and the file's link where it says more than ours would."""
        link = reading.data.pop(key, None)
        if not isinstance(link, dict) or not (link.get("identifier") or link.get("uri")):
            raise Unreadable(reading.where, _("« %(key)s » manque") % {"key": key})
        named, uri = link.get("identifier"), link.get("uri")
        known = self._known(named, uri)
        if known is None:
            return self._outside(reading, key, kind, link)
        if link == self.links[known]:
            return known, {}
        return known, {**link, "identifier": known} if named == public_identifier(known) else link

    def _known(self, named: Any, uri: Any) -> str | None:
        if isinstance(named, str) and named:
            return self.by_name.get(named) or self.by_name.get(named.lower())
        return self.by_uri.get(uri) if isinstance(uri, str) else None

    def _outside(self, reading: Reading, key: str, kind: str, link: Json) -> tuple[str, Json]:
        uri = link.get("uri")
        named = str(link.get("identifier") or uri)
        at_home = not isinstance(uri, str) or not uri or uri.startswith(f"{self.home}CFItems/")
        if at_home and (kind not in BETWEEN_DOCUMENTS or not uri):
            names = {"key": key, "identifier": named[:80]}
            reason = _("« %(key)s » mène à un élément de ce document qui n'y est pas : %(identifier)s")
            raise Unreadable(reading.where, reason % names)
        self.outside[str(uri)[:200]] += 1
        return named, {**link, "identifier": named}

    def remarks(self) -> list[Remark]:
        count = self.outside.total()
        if not count:
            return []
        text = ngettext(
            "%(count)s association mène hors de ce document : elle est gardée telle quelle",
            "%(count)s associations mènent hors de ce document : elles sont gardées telles quelles",
            count,
        )
        return [Remark(next(iter(self.outside)), text % {"count": figure(count)})]


def _position(reading: Reading) -> int | None:
    value = reading.data.get("sequenceNumber")
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not -(2**31) <= value < 2**31:
        raise Unreadable(reading.where, _("« sequenceNumber » est trop grand"))
    del reading.data["sequenceNumber"]
    return value
