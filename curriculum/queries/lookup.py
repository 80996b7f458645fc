"""Finding a framework version and its nodes by the names that files use. For loaders, of this room and of upper ones."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from curriculum.models import (
    Competency,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    TrainingReference,
    TrainingReferenceVersion,
)


def find_version(slug: str, label: str) -> FrameworkVersion | None:
    """The version a file names, whatever its state: `("digcomp", "2.2")`."""
    return FrameworkVersion.objects.select_related("framework").filter(framework__slug=slug, label=label).first()


def find_reference(slug: str, label: str) -> TrainingReferenceVersion | None:
    """The version of a training reference a file names, whatever its state: `("bafa", "2015")`."""
    versions = TrainingReferenceVersion.objects.select_related("reference")
    return versions.filter(reference__slug=slug, label=label).first()


def references_named(slugs: Iterable[str]) -> dict[str, TrainingReference]:
    """The training references with these slugs, by slug; those that Volet doesn't hold are left out."""
    return TrainingReference.objects.in_bulk(set(slugs) - {""}, field_name="slug")


def find_strand(slug: str, label: str) -> DigitalStrandVersion | None:
    """The version of a digital strand a file names, whatever its state: `("volet-bafa", "1.0")`."""
    versions = DigitalStrandVersion.objects.select_related("strand")
    return versions.filter(strand__slug=slug, label=label).first()


class CodeBook:
    """The nodes and levels of one version, by code and rank; two SQL queries in all, however many look-ups.

    A look-up that fails raises `LookupError` whose text is a reason to show beside the line of the file.
    """

    def __init__(self, version: FrameworkVersion) -> None:
        self.version = version

    def competency(self, code: str) -> Competency:
        """The node with this code. A code may be repeated in an imported framework: then it names nothing."""
        found = self._by_code.get(code, [])
        names = {"code": code, "version": self.version}
        if not found:
            raise LookupError(_("compétence inconnue « %(code)s » dans %(version)s") % names)
        if len(found) > 1:
            raise LookupError(_("le code « %(code)s » désigne plusieurs compétences dans %(version)s") % names)
        return found[0]

    def named(self, name: str) -> Competency:
        """The node with this code, or with this identifier: a code that is repeated names nothing."""
        return self._by_identifier.get(name) or self.competency(name)

    def level(self, rank: int) -> ProficiencyLevel:
        """The level of this rank, 1 being the lowest rung."""
        level = self._by_rank.get(rank)
        if level is None:
            names = {"rank": rank, "version": self.version}
            raise LookupError(_("niveau inconnu « %(rank)s » dans %(version)s") % names)
        return level

    @cached_property
    def _by_code(self) -> dict[str, list[Competency]]:
        found: dict[str, list[Competency]] = defaultdict(list)
        for competency in Competency.objects.filter(version=self.version).defer("search_text"):
            found[competency.code].append(competency)
        return found

    @cached_property
    def _by_identifier(self) -> dict[str, Competency]:
        return {node.identifier: node for nodes in self._by_code.values() for node in nodes}

    @cached_property
    def _by_rank(self) -> dict[int, ProficiencyLevel]:
        return {level.rank: level for level in ProficiencyLevel.objects.filter(version=self.version)}
