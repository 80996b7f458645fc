"""Texts of questions in templates: `{% load quiz %}`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from content import richtext
from content.typography import french

register = template.Library()

#: A whole sentence in bold is what is asked; a word in bold is only a word.
ASKED = re.compile(r"\*\*([^*]*[?.!:])\s*\*\*")


@dataclass(frozen=True)
class Prompt:
    """The situation, the sentence that asks ('' where none is in bold), and what follows it."""

    before: SafeString | str
    asked: SafeString | str = ""
    after: SafeString | str = ""


@register.filter
@lru_cache(maxsize=4096)
def question_text(markdown: str) -> SafeString:
    """The words of a question, a correction or an introduction: emphasis and links, no blocks. Remembered."""
    return richtext.render_inline(markdown)


@register.filter
@lru_cache(maxsize=4096)
def prompt_parts(markdown: str) -> Prompt:
    """A prompt in its parts, so that a page can set apart what is asked. Remembered."""
    found = list(ASKED.finditer(markdown))
    if not found:
        return Prompt(question_text(markdown))
    start, end = found[-1].span()
    parts = (markdown[:start], found[-1][1], markdown[end:])
    return Prompt(*(question_text(part) if part.strip() else "" for part in parts))


@register.filter
@lru_cache(maxsize=8192, typed=True)
def part_text(text: str) -> str:
    """A choice, a row or an option: plain words in French typography. Remembered."""
    return french(text)
