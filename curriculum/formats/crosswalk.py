"""volet.crosswalk/1: what the competencies of one framework version correspond to in another."""

from dataclasses import dataclass, field, replace

from curriculum.formats.naming import digest_of

FORMAT = "volet.crosswalk/1"


@dataclass(frozen=True)
class AlignmentSpec:
    """`origin` and `destination` are codes, or identifiers where the code is absent or repeated.

    A destination "" says that nothing corresponds, and then `kind` is "".
    """

    origin: str
    destination: str
    kind: str
    rationale: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class CrosswalkSpec:
    """`source` and `target` are (slug, label) of framework versions."""

    slug: str
    label: str
    language: str
    title: str
    author: str
    introduction: str
    source: tuple[str, str]
    target: tuple[str, str]
    alignments: tuple[AlignmentSpec, ...]
    line: int = field(default=1, compare=False)
    source_line: int = field(default=1, compare=False)
    target_line: int = field(default=1, compare=False)


def crosswalk_digest(spec: CrosswalkSpec) -> str:
    """The digest of what the file says. The order of the alignments says nothing."""
    alignments = sorted(spec.alignments, key=lambda entry: (entry.origin, entry.destination))
    return digest_of(replace(spec, alignments=tuple(alignments)))
