"""The ID numbers that a framework version and its nodes bear in Moodle, and what Moodle calls the kinds of nodes."""

import re
from collections import Counter

from curriculum.formats.framework import CompetencySpec, FrameworkSpec
from curriculum.formats.moodle import DEPTHS, KIND_OF_TAXONOMY, TAXONOMY_OF_KIND

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
FRAMEWORK = re.compile(
    r"(?P<slug>[-a-zA-Z0-9_]{1,80}) (?P<label>[^/\0]{1,20}) \((?P<language>[A-Za-z][-A-Za-z0-9]{0,7})\)"
)
CODE = 40


def framework_number(spec: FrameworkSpec) -> str:
    """« digcomp 2.2 (en) »: Moodle has no other place for the version and the language."""
    return f"{spec.slug} {spec.label} ({spec.language})"


def numbers_of(spec: FrameworkSpec) -> dict[str, str]:
    """By identifier: the code where it names one node only, else the identifier."""
    nodes = list(spec.walk())
    codes, identifiers = Counter(node.code for node in nodes), {node.identifier for node in nodes}

    def names_it(node: CompetencySpec) -> bool:
        another = node.code != node.identifier and node.code in identifiers
        return bool(node.code) and codes[node.code] == 1 and not another and not UUID.fullmatch(node.code)

    return {node.identifier: node.code if names_it(node) else node.identifier for node in nodes}


def related_numbers(spec: FrameworkSpec) -> dict[str, list[str]]:
    """By the identifier of the origin: the numbers of what it is related to, inside the framework."""
    numbers = numbers_of(spec)
    found: dict[str, list[str]] = {}
    for link in spec.associations:
        if link.kind == "isRelatedTo" and link.origin in numbers and link.destination in numbers:
            found.setdefault(link.origin, []).append(numbers[link.destination])
    return found


def taxonomy_of(roots: tuple[CompetencySpec, ...]) -> str:
    """The kind of each depth, or "" where one depth has several kinds or there are too many depths."""
    found: list[str] = []
    row = list(roots)
    while row:
        kinds = {node.kind for node in row}
        if len(kinds) > 1 or len(found) == DEPTHS:
            return ""
        found.append(TAXONOMY_OF_KIND[kinds.pop()])
        row = [child for node in row for child in node.children]
    return ",".join(found)


def kind_at(taxonomy: str, depth: int, has_children: bool) -> str:
    """What the file calls nodes of this depth, 0 being the roots; else domains hold competences, which hold statements."""
    words = [word.strip() for word in taxonomy.split(",")] if taxonomy else []
    if depth < len(words) and words[depth] in KIND_OF_TAXONOMY:
        return KIND_OF_TAXONOMY[words[depth]]
    if depth == 0 and has_children:
        return "area"
    return "competence" if depth < 2 else "statement"


def is_code(number: str) -> bool:
    """Whether an ID number is a code that people use, rather than an identifier."""
    return len(number) <= CODE and not UUID.fullmatch(number)
