"""Training references: the list, and one dated text with its facts, codes, units and digital strands."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content.versions import State
from curriculum.formats import searchable
from curriculum.models import RegistryCode, TrainingReferenceVersion
from curriculum.queries import reference_versions_visible_to, unit_tree


@require_safe
def reference_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:100]
    words = searchable(asked).split()
    every = list(reference_versions_visible_to(request.user).exclude(state=State.WITHDRAWN))
    shown = [version for version in every if _matches(version, words)]
    former = [version for version in shown if version.state == State.SUPERSEDED]
    context = {
        "asked": asked,
        "any": bool(every),
        "versions": [version for version in shown if version.state != State.SUPERSEDED],
        "former": former,
    }
    return render(request, "curriculum/reference_list.html", context)


@require_safe
def reference_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """One text. With `?beside=1` its units stand beside those of the text it replaces."""
    versions = reference_versions_visible_to(request.user)
    version = get_object_or_404(versions, reference__slug=slug, label=label)
    codes = list(version.codes.order_by("registry", "starts_on", "code"))
    earlier = version.predecessor
    beside = earlier is not None and request.GET.get("beside") == "1"
    context = {
        "version": version,
        "codes": codes,
        "conflict": contradict(codes),
        "units": unit_tree(version),
        "beside": beside,
        "earlier": earlier,
        "earlier_units": unit_tree(earlier) if earlier and beside else [],
        "successor": versions.filter(Q(predecessor=version)).first(),
    }
    return render(request, "curriculum/reference_version.html", context)


def contradict(codes: list[RegistryCode]) -> bool:
    """Whether sources disagree: two codes of one registry, not both verified, that could be in force together."""
    for position, one in enumerate(codes):
        for other in codes[position + 1 :]:
            same = one.registry == other.registry and not (one.verified and other.verified)
            apart = (one.ends_on and other.starts_on and one.ends_on <= other.starts_on) or (
                other.ends_on and one.starts_on and other.ends_on <= one.starts_on
            )
            if same and not apart:
                return True
    return False


def _matches(version: TrainingReferenceVersion, words: list[str]) -> bool:
    text = searchable(f"{version.reference.abbreviation} {version.title} {version.reference.get_kind_display()}")
    return all(word in text for word in words)
