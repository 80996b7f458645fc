"""A whole CASE package → a framework version, with what there is to say of the file."""

import dataclasses
import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.typography import figure
from curriculum.formats import CompetencySpec, DefinitionSpec, FrameworkSpec
from curriculum.formats.case import CLASSES, DEFINITIONS, OURS, RUBRICS
from curriculum.formats.case_derived import address, changed_at, identifier_of, licence_data, licence_link
from curriculum.formats.case_values import NOTHING, Json, public_identifier
from curriculum.formats.exchange import Parsed, Remark
from curriculum.importers.case.document import read_document, settle_moment, statuses
from curriculum.importers.case.objects import Breaches, Reading
from curriculum.importers.case.reading import Unreadable, read_json
from curriculum.importers.case.relations import Relations
from curriculum.importers.case.tree import Item, Tree, read_item

FORMAT = "case"
PARTS = ("CFDocument", "CFItems", "CFAssociations", "CFDefinitions", RUBRICS)
#: What a JSON-LD file has and a package has not.
LINKED_DATA = (b'"@context"', b'"@graph"', b'"@id"')

#: A key, not a value: a creator may be called « CFDocument ».
CASE_KEY = re.compile(rb'"CF(?:Document|Package)"\s*:')


def knows_case(data: bytes, name: str) -> bool:
    """Anything with a part called CFDocument, and a .json file that is no JSON-LD: a cut or empty one gets a reason."""
    if CASE_KEY.search(data):
        return True
    return name.lower().endswith(".json") and not any(sign in data for sign in LINKED_DATA)


def parse_case(data: bytes, name: str) -> Parsed:
    package = Package(name)
    try:
        spec = package.read(read_json(data, name))
    except Unreadable as error:
        return Parsed(FORMAT, errors=[error.remark])
    except (KeyError, TypeError, ValueError, AttributeError):
        reason = _("ce que Volet avait noté sous « extensions.volet » n'est plus lisible")
        return Parsed(FORMAT, errors=[Remark(name, reason)])
    return Parsed(FORMAT, spec, package.remarks())


class Package:
    def __init__(self, name: str) -> None:
        self.name, self.base_url = name, settings.VOLET_BASE_URL.rstrip("/")
        self.breaches = Breaches()
        self.warnings: list[Remark] = []
        self.extra: Json = {}
        self.moment = ""

    def remarks(self) -> list[Remark]:
        return [*self.warnings, *self.breaches.remarks()]

    def read(self, root: Json) -> FrameworkSpec:
        root = self._root(root)
        document, identifier = self._document(root.get("CFDocument"))
        spec = read_document(document, identifier)
        settle_moment(document, spec)
        self.moment = changed_at(dataclasses.replace(spec, extra=document.data))
        definitions = self._definitions(root)
        spec, definitions = self._licence(spec, document.data, definitions)
        competencies, relations = self._tree(root, spec, document.data)
        languages = {language for item in relations.items.values() for language in item.node.title}
        return dataclasses.replace(
            spec,
            text_status=statuses(document.ours, languages),
            competencies=competencies,
            associations=tuple(relations.beyond),
            definitions=tuple(definitions),
            extra={**document.data, **self.extra},
        )

    def _root(self, root: Json) -> Json:
        if "CFDocument" not in root and isinstance(root.get("CFPackage"), dict):
            root = root["CFPackage"]
            self.breaches.note("CFPackage", _("le paquet est enveloppé dans « CFPackage »"))
        self._keep("CFPackage", {key: value for key, value in root.items() if key not in PARTS})
        return root

    def _keep(self, part: str, left: Json) -> None:
        """What the package or its definitions have beyond the standard, what Volet had put there unwrapped."""
        left = {key: value for key, value in left.items() if value not in NOTHING}
        for key in left:
            if key != "extensions":
                names = {"name": part, "key": key[:80]}
                self.breaches.note(part, _("%(name)s : « %(key)s » n'est pas dans la norme") % names)
        theirs = left.get("extensions")
        ours = theirs.get(OURS) if isinstance(theirs, dict) else None
        if isinstance(theirs, dict) and isinstance(ours, dict):
            rest = {key: value for key, value in theirs.items() if key != OURS}
            left = {**left, **({"extensions": rest} if rest else {}), **ours.get("verbatim", {})}
            if not rest:
                del left["extensions"]
        if theirs is not None and not isinstance(theirs, dict):
            raise Unreadable(part, _("« extensions » devrait être un objet"))
        if left:
            self.extra[part] = left

    def _document(self, raw: Any) -> tuple[Reading, str]:
        if not isinstance(raw, dict):
            raise Unreadable(self.name, _("« CFDocument » manque : ce n'est pas un paquet CASE"))
        stated = raw.get("identifier")
        derived = {"uri": address(self.base_url, "CFDocuments", stated)} if isinstance(stated, str) else {}
        document = Reading("CFDocument", raw, "CFDocument", self.breaches, {**derived, "caseVersion": "1.1"})
        if document.data.get("caseVersion") == "1.0":
            del document.data["caseVersion"]
        title = document.data.get("title") or document.data.get("uri") or self.name
        return document, document.identify(f"CFDocument/{title}")

    def _entries(self, holder: Json, key: str) -> list[Json]:
        entries = holder.get(key)
        if entries in NOTHING:
            return []
        if not isinstance(entries, list):
            raise Unreadable(key, _("« %(key)s » devrait être une liste") % {"key": key})
        for index, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                raise Unreadable(f"{key}[{index}]", _("cette entrée devrait être un objet"))
        return entries

    def _reading(self, name: str, noun: str, raw: Json, index: int) -> tuple[Reading, str]:
        stated = raw.get("identifier")
        where = f"{noun}/{stated[:80]}" if isinstance(stated, str) and stated else f"{noun}[{index}]"
        derived = {"lastChangeDateTime": self.moment}
        if isinstance(stated, str) and stated:
            derived["uri"] = address(self.base_url, noun, stated)
        reading = Reading(name, raw, where, self.breaches, derived)
        return reading, reading.identify(f"{noun}/{index}")

    def _definitions(self, root: Json) -> list[DefinitionSpec]:
        held = root.get("CFDefinitions") or {}
        if not isinstance(held, dict):
            raise Unreadable("CFDefinitions", _("cette entrée devrait être un objet"))
        self._keep("CFDefinitions", {key: value for key, value in held.items() if key not in DEFINITIONS})
        lists = {**{kind: self._entries(held, kind) for kind in DEFINITIONS}, RUBRICS: self._entries(root, RUBRICS)}
        found: dict[tuple[str, str], DefinitionSpec] = {}
        for kind, entries in lists.items():
            for index, raw in enumerate(entries, start=1):
                reading, identifier = self._reading(CLASSES[kind], kind, raw, index)
                spec = DefinitionSpec(kind, identifier, {"identifier": identifier, **reading.data})
                known = found.setdefault((kind, identifier), spec)
                if known != spec:
                    raise Unreadable(reading.where, _("deux entrées ont le même identifiant"))
        return list(found.values())

    def _licence(
        self, spec: FrameworkSpec, extra: Json, definitions: list[DefinitionSpec]
    ) -> tuple[FrameworkSpec, list[DefinitionSpec]]:
        """The licence's name for our field; the link and the entry that we derive from a name are left out."""
        link = extra.get("licenseURI")
        if not isinstance(link, dict):
            return spec, definitions
        held = [
            entry for entry in definitions if entry.kind == "CFLicenses" and entry.identifier == link.get("identifier")
        ]
        title = str((held[0].data if held else link).get("title") or link.get("title") or "")[:60]
        if held and link == licence_link(title, self.base_url) and held[0].data == licence_data(title):
            del extra["licenseURI"]
            definitions = [entry for entry in definitions if entry != held[0]]
        return dataclasses.replace(spec, licence=title), definitions

    def _tree(self, root: Json, spec: FrameworkSpec, extra: Json) -> tuple[tuple[CompetencySpec, ...], Relations]:
        document = identifier_of(spec)
        items = self._items(root, spec, extra.get("language"), document)
        relations = Relations(self, spec, Tree(document, items))
        for index, raw in enumerate(self._entries(root, "CFAssociations"), start=1):
            reading, identifier = self._reading("CFAssociation", "CFAssociations", raw, index)
            self.drop_document_link(reading, document)
            relations.add(reading, identifier)
        nodes = relations.tree.nodes()
        orphans = relations.tree.orphans
        if orphans:
            text = ngettext(
                "%(count)s élément n'a pas de parent : il est mis au premier niveau",
                "%(count)s éléments n'ont pas de parent : ils sont mis au premier niveau",
                orphans,
            )
            self.warnings.append(Remark("CFItems", text % {"count": figure(orphans)}))
        self.warnings += relations.remarks()
        return nodes, relations

    def _items(self, root: Json, spec: FrameworkSpec, tag: Any, document: str) -> dict[str, Item]:
        entries, limit = self._entries(root, "CFItems"), settings.VOLET_LIMITS["nodes"]
        if len(entries) > limit:
            raise Unreadable("CFItems", _("ce fichier a plus de %(limit)s éléments") % {"limit": figure(limit)})
        main_tag = tag if isinstance(tag, str) else "" if spec.language == "und" else spec.language
        items: dict[str, Item] = {}
        for index, raw in enumerate(entries, start=1):
            reading, identifier = self._reading("CFItem", "CFItems", raw, index)
            if identifier in items or identifier == document:
                raise Unreadable(reading.where, _("deux éléments ont le même identifiant"))
            self.drop_document_link(reading, document)
            items[identifier] = read_item(reading, identifier, spec.language, main_tag)
        return items

    def drop_document_link(self, reading: Reading, document: str) -> None:
        """Real exports repeat the document in each object of its own package; only a link to another one says something."""
        link = reading.data.get("CFDocumentURI")
        if isinstance(link, dict) and link.get("identifier") in (document, public_identifier(document)):
            del reading.data["CFDocumentURI"]
