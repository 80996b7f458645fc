"""Who issues, for people and for machines that verify."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates.queries import did_document_of, issuers, published_by
from certificates.queries.criteria import named_trees_of, sentence


@cache_control(public=True, max_age=300)
@require_safe
def issuer_did(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document: public keys only, for verifiers of any site."""
    organisation = get_object_or_404(issuers(), slug=slug)
    content = json.dumps(did_document_of(organisation), indent=2)
    return HttpResponse(content, content_type="application/did+json", headers={"Access-Control-Allow-Origin": "*"})


@require_safe
def issuer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(issuers(), slug=slug)
    versions = list(published_by(organisation))
    trees = named_trees_of(versions)
    context = {
        "organisation": organisation,
        "versions": [(version, sentence(trees[version.pk])) for version in versions],
        "document": did_document_of(organisation),
    }
    return render(request, "certificates/issuer_detail.html", context)
