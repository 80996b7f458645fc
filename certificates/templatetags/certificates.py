"""How certificates read on a page."""

from django import template

from certificates.queries.criteria import Node, phrase

register = template.Library()


@register.filter
def criterion_phrase(node: Node) -> str:
    """« réussir l'épreuve « X » »."""
    return phrase(node)
