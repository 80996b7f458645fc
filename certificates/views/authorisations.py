"""Which bodies may run which certificate: a body reads its own, a certifier changes the conditions of one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions import change_conditions
from certificates.forms.authorisations import ConditionsForm
from certificates.queries import authorisations_visible_to
from certificates.queries.authorisations import habilitations_of
from certificates.queries.livrets import reading_bodies
from people.policies import signed_in


@login_required
@never_cache
@require_safe
def authorisation_list(request: HttpRequest) -> HttpResponse:
    """« Nos habilitations », for the trainers and administrators of a body."""
    bodies = reading_bodies(request.user)
    if not bodies:
        raise Http404
    context = {"habilitations": habilitations_of(request.user, timezone.now()), "several": len(bodies) > 1}
    return render(request, "certificates/authorisation_list.html", context)


@login_required
@require_POST
def authorisation_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other conditions from a day on; the ones before stay in the history."""
    authorisation = get_object_or_404(authorisations_visible_to(request.user), pk=pk)
    form, by = ConditionsForm(request.POST), signed_in(request.user)
    if not form.is_valid():
        messages.error(request, _("Écrivez le jour où les nouvelles conditions commencent."))
        return redirect("achievement-detail", slug=authorisation.achievement.slug)
    try:
        change_conditions(authorisation=authorisation, by=by, at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("C'est enregistré. Les conditions précédentes restent dans l'historique."))
    return redirect("achievement-detail", slug=authorisation.achievement.slug)
