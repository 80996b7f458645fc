"""Practising without an account: the draw and the answers travel in the form, signed; nothing is stored."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.choices import Purpose
from assessments.forms.taking import posted
from assessments.models import QuizActivity
from assessments.policies import needs_opening
from assessments.queries import Place, Sitting, corrected, key_of, paper_of
from assessments.scoring.drawing import draw
from courses.models import CourseVersion
from courses.queries import activity_of, readable_version

SALT = "assessments.practice"
LIFETIME = 24 * 60 * 60


@dataclass
class Game:
    """A practice in course: the quiz edition, the seed of its draw, the answers so far by item key."""

    version: str
    seed: str
    answers: dict[str, Any] = field(default_factory=dict)

    def signed(self) -> str:
        return signing.dumps([self.version, self.seed, self.answers], salt=SALT, compress=True)

    @classmethod
    def of(cls, signed: str) -> "Game":
        """BadSignature where the form was changed or is older than a day."""
        return cls(*signing.loads(signed, salt=SALT, max_age=LIFETIME))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_open(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    course, quiz = _quiz(request, slug, key)
    game = Game(str(quiz.version_id), secrets.token_hex(8))
    number = 1
    if request.method == "POST":
        try:
            game = Game.of(request.POST.get("state", ""))
        except signing.BadSignature:
            game.version = ""
        if game.version != str(quiz.version_id):
            messages.warning(request, _("Cet entraînement a changé ou date de plus d'un jour : il recommence ici."))
            return redirect("practice-open", slug, key)
        number = _number(request.POST.get("n", ""))
    sitting = _sitting(quiz, game)
    base = {"course": course, "quiz": quiz, "paper": sitting.paper, "sitting": sitting}
    if number > sitting.size:
        return render(request, "assessments/practice_end.html", base | _end(quiz, sitting))
    place = sitting.place(number)
    if place is None:
        raise Http404
    return render(request, "assessments/practice.html", base | _turn(request, quiz, game, sitting, place))


def _quiz(request: HttpRequest, slug: str, key: str) -> tuple[CourseVersion, QuizActivity]:
    course = readable_version(request.user, slug)
    quiz = activity_of(course, key) if course else None
    if course is None or not isinstance(quiz, QuizActivity) or quiz.version_id is None:
        raise Http404
    if needs_opening(quiz, paper_of(quiz.version_id).purpose) or quiz.assessment.purpose == Purpose.CERTIFYING:
        raise Http404
    return course, quiz


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


def _sitting(quiz: QuizActivity, game: Game) -> Sitting:
    version = quiz.version_id
    assert version is not None  # noqa: S101  (`_quiz` checked)
    return Sitting(paper_of(version), draw(key_of(version).pools, game.seed), game.answers)


def _turn(request: HttpRequest, quiz: QuizActivity, game: Game, sitting: Sitting, place: Place) -> dict[str, Any]:
    """The context of one question: asked, asked again with what is unclear, or corrected."""
    error, values = "", None
    if request.method == "POST" and "check" in request.POST and not place.answered:
        values = posted(request.POST)
        try:
            answer = place.kind.read(place.shown(), values)
        except ValueError:
            answer = None
        if answer is None:
            error = place.kind.unclear()
        else:
            game.answers[place.question.key] = answer
            place, values = sitting.place(place.number) or place, None
    shown = place.shown(values)
    context = {"place": place, "shown": shown, "kind": place.kind, "controls": place.kind.controls(shown)}
    context |= {"state": game.signed(), "error": error, "following": place.number + 1}
    if place.answered:
        item = key_of(quiz.version_id).items[place.question.key]
        context["corrected"] = corrected(place, item, full=True)
    return context


def _end(quiz: QuizActivity, sitting: Sitting) -> dict[str, Any]:
    items = key_of(quiz.version_id).items
    done = [corrected(place, items[place.question.key], full=True) for place in sitting.places()]
    return {"right": sum(entry.verdict == "right" for entry in done), "corrections": done}
