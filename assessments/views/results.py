"""The result of a try, with what it teaches."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.choices import AttemptState, Purpose
from assessments.queries import corrections_of, current_score, own_attempts, paper_of, reviews_of, sections_of
from assessments.views.taking import trainee_only


@trainee_only
@never_cache
@require_safe
def attempt_result(request: HttpRequest, token: str) -> HttpResponse:
    """« C'est validé, bravo », or « Pas encore » with at most three activities to see again and their minutes."""
    attempt = get_object_or_404(own_attempts(request.user), token=token.replace("\0", ""))
    score = current_score(attempt)
    if attempt.state != AttemptState.SUBMITTED or score is None:
        return redirect("attempt-review", attempt.token)
    paper = paper_of(attempt.assessment_version_id)
    reviews = reviews_of(attempt, score)
    context = {
        "attempt": attempt,
        "paper": paper,
        "score": score,
        "certifying": paper.purpose == Purpose.CERTIFYING,
        "sections": sections_of(attempt, score),
        "reviews": reviews,
        "review_minutes": sum(review.minutes for review in reviews),
        "corrections": corrections_of(attempt),
    }
    return render(request, "assessments/attempt_result.html", context)
