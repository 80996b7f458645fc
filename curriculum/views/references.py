"""Training references: the list, and one dated text with its facts, codes, units, hosts and digital strands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from content.versions import State
from curriculum.choices import ReferenceKind
from curriculum.exporters.reference import reference_document
from curriculum.models import RegistryCode, TrainingReferenceVersion
from curriculum.policies import can_edit
from curriculum.queries import (
    UnitNode,
    reference_versions_visible_to,
    unit_tree,
    withdrawal_reason,
    writing_organisations,
)
from curriculum.queries.reference_comparison import facts_beside, proposed_correspondence
from curriculum.queries.references import (
    drafts_of,
    guests_of,
    hosts_of,
    is_former,
    listed_references,
    reference_chain,
    unverified_count,
)
from curriculum.views.negotiation import wants_json


@require_safe
def reference_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kind = kind if kind in ReferenceKind.values else ""
    time = request.GET.get("time", "")
    shown = listed_references(request.user, asked, kind, on=timezone.localdate())
    current = [text for text in shown if not text.former and time != "former"]
    former = [text for text in shown if text.former and time != "current"]
    context = {
        "asked": asked,
        "kind": kind,
        "time": time,
        "kinds": ReferenceKind.choices,
        "filtered": bool(asked or kind or time),
        "current": current,
        "former": former,
        "found": len(current) + len(former),
        "writes": writing_organisations(request.user).exists(),
        "drafts": drafts_of(request.user),
    }
    return render(request, "curriculum/reference_list.html", context)


@require_safe
def reference_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """One text, as a page or, for a machine that asks for it, as JSON. With `?beside=1` its units stand beside those of
    the text it replaces."""
    versions = reference_versions_visible_to(request.user)
    version = get_object_or_404(versions, reference__slug=slug, label=label)
    response = _json(request, version) if wants_json(request) else _page(request, version)
    patch_vary_headers(response, ("Accept",))
    return response


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


def _json(request: HttpRequest, version: TrainingReferenceVersion) -> JsonResponse:
    document = reference_document(
        version,
        units=unit_tree(version),
        codes=version.codes.order_by("registry", "starts_on", "code"),
        hosts=version.hosts.order_by("position"),
        successors=reference_versions_visible_to(request.user).filter(predecessor=version),
        base_url=settings.VOLET_BASE_URL,
    )
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _page(request: HttpRequest, version: TrainingReferenceVersion) -> HttpResponse:
    codes = list(version.codes.order_by("registry", "starts_on", "code"))
    units, chain, hosts = unit_tree(version), reference_chain(request.user, version), hosts_of(request.user, version)
    every = [unit for node in units for unit in node.walk()]
    context: dict[str, Any] = {
        "version": version,
        "codes": codes,
        "conflict": contradict(codes),
        "units": units,
        "chain": chain,
        "ended": version.state == State.PUBLISHED and is_former(version, on=timezone.localdate()),
        "earlier": chain.earlier[0] if chain.earlier else None,
        "successor": chain.later[0] if chain.later else None,
        "hosts": hosts,
        "guests": guests_of(request.user, version),
        "unverified": unverified_count(version, codes, every, [link for link, _text in hosts]),
        "writes": can_edit(request.user, version.reference),
        "reason": withdrawal_reason(version),
    }
    if chain.earlier and request.GET.get("beside") == "1":
        context |= _beside(chain.earlier[0], version, units, codes)
    return render(request, "curriculum/reference_version.html", context)


def _beside(
    earlier: TrainingReferenceVersion,
    version: TrainingReferenceVersion,
    units: list[UnitNode],
    codes: list[RegistryCode],
) -> dict[str, Any]:
    """Old and new: the units, which looks like which, and what is known of either."""
    earlier_units, earlier_codes = unit_tree(earlier), earlier.codes.order_by("registry", "starts_on", "code")
    return {
        "beside": True,
        "earlier_units": earlier_units,
        "correspondence": proposed_correspondence(earlier_units, units) if earlier_units and units else [],
        "facts_beside": facts_beside(earlier, list(earlier_codes), version, codes),
    }
