"""How much a file holds, counted before any of it is built in memory, where each small part takes fifty times its bytes."""

from django.conf import settings
from django.utils.translation import gettext as _

#: For each node that a framework may have: objects and lists, quotes, and statements. Real files have a third of it.
PARTS, QUOTES, STATEMENTS = 50, 600, 50


def too_full_of_json(data: bytes) -> bool:
    nodes = settings.VOLET_LIMITS["nodes"]
    parts = data.count(b"{") + data.count(b"[")
    return parts > PARTS * nodes or data.count(b'"') > QUOTES * nodes


def too_many_statements(count: int) -> bool:
    return count > STATEMENTS * int(settings.VOLET_LIMITS["nodes"])


def too_full() -> str:
    """The reason why such a file is not read."""
    return _("ce fichier contient bien plus qu'un référentiel : Volet ne le lit pas")
