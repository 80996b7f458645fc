"""« Montrer à mon jury »: the holder's links, and the page that they open, without an account."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.actions.shares import DAYS, count_opening, revoke_share, share_record
from certificates.models import ShareLink
from certificates.queries import coverage, own_records
from certificates.queries.shares import address_of, is_open, link_named, own_links, standings
from certificates.views.records import annex_response, holder_only
from people.limits import Limit
from people.policies import signed_in

#: For each link: a class opens one together from behind one address. Nobody guesses 128 random bits.
OPENINGS = Limit("share-open", 600, 600)
Answer = TypeVar("Answer", bound=HttpResponseBase)


@holder_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request.user), timezone.now()
    record = get_object_or_404(own_records(person), pk=pk)
    if request.method == "POST":
        days, label = request.POST.get("days", ""), request.POST.get("label", "").replace("\0", "")
        try:
            share_record(
                record=record,
                days=int(days) if days.isascii() and days.isdigit() else 0,
                label=label,
                by=person,
                at=now,
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("share-list", pk=record.pk)
    links = [(link, is_open(link, now), address_of(link)) for link in own_links(person).filter(record=record)]
    return render(request, "certificates/share_list.html", {"record": record, "links": links, "days": DAYS})


@holder_only
@require_POST
def share_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(own_links(request.user), pk=pk)
    revoke_share(link=link, by=signed_in(request.user), at=timezone.now())
    messages.success(request, _("Ce lien est fermé."))
    return redirect("share-list", pk=link.record_id)


@never_cache
@require_safe
def share_open(request: HttpRequest, token: str) -> HttpResponse:
    link, now = asked_link(token), timezone.now()
    if not is_open(link, now):
        return link_over(request, link)
    if request.method == "GET":
        count_opening(link=link, at=now)
    covered = coverage(link.record)
    context = {"link": link, "record": link.record, "coverage": covered, "standings": standings(covered, now)}
    return private(render(request, "certificates/share_open.html", context))


@never_cache
@require_safe
def share_pdf(request: HttpRequest, token: str) -> HttpResponse:
    link = asked_link(token)
    if not is_open(link, timezone.now()):
        return link_over(request, link)
    return private(annex_response(request, link.record) or redirect("share-open", token=token))


def asked_link(token: str) -> ShareLink:
    link = link_named(token)
    if link is None or not OPENINGS.fail(token):
        raise Http404
    return link


def link_over(request: HttpRequest, link: ShareLink) -> HttpResponse:
    return private(render(request, "certificates/share_over.html", {"link": link}, status=410))


def private(response: Answer) -> Answer:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
