"""What templates use to show things."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from content.icons import PATHS
from content.templatetags.volet import day, figure, initials, minutes, percent, typo
from people.registries import Panel, slots

N, F = "\u00a0", "\u202f"


def shown(source, request=None, **context):
    template = Template("{% load volet %}" + source)
    return template.render(RequestContext(request, context) if request else Context(context))


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, f"0{N}min"), (9, f"9{N}min"), (60, f"1{N}h"), (75, f"1{N}h{N}15"), (125, f"2{N}h{N}05"), (None, "")],
)
def test_minutes(count, text):
    assert minutes(count) == text


def test_long_numbers_and_shares_are_written_as_the_reader_does():
    assert [figure(14_000), figure(116), figure(None)] == [f"14{F}000", "116", ""]
    assert [percent(75), percent(None)] == [f"75{N}%", ""]
    with translation.override("en"):
        assert [figure(14_000), figure(1_234_567), percent(75)] == ["14,000", "1,234,567", "75%"]


def test_day():
    assert day(date(2026, 3, 1)) == f"1er{N}mars 2026"
    assert day(date(2026, 3, 2)) == f"2{N}mars 2026"
    assert day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == f"2{N}mars 2026"
    assert day(None) == ""
    with translation.override("en"):
        assert day(date(2026, 3, 1)) == f"1{N}March 2026"


def test_initials():
    assert [initials(name) for name in ("Inès Le Goff", "Inès", "")] == ["IG", "I", ""]


def test_typo_escapes_what_is_not_safe_and_keeps_what_is():
    assert shown("{{ text|typo }}", text="<b>l'image</b> !") == f"&lt;b&gt;l’image&lt;/b&gt;{F}!"
    assert typo(mark_safe("<b>l'image</b> !")) == f"<b>l’image</b>{F}!"
    assert typo(None) == ""


def test_what_typo_remembers_is_never_taken_for_safe():
    bold = "<b>Gras</b>"
    assert shown("{{ text|typo }}", text=mark_safe(bold)) == bold  # noqa: S308  (the point of the test)
    assert shown("{{ text|typo }}", text=bold) == "&lt;b&gt;Gras&lt;/b&gt;"
    assert shown("{{ text|typo }}", text=mark_safe(bold)) == bold  # noqa: S308


@pytest.mark.parametrize("name", PATHS)
def test_an_icon_is_silent_beside_a_word(name):
    assert 'aria-hidden="true"' in shown("{% icon name %}", name=name)


def test_an_icon_alone_has_a_name():
    assert 'role="img" aria-label="Fait"' in shown("{% icon 'check' 'Fait' %}")


class Join(forms.Form):
    code = forms.CharField(label="Code de la session", help_text="6 lettres et 3 chiffres.")
    name = forms.CharField(label="Prénom", required=False)
    frame = forms.ChoiceField(label="Cadre", choices=[("a", "BAFA")], widget=forms.RadioSelect)
    seen = forms.BooleanField(label="J'ai vu la personne")


def test_a_field_has_its_label_its_help_and_its_control():
    html = shown("{% field form.code %}", form=Join())
    assert '<label for="id_code">Code de la session</label>' in html
    assert 'id="id_code_helptext">6 lettres et 3 chiffres.' in html
    assert 'aria-describedby="id_code_helptext"' in html


def test_a_field_in_error_says_so_to_every_reader():
    html = shown("{% field form.code %}", form=Join({"code": ""}))
    assert "field--bad" in html and 'aria-invalid="true"' in html
    assert 'aria-describedby="id_code_helptext id_code_error"' in html
    assert '<ul class="field__errors" id="id_code_error"><li>Ce champ est obligatoire.</li></ul>' in html


def test_a_field_one_may_leave_empty_says_so():
    assert "(facultatif)" in shown("{% field form.name %}", form=Join())
    assert "(facultatif)" not in shown("{% field form.code %}", form=Join())


def test_choices_are_rows_in_a_fieldset_and_a_box_to_tick_is_one_row():
    html = shown("{% field form.frame %}", form=Join())
    assert "<legend>Cadre</legend>" in html and '<label class="option" for="id_frame_0">' in html
    assert "J’ai vu la personne</span></label>" in shown("{% field form.seen %}", form=Join())


def test_a_whole_form_begins_with_what_to_correct():
    html = shown("{{ form }}", form=Join({"frame": "a", "seen": "on"}))
    assert html.index("data-error-summary") < html.index('name="code"')
    assert '<a href="#id_code">Code de la session</a>' in html


def test_a_slot_shows_the_panels_of_upper_rooms_in_order(rf, monkeypatch, settings, tmp_path):
    (tmp_path / "panel.html").write_text("<p>{{ words }} {{ outer }}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    monkeypatch.setattr(slots, "panels", {})
    slots.add("here", Panel("panel.html", lambda request, person: {"words": f"second {person}"}, order=2))
    slots.add("here", Panel("panel.html", lambda request, person: {"words": "first"}, order=1))
    slots.add("here", Panel("panel.html", lambda request, person: None))
    request = rf.get("/")
    request.user = None
    html = Template("{% load volet %}{% slot 'here' person='Inès' %}").render(
        Context({"request": request, "outer": "in"})
    )
    assert html == "<p>first in</p><p>second Inès in</p>"


def test_an_empty_slot_shows_nothing(rf):
    assert shown("{% slot 'nowhere' %}", request=None) == ""


def link(rf, path, name="account_login", besides="", also=""):
    return Template("{% load volet %}{% nav_link name 'Texte' besides=besides also=also %}").render(
        Context({"request": rf.get(path), "name": name, "besides": besides, "also": also})
    )


def test_a_link_of_the_navigation_knows_where_it_is(rf):
    assert 'aria-current="page"' in link(rf, "/account/login/")
    assert 'aria-current="true"' in link(rf, "/account/login/code/")
    assert "aria-current" not in link(rf, "/verify/")
    assert "aria-current" not in link(rf, "/account/login/code/", besides="account_login")
    assert 'aria-current="true"' in link(rf, "/verify/", also="verify")
    assert 'aria-current="true"' in link(rf, "/crosswalks/a-b/1.0/", also="verify /crosswalks/")
    assert "aria-current" not in link(rf, "/crosswalks/a-b/1.0/", also="verify /curriculum/")


def test_a_link_without_an_address_stays_away(rf):
    assert link(rf, "/", name="not-there-yet") == ""


def test_the_query_keeps_what_it_does_not_change(rf):
    request = rf.get("/?q=a%20b&page=3")
    html = Template("{% load volet %}{% query sort='name' page=None %}").render(Context({"request": request}))
    assert html == "?q=a+b&amp;sort=name"
