"""The one door of written text: what gets through, what doesn't, and what is too much."""

import re
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from content.richtext import plain, render, render_inline

N, F = "\u00a0", "\u202f"

ATTACKS = {
    "a script": "<script>alert(1)</script>",
    "an image with a handler": "<img src=x onerror=alert(1)>",
    "an image with a handler in a table": "|a|\n|-|\n|<img src=x onerror=alert(1)>|",
    "a javascript link": "[x](javascript:alert(1))",
    "a javascript link with a tab": "[x](java&#x09;script:alert(1))",
    "a data link": "[x](data:text/html,<script>alert(1)</script>)",
    "a javascript link with a zero-width space": "<a href='javascript\u200b:alert(1)'>x</a>",
    "a javascript link with a named entity": "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "a vbscript link": "<a href='vbscript:msgbox(1)'>x</a>",
    "an animated drawing": "<svg><animate onbegin=alert(1)></svg>",
    "a link inside a drawing": "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "a mathematical mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=a()&gt;'>",
    "a noscript mutation": "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "a frame": "<iframe src='https://evil.example/'></iframe>",
    "a frame that looks right": "<iframe src='https://www.youtube-nocookie.com.evil.example/'></iframe>",
    "a frame with its own page": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "an attribute list": "# Titre {onclick=alert(1) style=color:red}",
    "a styled cell": "<table><tr><td style='background:url(//evil.example)'>a</td></tr></table>",
    "a form": "<form action='//evil.example'><button formaction='javascript:alert(1)'>x</button></form>",
    "another base": "<base href='//evil.example'><meta http-equiv=refresh content='0;url=//evil.example'>",
    "a detail that opens": "<details ontoggle=alert(1) open><summary>x</summary>y</details>",
    "a film with a poster": "<video src='javascript:alert(1)' poster='javascript:alert(1)' onerror=alert(1)></video>",
    "a code fence": "``` <script>alert(1)</script>\nx\n```",
    "a foot note": "a[^<script>]\n\n[^<script>]: b",
    "an object": "<object data='//evil.example'></object><embed src='//evil.example'>",
    "a remote style": "<link rel=stylesheet href='//evil.example'><style>@import '//evil.example'</style>",
    "a remote image": "![x](//evil.example/t.png) ![x](https://evil.example/t.png)",
    "a link without its scheme": "[x](//evil.example) [x](/\\evil.example)",
    "a link with a user": "[x](https://good.example@evil.example/)",
    "a broken tag": "<img src='x' alt='\"><script>alert(1)</script>'",
    "a comment": "<!-- --!><img src=x onerror=alert(1)> -->",
}
LIVE = re.compile(r"<(?:script|style|iframe|object|embed|svg|math|form|base|meta|link|img(?! loading))", re.I)


def attributes(html):
    return re.findall(r"<[^>]*?\s([\w:-]+)=", html)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
@pytest.mark.parametrize("through", [render, render_inline])
def test_an_attack_arrives_dead(attack, through):
    html = through(attack)
    assert not LIVE.search(html)
    assert not [name for name in attributes(html) if name.startswith("on") or name in ("style", "srcdoc", "formaction")]
    for address in re.findall(r'(?:href|src|poster)="([^"]*)"', html):
        assert address.startswith(("#s-", "/media/"))


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="<>\"'=/ abimgsrconerror:javscpt()[]!#{}&;*_`|\n\\", max_size=80))
def test_no_mixture_makes_a_live_tag(text):
    html = render(text)
    assert not LIVE.search(html)
    assert not re.search(r"<[^>]*\son\w+\s*=", html)


def test_a_name_given_by_an_author_never_shadows_a_name_of_the_page():
    assert render("## Titre {#documentElement}") == '<h2 id="s-documentElement">Titre</h2>'


def test_a_foot_note_and_its_call_find_each_other():
    html = render("Texte[^1].\n\n[^1]: Note.")
    assert 'id="s-fnref:1"' in html and 'href="#s-fn:1"' in html
    assert 'id="s-fn:1"' in html and 'href="#s-fnref:1"' in html


def test_the_largest_title_of_a_text_comes_under_the_title_of_the_page():
    assert render("# Un\n\n## Deux") == '<h2 id="s-un">Un</h2>\n<h3 id="s-deux">Deux</h3>'
    assert render("## Un") == '<h2 id="s-un">Un</h2>'


def test_an_image_of_the_house_is_kept_and_another_leaves_its_words():
    assert render("![Un groupe](/media/a/b.png)") == '<p><img loading="lazy" alt="Un groupe" src="/media/a/b.png"></p>'
    assert render("![Un groupe](https://evil.example/b.png)") == "<p>Un groupe</p>"
    assert render("![Un groupe](/media/../secret.png)") == "<p>Un groupe</p>"
    assert render("![Un groupe](/media/%2E%2e/secret.png)") == "<p>Un groupe</p>"


def test_an_outside_link_opens_without_a_handle_on_the_page():
    assert render("[loi](https://a.example/?a=b)") == '<p><a href="https://a.example/?a=b" rel="noopener">loi</a></p>'


def test_a_table_scrolls_by_itself_and_keeps_its_alignment():
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="table-scroll" role="group" aria-label="Tableau" tabindex="0"><table>')
    assert '<td align="right">2</td>' in html


def test_words_are_set_in_french_and_code_is_left():
    assert render("« Oui » : l'image ! `a ; b`") == f"<p>«{N}Oui{N}»{N}: l’image{F}! <code>a ; b</code></p>"


def test_a_line_has_no_block():
    assert render_inline("Un **choix**") == "Un <strong>choix</strong>"
    assert "<" not in render_inline("# Titre")


def test_the_words_alone():
    assert plain("## Titre\n\nUn [lien](https://a.example) & **deux**.\n\n- a\n- b") == "Titre\nUn lien & deux.\na\nb"


def test_a_rendered_text_may_be_rendered_again():
    html = render("Texte[^1] : **oui**.\n\n[^1]: Note.\n\n| a |\n|---|\n| 1 |")
    assert "script" not in render(html)


@pytest.mark.parametrize("bad", ["[", "![", "[a](", "[^"])
def test_too_many_brackets_are_refused_before_they_cost(bad):
    start = process_time()
    with pytest.raises(ValidationError, match="crochets"):
        render(bad * 2_000)
    assert process_time() - start < 0.5


@pytest.mark.parametrize("bad", ["<div>", "<b><i>", "<", "&", "\\", "*a*", "|a", "`a` ", "# a\n", "1. a\n\n", "---\n"])
def test_what_costs_more_than_it_says_is_refused_before_it_costs(bad):
    start = process_time()
    with pytest.raises(ValidationError, match="trop de"):
        render(bad * (190_000 // len(bad)))
    assert process_time() - start < 0.5


def test_many_brackets_in_many_paragraphs_are_a_text_like_another():
    assert render("\n\n".join(["[a](https://a.example) " * 20] * 20)).count("<a ") == 400


def test_a_text_that_is_too_long_is_refused(settings):
    with pytest.raises(ValidationError, match="trop long"):
        render("a" * (settings.VOLET_LIMITS["lesson_bytes"] + 1))


def test_lists_that_nest_without_end_are_refused():
    with pytest.raises(ValidationError, match="listes"):
        render("1. " * 2_000)


def test_an_easy_to_read_text_keeps_one_sentence_a_line():
    assert render("Salomé lit.\nTidiane dit non.") == "<p>Salomé lit.\nTidiane dit non.</p>"
    assert "Salomé lit.<br" in render("Salomé lit.\nTidiane dit non.", line_breaks=True)
