"""What must be mended before a certificate to be earned can be published, each with where to mend it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from certificates.choices import CriterionKind
from certificates.models import AchievementVersion, Criterion
from certificates.queries.criteria import Node, tree_of
from content.versions import State

#: Addresses (URL names of this room) where a problem is mended.
CRITERIA, TERMS, WORDS, LINES = (
    "achievement-criteria",
    "achievement-terms",
    "achievement-detail",
    "achievement-statements",
)


@dataclass(frozen=True)
class Problem:
    """`blocking`: it can't be published like this; else it is only worth a second look."""

    text: str
    where: str
    blocking: bool = True


def problems_of(draft: AchievementVersion, today: date) -> list[Problem]:
    """`today` is the certifier's."""
    tree = tree_of(draft)
    found = [*_words(draft), *_groups(tree), *_subjects(draft, tree)]
    if draft.valid_until is not None and draft.valid_until <= today:
        found.append(Problem(_("La date de fin de validité est passée."), TERMS))
    if not draft.signatories.exists():
        found.append(Problem(_("Personne ne signe ce certificat : ajoutez un nom et sa fonction."), TERMS, False))
    return found


def _words(draft: AchievementVersion) -> Iterable[Problem]:
    if not draft.targets.exists():
        yield Problem(_("Écrivez au moins une ligne « sait … »."), LINES)
    framework = draft.framework_version
    if framework.state == State.DRAFT:
        yield Problem(_("Le référentiel %(name)s n'est pas publié.") % {"name": framework}, WORDS)


def _groups(tree: Node) -> Iterable[Problem]:
    for node in tree.walk():
        if node.is_group and not node.children:
            yield Problem(_("Un groupe de conditions est vide : ajoutez-y quelque chose, ou enlevez-le."), CRITERIA)


def _subjects(draft: AchievementVersion, tree: Node) -> Iterable[Problem]:
    """Leaves that nobody can ever meet."""
    texts = {
        "assessment": _("Aucune version publiée du parcours n'a l'épreuve « %(name)s »."),
        "course": _("Le parcours « %(name)s » n'est pas publié."),
        "competency": _("« %(name)s » n'est pas du référentiel de ce certificat."),
        "cycle": _("« %(name)s » demande lui-même ce certificat : personne ne l'aurait."),
    }
    named = {leaf.achievement_id for leaf in tree.leaves if leaf.achievement_id}
    circular = _circular(named, draft.achievement_id) if named else set()
    for leaf in tree.leaves:
        competency = leaf.row.competency if leaf.row else None
        wrong = {
            "assessment": leaf.kind == CriterionKind.ASSESSMENT and not leaf.known,
            "course": leaf.kind == CriterionKind.COURSE and not leaf.known,
            "competency": competency is not None and competency.version_id != draft.framework_version_id,
            "cycle": leaf.achievement_id in circular,
        }
        yield from (Problem(texts[key] % {"name": leaf.name}, CRITERIA) for key, found in wrong.items() if found)


def _circular(starts: set[UUID], goal: UUID) -> set[UUID]:
    """Those of `starts` that ask for `goal`, themselves or through others. One query."""
    asks: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Criterion.objects.filter(version__state__in=(State.PUBLISHED, State.DRAFT), achievement__isnull=False)
    for one, other in rows.values_list("version__achievement", "achievement"):
        asks[one].add(other)
    return {start for start in starts if _reaches(start, goal, asks)}


def _reaches(start: UUID, goal: UUID, asks: dict[UUID, set[UUID]]) -> bool:
    seen: set[UUID] = set()
    ahead = {start}
    while ahead and goal not in ahead:
        seen |= ahead
        ahead = {key for one in ahead for key in asks.get(one, ())} - seen
    return goal in ahead
