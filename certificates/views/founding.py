"""« Nouveau certificat à obtenir »."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.founding import found_achievement
from certificates.forms.founding import FoundationForm
from people.choices import Role
from people.policies import signed_in
from people.queries import organisations_where


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_create(request: HttpRequest) -> HttpResponse:
    """What was typed stays on the page with what is wrong; then on to the « sait … » lines."""
    owners = list(organisations_where(request.user, Role.CERTIFIER).filter(certifies=True))
    if not owners:
        raise Http404
    form = FoundationForm(request.POST or None, owners=owners, person=request.user)
    if request.method == "POST" and form.is_valid():
        by, at = signed_in(request.user), timezone.now()
        try:
            version = found_achievement(owner=form.named_owner, foundation=form.foundation(), by=by, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le brouillon est créé. Écrivez maintenant ce que la personne sait faire."))
            return redirect("achievement-statements", slug=version.achievement.slug)
    return render(request, "certificates/achievement_create.html", {"form": form})
