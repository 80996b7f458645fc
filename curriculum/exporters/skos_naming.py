"""The address of each thing in a SKOS file: the source's own where it can be written, else that of this installation."""

import re

from pyoxigraph import Literal, NamedNode

from curriculum.formats import AssociationSpec, CompetencySpec, FrameworkSpec, framework_identifier
from curriculum.formats.skos import PREFIXES, node_address, version_address

Term = NamedNode | Literal
Statement = tuple[NamedNode, NamedNode, Term]
TONGUE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def text_in(text: str, language: str) -> Literal:
    """Tagged with its language; without a tag where the language's name can't be one."""
    return Literal(text, language=language) if TONGUE.fullmatch(language) else Literal(text)


def writable(address: str) -> NamedNode | None:
    """Absolute, of legal characters, and nothing that a reader of JSON-LD takes for a shortened name."""
    if address.partition(":")[0] in PREFIXES:
        return None
    try:
        return NamedNode(address)
    except ValueError:
        return None


class Naming:
    """`replaced` lists addresses that could not be kept: not writable, or those of two nodes at once."""

    def __init__(self, spec: FrameworkSpec, base_url: str) -> None:
        self.home = version_address(base_url, spec.slug, spec.label)
        self.replaced: list[str] = []
        self.version = spec.identifier or framework_identifier(spec.slug, spec.label)
        self._taken: set[str] = set()
        self.scheme = self._name(spec.uri, self.home)
        self._nodes = {
            node.identifier: self._name(node.uri, node_address(base_url, spec.slug, spec.label, node.identifier))
            for node in spec.walk()
        }

    def of(self, node: CompetencySpec) -> NamedNode:
        return self._nodes[node.identifier]

    def ends_of(self, link: AssociationSpec) -> tuple[NamedNode, NamedNode] | None:
        """Both ends, the first one a node of the file; None when this can't be."""
        origin = self._nodes.get(link.origin)
        inside = self.scheme if link.destination == self.version else self._nodes.get(link.destination)
        destination = inside or writable(str(link.destination_link.get("uri", "")))
        return (origin, destination) if origin is not None and destination is not None else None

    def _name(self, source: str, ours: str) -> NamedNode:
        kept = writable(source) if source else None
        stolen = source != ours and source.startswith(self.home)
        if kept is not None and (stolen or kept.value in self._taken):
            kept = None
        if source and kept is None:
            self.replaced.append(source)
        name = kept or NamedNode(ours)
        self._taken.add(name.value)
        return name
