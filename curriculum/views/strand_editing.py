"""The editor of a strand: what it says of itself, and its lines, one at a time. Works without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content import richtext
from curriculum.actions.strand_editing import move_line, remove_line, save_line, set_strand_facts
from curriculum.formats import searchable
from curriculum.forms.strand_lines import FIELDS as LINE_FIELDS
from curriculum.forms.strand_lines import LineForm
from curriculum.forms.strands import FactsForm
from curriculum.models import DigitalStrandVersion, StrandLine
from curriculum.queries import unit_tree
from curriculum.queries.strand_nodes import competency_choices
from curriculum.queries.strand_reading import read_strand
from curriculum.queries.strand_writing import Balance, balance_of, speaks_for_another, strand_versions_written_by
from curriculum.templatetags.curriculum import reader_language
from people.policies import signed_in

FACTS = ("title", "hours", "introduction", "standing", "standing_on", "legal_basis")


@login_required
@never_cache
@require_safe
def strand_edit(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    version = written(request, slug, label)
    if not version.is_draft:
        return _published(request, version)
    reading = read_strand(version, reader_language())
    shown = {group.unit.pk: (group, pairs) for group, pairs in reading.shown}
    units = [(unit, *shown.get(unit.pk, (None, []))) for unit in version.reference_version.units.order_by("position")]
    context = {
        "version": version,
        "introduction": richtext.render(version.introduction),
        "borrowed": speaks_for_another(version),
        "units": units,
        "balance": Balance(version.hours * 60, reading.minutes),
    }
    return render(request, "curriculum/strand_edit.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_facts(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Title, hours, standing, introduction. The button « preview » shows the introduction and writes nothing."""
    version = written(request, slug, label)
    if request.method != "POST":
        if not version.is_draft:
            return _published(request, version)
        form = FactsForm(initial={name: getattr(version, name) for name in FACTS})
        return _facts_page(request, version, form, version.introduction)
    form = FactsForm(request.POST)
    if form.is_valid() and "preview" not in request.POST:
        try:
            set_strand_facts(
                version=version, edit_token=_token(request), facts=form.facts(), by=signed_in(request.user), at=_now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C'est enregistré."))
            return redirect("strand-edit", slug, label)
    return _facts_page(request, version, form, form.cleaned_data.get("introduction", ""))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_line(request: HttpRequest, slug: str, label: str, pk: UUID | None = None) -> HttpResponse:
    """One line: changed (`pk`), or added. `?copy=…` starts from another line, `?unit=…` in a unit; `?minutes=…` shows what
    would be missing; the button « look » narrows the competencies down."""
    version = written(request, slug, label)
    if request.method != "POST" and not version.is_draft:
        return _published(request, version)
    line = _line(version, pk)
    if pk and line is None and request.method != "POST":
        raise Http404
    form = _line_form(request, version, line)
    if pk and line is None:
        form.add_error(None, _("Une autre personne a supprimé cette ligne. Enregistrez pour l'ajouter de nouveau."))
        pk = None
    elif request.method == "POST" and "look" not in request.POST and form.is_valid():
        try:
            made = save_line(
                version=version,
                edit_token=_token(request),
                content=form.content(),
                line=line,
                by=signed_in(request.user),
                at=_now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{reverse('strand-edit', args=[slug, label])}#line-{made.pk}")
    return _line_page(request, version, form, line)


@login_required
@require_POST
def strand_line_move(request: HttpRequest, slug: str, label: str, pk: UUID) -> HttpResponse:
    version = written(request, slug, label)
    line, down = get_object_or_404(version.lines, pk=pk), request.POST.get("way") == "down"
    try:
        person = signed_in(request.user)
        move_line(version=version, edit_token=_token(request), line=line, down=down, by=person, at=_now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('strand-edit', args=[slug, label])}#line-{pk}")


@login_required
@require_POST
def strand_line_remove(request: HttpRequest, slug: str, label: str, pk: UUID) -> HttpResponse:
    version = written(request, slug, label)
    line = get_object_or_404(version.lines, pk=pk)
    try:
        remove_line(version=version, edit_token=_token(request), line=line, by=signed_in(request.user), at=_now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La ligne « %(statement)s » est supprimée.") % {"statement": line.statement})
    return redirect("strand-edit", slug, label)


def written(request: HttpRequest, slug: str, label: str) -> DigitalStrandVersion:
    """A version that this person's organisations write."""
    return get_object_or_404(strand_versions_written_by(request.user), strand__slug=slug, label=label)


def _facts_page(request: HttpRequest, version: DigitalStrandVersion, form: FactsForm, text: str) -> HttpResponse:
    version.refresh_from_db(fields=["edit_token"])
    context = {"version": version, "form": form, "preview": richtext.render(text), "conflict": _conflict(form)}
    return render(request, "curriculum/strand_facts.html", context)


def _line_form(request: HttpRequest, version: DigitalStrandVersion, line: StrandLine | None) -> LineForm:
    start = line or _line(version, request.GET.get("copy"))
    initial = {name: getattr(start, name) for name in LINE_FIELDS} if start else {"unit": request.GET.get("unit")}
    find = searchable(request.POST.get("find", ""))[:100]
    chosen = _uuid(request.POST.get("competency")) or (start.competency_id if start else None)
    choices = competency_choices(version.framework_version, find, reader_language(), keep=chosen)
    units = unit_tree(version.reference_version)
    form = LineForm(request.POST or None, version=version, units=units, choices=choices, initial=initial)
    if not (choices.more or find):
        del form.fields["find"]
    elif choices.more:
        form.fields["find"].help_text = _("Il y en a plus de 200 : écrivez un mot, ou un code, puis « Chercher ».")
    return form


def _line_page(
    request: HttpRequest, version: DigitalStrandVersion, form: LineForm, line: StrandLine | None
) -> HttpResponse:
    """`edit_token` is read anew: who was told that a colleague was faster has seen what the draft says now."""
    version.refresh_from_db(fields=["edit_token", "hours"])
    typed = request.POST.get("minutes") or request.GET.get("minutes") or (form.initial.get("minutes") or 0)
    minutes = int(typed) if str(typed).isdecimal() and len(str(typed)) <= 6 else 0
    context = {
        "version": version,
        "form": form,
        "line": line,
        "balance": balance_of(version, instead_of=line, minutes=minutes),
        "conflict": _conflict(form),
    }
    return render(request, "curriculum/strand_line.html", context)


def _conflict(form: FactsForm | LineForm) -> bool:
    return form.has_error("__all__", "edited")


def _line(version: DigitalStrandVersion, pk: object) -> StrandLine | None:
    key = _uuid(pk)
    return version.lines.select_related("unit", "competency", "level").filter(pk=key).first() if key else None


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _published(request: HttpRequest, version: DigitalStrandVersion) -> HttpResponse:
    messages.info(request, _("Cette version est publiée : elle ne change plus. Créez une nouvelle version."))
    return redirect(version)


def _token(request: HttpRequest) -> str:
    return request.POST.get("edit_token", "")


_now = timezone.now
