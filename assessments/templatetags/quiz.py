"""Texts of questions in templates: `{% load quiz %}`."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from content import richtext

register = template.Library()


@register.filter
@lru_cache(maxsize=4096)
def question_text(markdown: str) -> SafeString:
    """The words of a question, a correction or an introduction: emphasis and links, no blocks. Remembered."""
    return richtext.render_inline(markdown)
