"""A framework version as a CASE 1.1 package: strictly by the official schema, nothing lost that the schema has no word for.

What Volet or the source says beyond CASE stands under `extensions.volet`, and comes back when the package is imported
(docs/decisions/0011-case-tolerant-in-strict-out.md).
"""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from curriculum.exporters.case_objects import ordered, strict
from curriculum.formats import (
    AssociationSpec,
    CompetencySpec,
    DefinitionSpec,
    FrameworkSpec,
    association_identifier,
)
from curriculum.formats.case import CLASSES, DEFINITIONS, OURS, RUBRICS
from curriculum.formats.case_derived import (
    ADOPTION,
    KIND_WORDS,
    UNKNOWN,
    address,
    changed_at,
    end_link,
    identifier_of,
    kind_of,
    label_of,
    licence_data,
    licence_link,
    main_language,
    name_of,
    slug_of,
    statement_of,
)
from curriculum.formats.case_values import Json, public_identifier
from curriculum.formats.framework import IS_CHILD_OF

#: Keys of `FrameworkSpec.extra` that belong to the package, not to its document.
PACKAGE_PARTS = ("CFPackage", "CFDefinitions")


def dump_case(spec: FrameworkSpec, base_url: str) -> bytes:
    """The package as canonical JSON: one order of keys, so that the same version gives the same bytes."""
    package = CasePackage(spec, base_url).package()
    return json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"


class CasePackage:
    """The objects of one version's package. For a single association, `know` both its ends first."""

    def __init__(self, spec: FrameworkSpec, base_url: str) -> None:
        self.spec, self.base_url = spec, base_url.rstrip("/")
        self.identifier, self.moment = identifier_of(spec), changed_at(spec)
        self.is_ours = not spec.identifier
        self.title = spec.title.get(spec.language, "") or spec.name
        self.uri = spec.uri or address(base_url, "CFDocuments", self.identifier)
        self.ends = {self.identifier: end_link(self.title, self.identifier, self.uri)}

    def package(self) -> Json:
        nodes = list(self.spec.walk())
        for node in nodes:
            self.know(node)
        package: Json = {
            "CFDocument": self.document(),
            "CFItems": [self.item(node) for node in nodes],
            "CFAssociations": [self.association(entry) for entry in self._associations()],
        }
        definitions = self._definitions()
        if definitions:
            package["CFDefinitions"] = definitions
        if rubrics := self._entries(RUBRICS):
            package[RUBRICS] = rubrics
        return {**package, **_beside(self.spec.extra.get("CFPackage", {}))}

    def document(self) -> Json:
        spec = self.spec
        extra = {key: value for key, value in spec.extra.items() if key not in PACKAGE_PARTS}
        data = {
            "caseVersion": "1.1",
            "creator": spec.creator,
            "title": self.title,
            "officialSourceURL": spec.source if _is_address(spec.source) else "",
            "publisher": spec.publisher,
            "description": spec.description,
            "language": "" if spec.language == UNKNOWN else spec.language,
            "version": spec.label,
            "adoptionStatus": ADOPTION.get(spec.adoption_status, ""),
            "statusStartDate": spec.starts_on.isoformat() if spec.starts_on else "",
            "statusEndDate": spec.ends_on.isoformat() if spec.ends_on else "",
            "licenseURI": licence_link(spec.licence, self.base_url) if self._licence_is_ours else None,
        }
        fill = self._fill("CFDocuments", self.identifier, creator=spec.publisher or spec.name, title=self.title)
        return strict("CFDocument", _data(self.identifier, spec.uri, data, extra), fill, self._ours())

    def item(self, node: CompetencySpec, *, has_children: bool | None = None) -> Json:
        main = main_language(node, self.spec.language)
        tag = self._language if main == self.spec.language else main
        guess = kind_of(node.type_label, has_children=bool(node.children) if has_children is None else has_children)
        ours: Json = {"texts": texts} if (texts := _other_texts(node, main)) else {}
        word = node.type_label
        if node.kind != guess or (not word and self.is_ours):
            word, ours["kind"] = word or KIND_WORDS.get(node.kind, ""), node.kind  # type: ignore[call-overload]
        data = {
            "fullStatement": node.title.get(main, ""),
            "CFItemType": word,
            "humanCodingScheme": node.code,
            "notes": node.description.get(main, ""),
            "language": "" if tag == UNKNOWN else tag,
        }
        fill = self._fill("CFItems", node.identifier, fullStatement=statement_of(node, self.spec.language))
        return strict("CFItem", _data(node.identifier, node.uri, data, node.extra), fill, ours)

    def association(self, entry: AssociationSpec) -> Json:
        data = {
            "associationType": entry.kind,
            "sequenceNumber": entry.position,
            "originNodeURI": self._end(entry.origin, entry.origin_link),
            "destinationNodeURI": self._end(entry.destination, entry.destination_link),
        }
        fill = self._fill("CFAssociations", entry.identifier, associationType="isRelatedTo")
        return strict("CFAssociation", _data(entry.identifier, entry.uri, data, entry.extra), fill)

    def definition(self, entry: DefinitionSpec) -> Json:
        return strict(CLASSES[entry.kind], entry.data, self._fill(entry.kind, entry.identifier))

    def know(self, node: CompetencySpec) -> None:
        uri = node.uri or address(self.base_url, "CFItems", node.identifier)
        self.ends[node.identifier] = end_link(statement_of(node, self.spec.language), node.identifier, uri)

    def edges(self, parent: CompetencySpec | None, children: tuple[CompetencySpec, ...]) -> Iterator[AssociationSpec]:
        """The associations that hang these nodes on their parent: the file's, else ours."""
        above = parent.identifier if parent else self.identifier
        for position, node in enumerate(children, start=1):
            ours = association_identifier(self.identifier, IS_CHILD_OF, node.identifier, above)
            yield node.edge or AssociationSpec(ours, IS_CHILD_OF, node.identifier, above, position=position)

    def _associations(self) -> Iterator[AssociationSpec]:
        yield from self.edges(None, self.spec.competencies)
        for node in self.spec.walk():
            yield from self.edges(node, node.children)
        yield from self.spec.associations

    def _end(self, identifier: str, link: Json) -> Json:
        """The file's own link where it has one; inside the package it names the identifier that the item goes out with."""
        inside = self.ends.get(identifier)
        if inside is None:
            return link or {"title": "", "identifier": identifier, "uri": f"urn:volet:{public_identifier(identifier)}"}
        if not link:
            return inside
        named = public_identifier(identifier) if link.get("identifier") == identifier else link.get("identifier")
        return {**link, "identifier": named} if named else link

    def _definitions(self) -> Json:
        found: Json = {kind: entries for kind in DEFINITIONS if (entries := self._entries(kind))}
        if self._licence_is_ours:
            found.setdefault("CFLicenses", []).append(self.licence())
        ready = {kind: found[kind] for kind in DEFINITIONS if kind in found}
        return {**ready, **_beside(self.spec.extra.get("CFDefinitions", {}))}

    def _entries(self, kind: str) -> list[Json]:
        return [self.definition(entry) for entry in self.spec.definitions if entry.kind == kind]

    def licence(self) -> Json:
        """The entry for a licence that the version knows by its name alone."""
        data = licence_data(self.spec.licence)
        return strict("CFLicense", data, self._fill("CFLicenses", data["identifier"]))

    @property
    def _licence_is_ours(self) -> bool:
        return bool(self.spec.licence) and "licenseURI" not in self.spec.extra

    @property
    def _language(self) -> str:
        stated = self.spec.extra.get("language", self.spec.language)
        return stated if isinstance(stated, str) else self.spec.language

    def _fill(self, noun: str, identifier: str, **more: Any) -> Json:
        uri = address(self.base_url, noun, identifier)
        return {"identifier": public_identifier(identifier), "uri": uri, "lastChangeDateTime": self.moment, **more}

    def _ours(self) -> Json:
        """What a framework version of ours has and CASE has not, each only where an import wouldn't find it by itself."""
        spec, version = self.spec, self.spec.extra.get("version", self.spec.label)
        version = version if isinstance(version, str) else ""
        languages = {language for node in spec.walk() for language in node.title}
        beside = {
            "slug": spec.slug if spec.slug != slug_of(self.title, version, self.identifier) else "",
            "label": spec.label if spec.label != label_of(version) else "",
            "name": spec.name if spec.name != name_of(self.title) else "",
            "titles": {language: title for language, title in spec.title.items() if language != spec.language},
            "statuses": spec.text_status if spec.text_status != dict.fromkeys(languages, "official") else {},
            "levels": [dataclasses.asdict(level) for level in spec.levels],
            "scales": [dataclasses.asdict(scale) for scale in spec.scales],
            "adopted_on": spec.adopted_on.isoformat() if spec.adopted_on else "",
            "source": "" if _is_address(spec.source) else spec.source,
            "unsaid": [] if spec.creator else ["creator"],
        }
        return {key: value for key, value in beside.items() if value}


def _other_texts(node: CompetencySpec, main: str) -> Json:
    """Titles and descriptions in the languages that a package doesn't show."""
    texts: Json = {}
    for language in {*node.title, *node.description} - {main}:
        both = {"title": node.title.get(language, ""), "description": node.description.get(language, "")}
        texts[language] = {key: text for key, text in both.items() if text}
    return texts


def _data(identifier: str, uri: str, typed: Json, extra: Json) -> Json:
    """The object as an import reads it: the source's own word wins over ours."""
    held = {key: value for key, value in {"uri": uri, **typed}.items() if value is not None and value != ""}
    return {"identifier": identifier, **held, **extra}


def _beside(parts: Any) -> Json:
    """The extensions of the package or of its definitions, and what else their source has."""
    theirs = parts.get("extensions", {})
    verbatim = {key: value for key, value in parts.items() if key != "extensions"}
    extensions = {**theirs, **({OURS: {"verbatim": verbatim}} if verbatim else {})}
    return {"extensions": ordered(extensions)} if extensions else {}


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(sign.isspace() for sign in text)
