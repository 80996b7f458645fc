"""The only door to markdown, bleach and nh3: text that people write becomes HTML here, and nowhere else.

Markdown → bleach → nh3 → French typography. bleach has had its last release, so nh3, which is kept up, passes last;
both read the lists below. `render` is pure and remembers what it has rendered.

Python-Markdown takes time that grows with the square of the « [ » of one block, of the lines and of each sign of its
own, and recurses on nested lists; both cleaners do with tags never closed. All are bounded before it starts, far above
what people write, and a `ValidationError` says what is too much.
"""

import html
import re
from functools import lru_cache
from urllib.parse import unquote

import bleach
import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown import Markdown

from content.typography import TOKENS, french_html

BRACKETS_IN_A_BLOCK = 300
BRACKETS_IN_ALL = 4_000
LINES_IN_ALL = 5_000
MOST_SIGNS: dict[str, int] = {"<": 3_000} | dict.fromkeys("*_`|&\\", 10_000)
INLINE_BYTES = 10_000
EXTENSIONS = (
    "tables",
    "footnotes",
    "admonition",
    "fenced_code",
    "attr_list",
    "def_list",
    "abbr",
    "sane_lists",
    "toc",
    "md_in_html",
)
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup",
})  # fmt: skip
BLOCK = frozenset({
    "audio", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5",
    "h6", "hr", "img", "li", "ol", "p", "pre", "section", "source", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "track", "ul", "video",
})  # fmt: skip
CLASSES = frozenset({
    "admonition", "admonition-title", "attention", "danger", "error", "example", "footnote", "footnote-backref",
    "footnote-ref", "important", "info", "note", "success", "tip", "warning",
})  # fmt: skip
ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset({"class", "id", "lang", "dir", "title"}),
    "a": frozenset({"href", "hreflang"}),
    "abbr": frozenset({"title"}),
    "audio": frozenset({"src", "controls", "preload"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height", "loading"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type"}),
    "source": frozenset({"src", "type"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "track": frozenset({"src", "kind", "srclang", "label", "default"}),
    "video": frozenset({"src", "poster", "controls", "preload", "width", "height"}),
}
EMPTY = frozenset({"controls", "open", "default"})
LINK = re.compile(
    r"(?:https?://(?![^/?#]*[\\@])|mailto:|tel:|/(?![/\\])|[#?])[^\s\x00-\x1f\u200b-\u200f\u2028-\u202e]*", re.I
)
IDENTIFIER = re.compile(r"[\w:.\-]{1,80}")
WORD = re.compile(r"[\w\-]{1,40}")
PLAIN = re.compile(r"[^\x00-\x1f<>]{0,400}")


def _media(value: str) -> str | None:
    """A file of this installation's media folder; anything else would fetch or track."""
    root = f"/{settings.MEDIA_URL.strip('/')}/"
    path = value.removeprefix(root)
    safe = path != value and re.fullmatch(r"[\w\-./%]+", path) and ".." not in unquote(path)
    return value if safe else None


def _link(value: str) -> str | None:
    if value.startswith("#") and len(value) > 1:
        return value if value.startswith("#s-") else f"#s-{value[1:]}"
    return value if LINK.fullmatch(value) else None


def allowed(tag: str, name: str, value: str) -> str | None:
    """The value an attribute may keep, changed where needed, or None: the one rule of both cleaners.

    Ids get the prefix `s-`, so that an author's id never shadows a name of the page's scripts.
    """
    if (tag, name) == ("a", "rel"):
        return "noopener"
    if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, frozenset()):
        return None
    if name == "class":
        return " ".join(word for word in value.split() if word in CLASSES) or None
    if name == "id":
        named = IDENTIFIER.fullmatch(value)
        return (value if value.startswith("s-") else f"s-{value}") if named else None
    if name == "href":
        return _link(value.strip())
    if name in ("src", "poster"):
        return _media(value.strip())
    if name in EMPTY:
        return ""
    return value if (PLAIN if name in ("title", "alt", "label") else WORD).fullmatch(value) else None


def _bleach_rule(tag: str, name: str, value: str) -> bool:
    return allowed(tag, name, value) is not None


def _too_much(markdown: str, limit: int) -> None:
    if len(markdown.encode()) > limit:
        raise ValidationError(
            _("Ce texte est trop long : %(limit)d octets au plus.") % {"limit": limit}, code="too_long"
        )
    if markdown.count("[") > BRACKETS_IN_ALL or any(
        block.count("[") > BRACKETS_IN_A_BLOCK for block in re.split(r"\n\s*\n", markdown)
    ):
        raise ValidationError(
            _("Ce texte a trop de crochets « [ » : %(limit)d au plus par paragraphe.") % {"limit": BRACKETS_IN_A_BLOCK},
            code="too_many_brackets",
        )
    if markdown.count("\n") > LINES_IN_ALL:
        raise ValidationError(
            _("Ce texte a trop de lignes : %(limit)d au plus.") % {"limit": LINES_IN_ALL}, code="too_many_lines"
        )
    for sign, most in MOST_SIGNS.items():
        if markdown.count(sign) > most:
            limits = {"sign": sign, "limit": most}
            raise ValidationError(
                _("Ce texte a trop de « %(sign)s » : %(limit)d au plus.") % limits, code="too_many_signs"
            )


def _to_html(markdown: str, *, line_breaks: bool = False) -> str:
    converter = Markdown(
        extensions=(*EXTENSIONS, "nl2br") if line_breaks else EXTENSIONS,
        output_format="html",
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": "Retour à l’appel de note {}", "BACKLINK_TEXT": "↑"},
            "toc": {"baselevel": 2 if re.search(r"^#\s", markdown, re.M) else 1},
            "tables": {"use_align_attribute": True},
        },
    )
    try:
        return converter.convert(markdown)
    except RecursionError:
        raise ValidationError(_("Ce texte a trop de listes les unes dans les autres."), code="too_deep") from None


def _clean(source: str, tags: frozenset[str]) -> str:
    first = bleach.clean(
        source, tags=tags, attributes=_bleach_rule, protocols=("http", "https", "mailto", "tel"), strip=True
    )
    cleaned = nh3.clean(
        first,
        tags=set(tags),
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=allowed,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return "".join(_finished(piece) for piece in TOKENS.split(cleaned))


def _finished(piece: str) -> str:
    """A wide table scrolls by itself, with the keyboard too; a picture whose address was refused leaves its words."""
    if piece.startswith("<table"):
        return f'<div class="table-scroll" role="group" aria-label="Tableau" tabindex="0">{piece}'
    if piece == "</table>":
        return f"{piece}</div>"
    if not piece.startswith("<img") or ' src="' in piece:
        return piece.replace("<img ", '<img loading="lazy" ', 1) if "loading=" not in piece else piece
    described = re.search(r'\salt="([^"]*)"', piece)
    return described[1] if described else ""


@lru_cache(maxsize=256)
def render(markdown: str, *, line_breaks: bool = False) -> SafeString:
    """HTML of a lesson, a stem, a note. Raises `ValidationError` when the text is larger than Volet reads.

    With `line_breaks` every line stands alone: an easy-to-read text has one sentence a line.
    """
    _too_much(markdown, settings.VOLET_LIMITS["lesson_bytes"])
    html_text = _to_html(markdown, line_breaks=line_breaks)
    return mark_safe(french_html(_clean(html_text, INLINE | BLOCK)))  # noqa: S308  (cleaned twice)


@lru_cache(maxsize=1024)
def render_inline(markdown: str) -> SafeString:
    """HTML of one line, without block tags: an option, a title with emphasis. Raises as `render`."""
    _too_much(markdown, INLINE_BYTES)
    return mark_safe(french_html(_clean(_to_html(markdown), INLINE).strip()))  # noqa: S308  (cleaned twice)


def plain(markdown: str) -> str:
    """The words alone, one line a block: for search, titles, listening and plain-text mail."""
    bare = nh3.clean(re.sub(r"</(?:p|li|h\d|tr|td|th|dt|dd|div)>|<br>", r"\g<0>\n", render(markdown)), tags=set())
    return re.sub(r"\s*\n\s*", "\n", html.unescape(bare)).strip()
