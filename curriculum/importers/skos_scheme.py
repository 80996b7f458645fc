"""A concept scheme as a framework version: what is said of the whole, around the tree of its concepts."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pyoxigraph import Literal, NamedNode

from content.typography import figure
from curriculum.choices import AdoptionStatus, TextStatus
from curriculum.formats import CompetencySpec, FrameworkSpec, framework_identifier
from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.skos import STATUS_OF_LANGUAGE, version_address
from curriculum.importers.languages import doubtful_languages
from curriculum.importers.rdf import Graph
from curriculum.importers.skos_concepts import Concepts, kept_address, own_identifier
from curriculum.importers.skos_levels import Levels
from curriculum.importers.skos_resource import TONGUE_LENGTH, Resource
from curriculum.importers.skos_tree import Forest, repeated

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
NAME, LABEL, AGENT, LICENCE = 120, 20, 200, 60
NOBODY = NamedNode("urn:volet:nothing")
NAMES = ("skos:prefLabel", "rdfs:label", "schema:name", "foaf:name", "dct:title")
DATES = ("dct:modified", "dct:issued", "dct:created")
READ = ("skos:hasTopConcept", "volet:levels", "volet:scale", "dct:language")


class Scheme:
    """One scheme on its way to being a framework version."""

    def __init__(self, graph: Graph, forest: Forest, parsed: Parsed, name: str) -> None:
        self.graph, self.forest, self.parsed = graph, forest, parsed
        self.file = PurePath(name).stem
        self.main = self._language()
        self.about = Resource(graph, forest.scheme or NOBODY, self.main)
        self.identifier = own_identifier(self.about)
        self.title = self.about.texts("dct:title", "skos:prefLabel", "rdfs:label")
        self.name = self.about.take("volet:name", maximum=NAME) or self._title()[:NAME]
        self.slug, self.label = self._slug(), self._label()

    def spec(self) -> FrameworkSpec:
        about, levels = self.about, Levels(self.graph, self.forest.scheme, self.main, self.parsed)
        concepts = Concepts(self.graph, self.forest, self.parsed, self.main)
        competencies = concepts.tree(self.slug, self.label)
        ours = version_address(settings.VOLET_BASE_URL, self.slug, self.label)
        facts: dict[str, Any] = {
            "publisher": self._agent("dct:publisher"),
            "creator": self._agent("dct:creator"),
            "source": about.take("dct:source"),
            "licence": about.take("dct:license", "dct:rights", maximum=LICENCE),
            "adopted_on": about.take_date("dct:dateAccepted"),
            "starts_on": about.take_date("schema:validFrom"),
            "ends_on": about.take_date("schema:validThrough"),
            "text_status": self._statuses(competencies),
            "description": about.take("dct:description", "skos:definition", "rdfs:comment"),
            "adoption_status": self._adoption(),
        }
        extra, nested = about.leftovers("skos:ConceptScheme", READ)
        spec = FrameworkSpec(
            slug=self.slug,
            label=self.label,
            language=self.main,
            name=self.name,
            title=self.title or {self.main: self._title()},
            levels=levels.levels(),
            scales=levels.scales(),
            competencies=competencies,
            identifier=self.identifier,
            uri=kept_address(self.forest.scheme, ours),
            associations=concepts.associations(self.identifier or framework_identifier(self.slug, self.label)),
            extra=extra,
            **facts,
        )
        self._remark(spec, concepts.untagged, concepts.nested + nested)
        return spec

    def _language(self) -> str:
        """What the scheme says, else the tag that most labels bear, else the installation's language."""
        for value in self.graph.values(self.forest.scheme, "dct:language") if self.forest.scheme else ():
            if isinstance(value, Literal) and 0 < len(value.value.strip()) <= TONGUE_LENGTH:
                return value.value.strip()
        concepts = (concept for siblings in self.forest.below.values() for concept in siblings)
        labels = (value for concept in concepts for value in self.graph.values(concept, "skos:prefLabel"))
        tags = [value.language for value in labels if isinstance(value, Literal) and value.language]
        chosen = Counter(sorted(tags)).most_common(1)[0][0] if tags else settings.LANGUAGE_CODE
        reason = _("la langue d'origine n'est pas dite : « %(language)s » est supposée")
        self._warn("dct:language", reason % {"language": chosen[:TONGUE_LENGTH]})
        return chosen[:TONGUE_LENGTH]

    def _title(self) -> str:
        texts = list(self.title.values())
        return self.title.get(self.main, texts[0] if texts else self.file or "SKOS")

    def _slug(self) -> str:
        given = self.about.take("volet:slug", maximum=80)
        if SLUG.fullmatch(given):
            return given
        return slugify(self.name)[:80].strip("-") or slugify(self.file)[:80].strip("-") or "skos"

    def _label(self) -> str:
        given = self.about.take("owl:versionInfo")
        label = given if len(given) <= LABEL and "/" not in given else given.replace("/", "-")[:LABEL].strip()
        dates = [value.value for name in DATES for value in self.about.values(name)]
        label = label or "".join(dates[:1])[:10].replace("/", "-").strip() or "1"
        if label != given:
            self._warn("owl:versionInfo", _("numéro de version retenu : « %(label)s »") % {"label": label})
        return label

    def _agent(self, name: str) -> str:
        """A person or body: by name where the file has one for its address."""
        for value in self.graph.values(self.about.subject, name):
            named = Resource(self.graph, value, self.main).take(*NAMES, maximum=AGENT)
            if named:
                return named
        return self.about.take(name, maximum=AGENT)

    def _adoption(self) -> str:
        given = self.about.take("volet:adoptionStatus")
        return given if given in AdoptionStatus.values else ""

    def _statuses(self, competencies: tuple[CompetencySpec, ...]) -> dict[str, str]:
        """What the file says of each language; else the scheme's own is official, a translation isn't."""
        found: dict[str, str] = {}
        for status, name in STATUS_OF_LANGUAGE.items():
            while tongue := self.about.take(name, maximum=TONGUE_LENGTH):
                found.setdefault(tongue, status)
        used = {tongue for node in _walk(competencies) for tongue in (*node.title, *node.description)}
        if self.main in used:
            found.setdefault(self.main, TextStatus.OFFICIAL.value)
        silent = sorted(used - found.keys())
        if silent:
            reason = _("rien ne dit si ces textes sont officiels : ils sont marqués « traduction non officielle »")
            self._warn(", ".join(silent), reason)
        return found | dict.fromkeys(silent, TextStatus.UNOFFICIAL.value)

    def _remark(self, spec: FrameworkSpec, untagged: int, nested: int) -> None:
        nodes = list(spec.walk())
        for code in repeated([node.code for node in nodes]):
            self._warn(code, _("ce code est porté par plusieurs compétences"))
        if untagged:
            reason = _("intitulés sans langue : %(count)s ; « %(language)s » est supposée")
            self._warn("skos:prefLabel", reason % {"count": figure(untagged), "language": self.main})
        if nested:
            reason = _("descriptions imbriquées (nœuds anonymes), qui ne sont pas gardées : %(count)s")
            self._warn("RDF", reason % {"count": figure(nested)})
        missing = [node for node in nodes if self.main not in node.title]
        if missing:
            reason = _("intitulés qui manquent dans la langue d'origine (%(language)s) : %(count)s")
            self._warn(
                missing[0].code or missing[0].identifier,
                reason % {"count": figure(len(missing)), "language": self.main},
            )
        self.parsed.warnings += doubtful_languages(node.title for node in nodes)

    def _warn(self, where: str, reason: str) -> None:
        self.parsed.warnings.append(Remark(where, reason))


def _walk(nodes: tuple[CompetencySpec, ...]) -> Iterator[CompetencySpec]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
