"""Taking a quiz: start, one question a page, keep each answer, read again, send."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import save_answer, start_attempt, submit_attempt
from assessments.actions.saving import CLOSED, SUBMITTED
from assessments.choices import AttemptState
from assessments.forms.taking import parse_saving, posted
from assessments.models import Attempt
from assessments.queries import Place, Sitting, corrected, drawn_place, key_of, own_attempt, sitting_of
from assessments.registries import Fields
from courses.queries import own_enrolments

trainee_only = login_required(login_url="person-return")


@trainee_only
@require_POST
def attempt_start(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """« Commencer » or « Reprendre »: goes to the first question without an answer."""
    enrolment = get_object_or_404(own_enrolments(request.user), pk=pk)
    try:
        attempt = start_attempt(enrolment=enrolment, activity_key=key, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("activity-open", enrolment.pk, key)
    return redirect("attempt-question", attempt.token, sitting_of(attempt).next_number)


@trainee_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_question(request: HttpRequest, token: str, n: int) -> HttpResponse:
    """A question; « Suivant » saves the answer and goes on, whether or not JavaScript has saved it already."""
    attempt = _own(request, token)
    if attempt.state == AttemptState.SUBMITTED:
        return _already_sent(request, attempt)
    sitting = sitting_of(attempt)
    place = sitting.place(n)
    if place is None:
        raise Http404
    if request.method != "POST":
        return _page(request, attempt, sitting, place)
    values = posted(request.POST)
    try:
        _save(attempt, sitting, place, values)
    except ValidationError as error:
        if error.code == SUBMITTED:
            return _already_sent(request, attempt)
        return _page(request, attempt, sitting, place, values=values, error=error)
    return _onwards(request, attempt, sitting, place)


@require_POST
def attempt_save(request: HttpRequest, token: str) -> JsonResponse:
    """The autosave. 200 {state: saved | late}; 409 {state: submitted | closed} where nothing is written any more."""
    if not request.user.is_authenticated:
        return _json("signed-out", _("Reconnectez-vous pour continuer."), 401)
    attempt = own_attempt(request.user, token)
    if attempt is None:
        return _json("unknown", _("Ce quiz n'existe pas."), 404)
    try:
        saving = parse_saving(request.body)
        place = drawn_place(attempt, saving.item)
        answer = place.kind.read(place.shown(), saving.values) if place else None
    except (ValueError, RecursionError):
        return _json("unknown", _("Cette réponse n'a pas pu être lue."), 400)
    try:
        response = save_answer(
            attempt=attempt,
            item_key=saving.item,
            answer=answer,
            seq=saving.seq,
            client=saving.client,
            at=timezone.now(),
        )
    except ValidationError as error:
        status = 409 if error.code in {SUBMITTED, CLOSED} else 400
        return _json(error.code or "unknown", " ".join(error.messages), status)
    late = response.rival is not None and response.seq != saving.seq
    message = _("Une réponse plus récente est déjà enregistrée.") if late else _("Enregistré")
    return _json("late" if late else "saved", message, 200)


@trainee_only
@never_cache
@require_safe
def attempt_review(request: HttpRequest, token: str) -> HttpResponse:
    """« Relisez avant d'envoyer »: every question, with or without an answer."""
    attempt = _own(request, token)
    if attempt.state == AttemptState.SUBMITTED:
        return _already_sent(request, attempt)
    sitting = sitting_of(attempt)
    context = {"attempt": attempt, "sitting": sitting, "paper": sitting.paper, "places": sitting.places()}
    context["missing"] = sitting.size - sitting.answered
    return render(request, "assessments/attempt_review.html", context)


@trainee_only
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_submit(request: HttpRequest, token: str) -> HttpResponse:
    """« Envoyer mes réponses »; what stands on the page that is sent is saved first. Twice is once."""
    attempt = _own(request, token)
    if request.method == "POST":
        sitting = sitting_of(attempt)
        number = request.POST.get("n", "")
        place = sitting.place(int(number)) if number.isascii() and number.isdecimal() and len(number) < 4 else None
        visible = {}
        if place is not None:
            try:
                visible[place.question.key] = place.kind.read(place.shown(), posted(request.POST))
            except ValueError:
                return _page(request, attempt, sitting, place, values=posted(request.POST), error=_unclear(place))
        submit_attempt(attempt=attempt, at=timezone.now(), visible=visible)
        return redirect("attempt-result", attempt.token)
    return redirect("attempt-review", attempt.token)


def _own(request: HttpRequest, token: str) -> Attempt:
    attempt = own_attempt(request.user, token)
    if attempt is None:
        raise Http404
    return attempt


def _already_sent(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if request.method == "POST":
        messages.warning(
            request, _("Ces réponses sont déjà envoyées : elles comptent une seule fois. Voici votre résultat.")
        )
    return redirect("attempt-result", attempt.token)


def _unclear(place: Place) -> ValidationError:
    return ValidationError(place.kind.unclear(), code="unclear")


def _save(attempt: Attempt, sitting: Sitting, place: Place, values: Fields) -> None:
    """Save what the form holds. An untouched form saves nothing; a practice question wants an answer."""
    try:
        answer = place.kind.read(place.shown(), values)
    except ValueError as error:
        raise _unclear(place) from error
    if sitting.paper.after_each and answer is None and not place.answered:
        raise _unclear(place)
    if answer == place.answer:
        return
    save_answer(attempt=attempt, item_key=place.question.key, answer=answer, seq=None, at=timezone.now())


def _onwards(request: HttpRequest, attempt: Attempt, sitting: Sitting, place: Place) -> HttpResponse:
    go = request.POST.get("go", "next")
    if sitting.paper.after_each and go == "check":
        return redirect(reverse("attempt-question", args=[attempt.token, place.number]) + "#correction")
    number = place.before if go == "previous" else None if go == "review" else place.after
    if number is None:
        return redirect("attempt-review", attempt.token)
    return redirect("attempt-question", attempt.token, number)


def _page(
    request: HttpRequest,
    attempt: Attempt,
    sitting: Sitting,
    place: Place,
    *,
    values: Fields | None = None,
    error: ValidationError | None = None,
) -> HttpResponse:
    shown = place.shown(values)
    context = {
        "attempt": attempt,
        "sitting": sitting,
        "paper": sitting.paper,
        "place": place,
        "shown": shown,
        "kind": place.kind,
        "controls": place.kind.controls(shown),
        "error": " ".join(error.messages) if error else "",
    }
    if sitting.paper.after_each and place.answered:
        item = key_of(attempt.assessment_version_id).items[place.question.key]
        context["corrected"] = corrected(place, item, full=True)
    return render(request, "assessments/attempt_question.html", context, status=422 if error else 200)


def _json(state: str, message: str, status: int) -> JsonResponse:
    return JsonResponse({"state": state, "message": message}, status=status)
