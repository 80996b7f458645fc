"""Spaces and apostrophes of French, put on at render time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.typography import french, french_html

N, F = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "set_in_french"),
    [
        ("Que faites-vous ?", f"Que faites-vous{F}?"),
        ("Bravo ! Oui ; non.", f"Bravo{F}! Oui{F}; non."),
        ("Deux règles : la voix", f"Deux règles{N}: la voix"),
        ("« Moi, je veux pas »", f"«{N}Moi, je veux pas{N}»"),
        ("l'image d'un enfant, aujourd'hui", "l’image d’un enfant, aujourd’hui"),
        ("l'« oui »", f"l’«{N}oui{N}»"),
        ("52 % et 12 000 €", f"52{N}% et 12{F}000{N}€"),
        ("1 234 567 habitants", f"1{F}234{F}567 habitants"),
        ("dure 1 h 15", f"dure 1{N}h{N}15"),
        ("loi n° 2024-120", f"loi n°{N}2024-120"),
        ("et puis...", "et puis…"),
        ("à 12:30, https://a.fr/?b=c", "à 12:30, https://a.fr/?b=c"),
        ("un smiley :smile: reste", "un smiley :smile: reste"),
        ("en 2026 300 personnes", "en 2026 300 personnes"),
        ("06 12 34 56 78", "06 12 34 56 78"),
        ("'cité' au début", "'cité' au début"),
    ],
)
def test_a_typed_sentence_is_set_in_french(typed, set_in_french):
    assert french(typed) == set_in_french


@given(st.text(alphabet="ab0123 «»:;!?'.%hn°€<>\u00a0\u202f\n", max_size=60))
def test_setting_twice_changes_nothing_more(text):
    assert french(french(text)) == french(text)


@given(st.text(alphabet="abé 12«»:;!?%", max_size=60))
def test_only_spaces_change_where_there_is_nothing_else_to_set(text):
    same = french(text).replace(N, " ").replace(F, " ")
    assert same == text


def test_markup_and_code_stay_byte_for_byte():
    html = '<p title="a : b">Oui !</p><pre><code>a ; b</code></pre><p>Non !</p><!-- a ! -->'
    assert french_html(html) == f'<p title="a : b">Oui{F}!</p><pre><code>a ; b</code></pre><p>Non{F}!</p><!-- a ! -->'


def test_a_sign_after_an_element_still_holds_to_it():
    assert french_html("<em>vous</em> ?") == f"<em>vous</em>{F}?"
