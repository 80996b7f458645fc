"""Which trainings held here bear a code of a national registry."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from content.versions import State
from curriculum.models import RegistryCode, TrainingReference, TrainingReferenceVersion
from people.models import Organisation

Held = dict[str, list[TrainingReference]]


def references_with_codes(codes: Iterable[str], owner: Organisation) -> Held:
    """Code → the trainings of which a text that isn't withdrawn bears it: those of `owner`, else those that others have
    published. Nobody hears of a draft of others, nor is held up by it. One query."""
    rows = RegistryCode.objects.filter(_heard_by(owner, "version__"), code__in=list(codes))
    found: Held = defaultdict(list)
    for row in rows.select_related("version__reference__owner").order_by("version__reference__slug"):
        reference = row.version.reference
        if reference not in found[row.code]:
            found[row.code].append(reference)
    own = {code: [entry for entry in held if entry.owner_id == owner.pk] for code, held in found.items()}
    return {code: own[code] or held for code, held in found.items()}


def latest_text(reference: TrainingReference) -> TrainingReferenceVersion | None:
    """The draft, else the newest text that isn't withdrawn."""
    kept = reference.versions.exclude(state=State.WITHDRAWN).select_related("reference__owner")
    return kept.select_related("reference__owner", "predecessor__reference").order_by("-number").first()


def text_with_code(code: str, owner: Organisation) -> TrainingReferenceVersion | None:
    """The newest text of `owner`, or that others have published, which bears a code: what a later code replaces. None
    where the code isn't held."""
    texts = TrainingReferenceVersion.objects.filter(_heard_by(owner), codes__code=code)
    return texts.select_related("reference").order_by("-number").first()


def _heard_by(owner: Organisation, version: str = "") -> Q:
    """Texts that aren't withdrawn: one's own, and what others have published."""
    known = Q(**{f"{version}reference__owner": owner}) | ~Q(**{f"{version}state": State.DRAFT})
    return known & ~Q(**{f"{version}state": State.WITHDRAWN})
