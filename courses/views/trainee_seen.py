"""One trainee, for the trainer: what they did, who they are, a new card."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.models import Enrolment
from courses.queries import enrolments_visible_to, identity_of, journey
from courses.views.card import card_of
from people.actions import reissue_pin
from people.choices import SecretKind
from people.policies import signed_in


@login_required
@never_cache
@require_safe
def enrolment_view(request: HttpRequest, pk: UUID, enrolment: UUID) -> HttpResponse:
    found = _enrolment(request, pk, enrolment)
    context = {
        "enrolment": found,
        "cohort": found.cohort,
        "journey": journey(found),
        "identity": identity_of(found),
        "has_card": found.person.secret_kind == SecretKind.PIN and found.person.erased_at is None,
    }
    return render(request, "courses/enrolment_view.html", context)


@login_required
@never_cache
@require_POST
def enrolment_card(request: HttpRequest, pk: UUID, enrolment: UUID) -> HttpResponse:
    """A new PIN, shown in the answer itself and kept nowhere; the old card ends with it."""
    found = _enrolment(request, pk, enrolment)
    try:
        pin = reissue_pin(person=found.person, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("enrolment-view", pk=pk, enrolment=enrolment)
    card = card_of(found.person, pin, enrolment=str(found.pk), session=found.cohort.name)
    return render(request, "courses/enrolment_card.html", {"card": card, "enrolment": found, "cohort": found.cohort})


def _enrolment(request: HttpRequest, pk: UUID, enrolment: UUID) -> Enrolment:
    found: Enrolment = get_object_or_404(enrolments_visible_to(request.user), pk=enrolment, cohort=pk)
    return found
