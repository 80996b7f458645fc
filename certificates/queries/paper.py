"""What the certificate prints, from the frozen payload; the template only lays it out."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Award
from certificates.queries.words import Words
from content.documents import Box, display_family, qr_boxes
from content.pictures import Picture

#: Name of the signed file inside the PDF.
ATTACHMENT: Final = "certificat-signe.json"
#: Points of type by length: a name of 120 letters still stands on two lines.
NAME_SIZES: Final = ((22, 34), (30, 28), (42, 23), (60, 18), (90, 15))
SMALLEST_NAME: Final = 12.5
TITLE_SIZES: Final = ((60, 17), (110, 14.5))
SMALLEST_TITLE: Final = 12.5
ADDRESS_SIZES: Final = ((40, 8.5), (52, 7))
SMALLEST_ADDRESS: Final = 5.5
STATEMENT_SIZES: Final = ((300, 13), (460, 12), (620, 10.5), (900, 9.5))
SMALLEST_STATEMENT: Final = 8.5

#: The sheet under the text: paper, blue spine, coral line, the card of the QR code, the rule above the foot.
SHEET: Final = (
    Box(0, 0, 297, 210, "#faf8f4"),
    Box(0, 0, 12, 210, "#2b3a8c"),
    Box(12, 0, 2.6, 210, "#d9481c"),
    Box(202.4, 42.4, 71.2, 113.2, "#e4dfd3", radius=4.3),
    Box(203, 43, 70, 112, "#ffffff", radius=4),
    Box(24, 176, 249.6, 0.5, "#2b3a8c"),
)


def certificate_context(*, award: Award, name: str, words: Words) -> dict[str, Any]:
    """For `certificates/pdf/certificate.html`. `name` is the holder's; nothing else here is personal but `words`."""
    payload = award.payload
    address = f"{settings.VOLET_BASE_URL}{award.get_absolute_url()}"
    length = sum(len(line["text"]) for line in payload["statements"])
    with override(payload["language"]):
        document_title = _("Certificat de compétences numériques : %(title)s") % {"title": payload["title"]}
    return {
        "award": award,
        "payload": payload,
        "name": name,
        "words": words,
        "address": address,
        "host": urlsplit(settings.VOLET_BASE_URL).netloc + urlsplit(settings.VOLET_BASE_URL).path,
        "path": award.get_absolute_url(),
        "typed_size": _size(len(settings.VOLET_BASE_URL), ADDRESS_SIZES, SMALLEST_ADDRESS),
        "document_title": document_title,
        "name_family": display_family(name),
        "name_size": _size(len(name), NAME_SIZES, SMALLEST_NAME),
        "signatories": _signatories(award),
        "title_size": _size(len(payload["title"]), TITLE_SIZES, SMALLEST_TITLE),
        "statement_size": _size(length, STATEMENT_SIZES, SMALLEST_STATEMENT),
    }


def _signatories(award: Award) -> list[Any]:
    """As they were frozen; an award of before the payload kept them has those of its version, which never change either."""
    kept = award.payload.get("signatories")
    return kept if kept is not None else list(award.achievement_version.signatories.all())


def _size(length: int, steps: tuple[tuple[int, float], ...], smallest: float) -> str:
    return f"{next((size for limit, size in steps if length <= limit), smallest):g}"


def certificate_boxes(context: dict[str, Any]) -> list[Box]:
    """What lies under the text of the certificate: the sheet, and the QR code of its address."""
    return [*SHEET, *qr_boxes(context["address"], left=210.5, top=48.5, size=55)]


def certificate_pictures(badge: bytes) -> list[Picture]:
    """The badge (PNG) stands above the card of the QR code."""
    return [Picture(left=246.6, top=11, size=27, png=badge, ground="#faf8f4")]
