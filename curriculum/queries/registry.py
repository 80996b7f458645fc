"""Which trainings held here bear a code of a national registry."""

from collections import defaultdict
from collections.abc import Iterable

from content.versions import State
from curriculum.models import RegistryCode, TrainingReference, TrainingReferenceVersion

Held = dict[str, list[TrainingReference]]


def references_with_codes(codes: Iterable[str]) -> Held:
    """Code → the trainings of which a text that isn't withdrawn bears it. Two queries, whoever may read them."""
    rows = RegistryCode.objects.filter(code__in=list(codes)).exclude(version__state=State.WITHDRAWN)
    found: Held = defaultdict(list)
    for row in rows.select_related("version__reference__owner").order_by("version__reference__slug"):
        reference = row.version.reference
        if reference not in found[row.code]:
            found[row.code].append(reference)
    return dict(found)


def latest_text(reference: TrainingReference) -> TrainingReferenceVersion | None:
    """The draft, else the newest text that isn't withdrawn."""
    kept = reference.versions.exclude(state=State.WITHDRAWN).select_related("reference__owner")
    return kept.select_related("reference__owner", "predecessor__reference").order_by("-number").first()


def text_with_code(code: str) -> TrainingReferenceVersion | None:
    """The newest text that bears a code: what a later code replaces. None where the code isn't held."""
    texts = TrainingReferenceVersion.objects.filter(codes__code=code).exclude(state=State.WITHDRAWN)
    return texts.select_related("reference").order_by("-number").first()
