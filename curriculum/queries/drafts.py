"""What a draft holds, what stands in the way of its publication, and where an author may write."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.typography import figure
from curriculum.models import Competency, CompetencyText, FrameworkVersion
from curriculum.policies import drafting_organisations
from people.policies import Viewer


@dataclass(frozen=True)
class Frozen:
    """What publishing freezes: nodes by kind, and texts by (language, status)."""

    nodes: Sequence[tuple[str, int]]
    texts: Sequence[tuple[str, str, int]]
    levels: int


def versions_to_write(person: Viewer) -> QuerySet[FrameworkVersion]:
    """Versions, whatever their state, of the frameworks this person writes."""
    versions = FrameworkVersion.objects.select_related("framework__owner", "forked_from__framework")
    return versions.filter(framework__owner__in=drafting_organisations(person))


def competencies_to_write(person: Viewer) -> QuerySet[Competency]:
    """Nodes of the frameworks this person writes, whatever the state of their version."""
    nodes = Competency.objects.select_related("version__framework__owner", "parent")
    return nodes.filter(version__framework__owner__in=drafting_organisations(person))


class NodeNames:
    """The nodes that a person names by their codes or identifiers. One query, however many names."""

    def __init__(self, version: FrameworkVersion, names: Sequence[str]) -> None:
        self._found: dict[str, dict[UUID, Competency]] = defaultdict(dict)
        meant = Competency.objects.filter(version=version).filter(Q(code__in=names) | Q(identifier__in=names))
        for node in meant:
            for name in {node.code, node.identifier}:
                self._found[name][node.pk] = node

    def node(self, name: str) -> Competency:
        """Raises `LookupError` with a reason to show."""
        found = list(self._found[name].values()) if name else []
        if not found:
            raise LookupError(_("Aucune compétence n'a le code « %(name)s ».") % {"name": name})
        if len(found) > 1:
            raise LookupError(
                _("Plusieurs compétences ont le code « %(name)s » : donnez l'identifiant.") % {"name": name}
            )
        return found[0]


def publication_problems(version: FrameworkVersion) -> list[str]:
    """Why the draft can't be published, in sentences; nothing when it can. Two queries."""
    nodes = Competency.objects.filter(version=version)
    if not nodes.exists():
        return [_("« %(version)s » est vide : ajoutez au moins une compétence.") % {"version": version}]
    untitled = nodes.filter(texts__isnull=True).count()
    if not untitled:
        return []
    message = ngettext("%(number)s élément n'a pas d'intitulé.", "%(number)s éléments n'ont pas d'intitulé.", untitled)
    return [message % {"number": figure(untitled)}]


def frozen_parts(version: FrameworkVersion) -> Frozen:
    """Three queries."""
    nodes = Competency.objects.filter(version=version).order_by("kind").values_list("kind").annotate(Count("pk"))
    texts = CompetencyText.objects.filter(competency__version=version).order_by("language", "status")
    return Frozen(
        nodes=[(kind, number) for kind, number in nodes],
        texts=list(texts.values_list("language", "status").annotate(Count("pk"))),
        levels=version.levels.count(),
    )
