"""One certificate as its holder sees it: each file and what it is for, who may see it, all of them on one paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.actions.posting import confirmed_address
from certificates.actions.showing import show_award
from certificates.actions.transcripts import make_transcript
from certificates.choices import FormKind
from certificates.exporters import award_archive as archive_of
from certificates.models import Award
from certificates.queries import handed_out, own_awards, verdict_of
from certificates.queries.handing import file_name, handed_forms, is_known_adult, linkedin_address
from certificates.queries.waiting import Held
from certificates.tasks import post_award_files
from certificates.views.records import holder_only
from people.policies import signed_in


@holder_only
@never_cache
@require_safe
def award_own(request: HttpRequest, public_id: str) -> HttpResponse:
    award = _award(request, public_id)
    adult = is_known_adult(request.user)
    context = {
        "one": Held(award, verdict_of(award, timezone.now())),
        "award": award,
        "forms": handed_forms(award),
        "adult": adult,
        "linkedin": linkedin_address(award) if adult else "",
        "address": confirmed_address(signed_in(request.user)),
    }
    return render(request, "certificates/award_own.html", context)


@holder_only
@never_cache
@require_safe
def award_archive(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """« Tout télécharger »."""
    award = _award(request, public_id)
    if not handed_out(award, timezone.now()):
        return redirect("award-own", public_id)
    purposes = {one.kind: one.purpose for one in handed_forms(award)}
    try:
        forms = make_forms(award=award, at=timezone.now(), kinds=tuple(purposes))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("award-own", public_id)
    kinds = [(FormKind(form.form), form) for form in forms]
    files = [(file_name(award, kind), content_of(form), purposes[kind]) for kind, form in kinds]
    response = HttpResponse(archive_of(award, files), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{award.number}.zip"'
    return response


@holder_only
@require_POST
def award_show(request: HttpRequest, public_id: str) -> HttpResponse:
    """« Rendre public » or « Rendre privé »."""
    award, public = _award(request, public_id), request.POST.get("public") == "yes"
    try:
        show_award(award=award, public=public, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Ce certificat est public.") if public else _("Ce certificat est privé."))
    return redirect("award-own", public_id)


@holder_only
@require_POST
def award_post(request: HttpRequest, public_id: str) -> HttpResponse:
    """« M'envoyer les fichiers par e-mail »: a task sends them."""
    award, person = _award(request, public_id), signed_in(request.user)
    address = confirmed_address(person)
    if address and handed_out(award, timezone.now()):
        post_award_files.enqueue(str(award.pk), str(person.pk))
        messages.success(request, _("Les fichiers partent à l'adresse %(address)s.") % {"address": address})
    else:
        messages.error(
            request, _("Rien n'est envoyé : il faut une adresse confirmée et un certificat qui vaut encore.")
        )
    return redirect("award-own", public_id)


@holder_only
@never_cache
@require_safe
def transcript_pdf(request: HttpRequest) -> HttpResponse:
    """« Relevé de mes certificats », as of now."""
    try:
        pdf = make_transcript(person=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("award-list")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_("releve-de-certificats")}.pdf"'
    return response


def _award(request: HttpRequest, public_id: str) -> Award:
    """Somebody else's isn't found."""
    return get_object_or_404(own_awards(request.user), public_id=public_id.replace("\0", ""))
