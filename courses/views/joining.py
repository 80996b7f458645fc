"""From the code on the poster to the first lesson, in at most four screens: code, name, card, lesson."""

from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.actions import enrol_person, join_cohort, start_activity
from courses.forms import CodeForm, NameForm
from courses.models import Cohort, Enrolment
from courses.queries import joinable_cohort, next_step, own_enrolments
from courses.views.card import keep_card, kept_card
from people.limits import Limit, address
from people.policies import signed_in

PIN_BACKEND = "people.backends.PinBackend"
#: Wrong codes only: forty newcomers behind one box never meet a limit, a guesser soon does.
BROWSER = Limit("join-browser", 10, 300)
ADDRESS = Limit("join-address", 200, 600)
#: People made from one address: a school arrives at once, a machine fills a session to its last place.
NEWCOMERS = Limit("join-newcomers", 300, 300)
STATUS = {"unknown": 404, "closed": 410, "expired": 410}


@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        cohort = None
        if wait := _wait(request):
            form.add_error("code", _too_many(wait))
            status = 429
        elif form.is_valid():
            cohort = _cohort(request, form)
        if cohort is not None:
            return redirect("join-name", code=cohort.join_code)
    return render(request, "courses/join_code.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_name(request: HttpRequest, code: str) -> HttpResponse:
    """What the poster's QR code opens. Somebody signed in joins as themself, by one button."""
    if wait := _wait(request):
        form = CodeForm({"code": code})
        form.add_error("code", _too_many(wait))
        return render(request, "courses/join_code.html", {"form": form}, status=429)
    try:
        cohort = joinable_cohort(code, timezone.now())
    except ValidationError as error:
        return _refused(request, code, error)
    if cohort.join_code != code:
        return redirect("join-name", code=cohort.join_code)
    if request.user.is_authenticated:
        return _join_as_oneself(request, cohort)
    return _join_as_newcomer(request, cohort)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_card(request: HttpRequest) -> HttpResponse:
    """The return card: the only time the PIN is shown. Going on, by a button, forgets it."""
    card = kept_card(request)
    if card is None or not request.user.is_authenticated:
        return redirect("trainee-home" if request.user.is_authenticated else "join-code")
    if request.method == "POST":
        enrolment = own_enrolments(request.user).filter(pk=card.enrolment).first()
        keep_card(request, None)
        return to_first_lesson(enrolment)
    return render(request, "courses/join_card.html", {"card": card})


def to_first_lesson(enrolment: Enrolment | None) -> HttpResponse:
    """Start what comes next, and go there."""
    step = next_step(enrolment) if enrolment else None
    if enrolment is None or step is None:
        return redirect("trainee-home")
    if not step.closed:
        start_activity(enrolment=enrolment, activity_key=step.activity.key, at=timezone.now())
    return redirect("activity-open", enrolment.pk, step.activity.key)


def _join_as_oneself(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    if request.method != "POST":
        return render(request, "courses/join_as.html", {"cohort": cohort})
    if request.POST.get("who") == "other":
        logout(request)
        return redirect("join-name", code=cohort.join_code)
    enrolment = enrol_person(cohort=cohort, person=signed_in(request.user), at=timezone.now())
    return to_first_lesson(own_enrolments(request.user).get(pk=enrolment.pk))


def _join_as_newcomer(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    form = NameForm(request.POST or None)
    context = {"cohort": cohort, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "courses/join_name.html", context)
    if not NEWCOMERS.fail(address(request)):
        form.add_error(None, _("Beaucoup de monde se connecte d'ici. Attendez une minute, puis réessayez."))
        return render(request, "courses/join_name.html", context, status=429)
    data = form.cleaned_data
    names = {"given_name": data["given_name"], "family_name": data["family_name"]}
    try:
        joined = join_cohort(
            code=cohort.join_code,
            **names,
            at=timezone.now(),
            language=get_language() or "fr",
            once=data["once"],
            unless_namesake=not data["confirmed"],
        )
    except ValidationError as error:
        if error.code == "namesake":
            return render(request, "courses/join_namesake.html", context | names)
        form.add_error(None, error)
        return render(request, "courses/join_name.html", context)
    login(request, joined.enrolment.person, backend=PIN_BACKEND)
    keep_card(request, joined)
    return redirect("join-card")


def _cohort(request: HttpRequest, form: CodeForm) -> Cohort | None:
    """The session of the code, or None with the reason on the form; a wrong code is counted."""
    try:
        return joinable_cohort(form.cleaned_data["code"], timezone.now())
    except ValidationError as error:
        if not request.session.session_key:
            request.session.create()
        _count(request, error)
        form.add_error("code", error)
        return None


def _refused(request: HttpRequest, code: str, error: ValidationError) -> HttpResponse:
    _count(request, error)
    form = CodeForm({"code": code[:60]})
    form.is_valid()
    form.errors.clear()
    form.add_error("code", error)
    return render(request, "courses/join_code.html", {"form": form}, status=STATUS.get(error.code or "", 404))


def _count(request: HttpRequest, error: ValidationError) -> None:
    if error.code == "unknown":
        ADDRESS.fail(address(request))
        if request.session.session_key:
            BROWSER.fail(request.session.session_key)


def _wait(request: HttpRequest) -> int:
    """Seconds this browser, or this address, has to wait after too many wrong codes."""
    browser = request.session.session_key
    return max(BROWSER.wait(browser) if browser else 0, ADDRESS.wait(address(request)))


def _too_many(wait: int) -> str:
    count = max(1, -(-wait // 60))
    words = ngettext(
        "Beaucoup de codes faux. Attendez %(count)d minute, puis regardez bien l'affiche.",
        "Beaucoup de codes faux. Attendez %(count)d minutes, puis regardez bien l'affiche.",
        count,
    )
    return words % {"count": count}
