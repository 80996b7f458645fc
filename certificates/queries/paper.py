"""What the certificate prints, from the frozen payload; the template only lays it out."""

import base64
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Award
from certificates.queries.words import Words
from content.documents import qr_data_uri

#: Name of the signed file inside the PDF.
ATTACHMENT: Final = "certificat-signe.json"
#: Points of type by length: a name of 120 letters still stands on two lines.
NAME_SIZES: Final = ((22, 34), (30, 28), (42, 23), (60, 18), (90, 15))
SMALLEST_NAME: Final = 12.5
TITLE_SIZES: Final = ((60, 17), (110, 14.5))
SMALLEST_TITLE: Final = 12.5
STATEMENT_SIZES: Final = ((430, 11.5), (620, 10.5), (900, 9.5))
SMALLEST_STATEMENT: Final = 8.5


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
        "typed": urlsplit(address).netloc + urlsplit(address).path,
        "door": f"{urlsplit(address).netloc}/verify/",
        "qr": qr_data_uri(address),
        "backdrop": BACKDROP,
        "tick": TICK,
        "document_title": document_title,
        "name_size": _size(len(name), NAME_SIZES, SMALLEST_NAME),
        "title_size": _size(len(payload["title"]), TITLE_SIZES, SMALLEST_TITLE),
        "statement_size": _size(length, STATEMENT_SIZES, SMALLEST_STATEMENT),
    }


def _size(length: int, steps: tuple[tuple[int, float], ...], smallest: float) -> str:
    return f"{next((size for limit, size in steps if length <= limit), smallest):g}"


def _drawing(body: str, width: float, height: float) -> str:
    """An SVG as a `data:` address: the engine draws it as vectors and opens no file."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{body}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


#: The sheet behind the text, in tenths of a millimetre: paper, blue spine, coral line, the card of the holder.
BACKDROP: Final = _drawing(
    '<rect width="2970" height="2100" fill="#faf8f4"/><rect width="120" height="2100" fill="#2b3a8c"/>'
    '<rect x="120" width="26" height="2100" fill="#d9481c"/>'
    '<rect x="240" y="1600" width="2490" height="6" fill="#2b3a8c"/>',
    2970,
    2100,
)
TICK: Final = _drawing(
    '<path d="M2 11 L8 17 L18 4" fill="none" stroke="#d9481c" stroke-width="3.4" stroke-linecap="round"/>', 20, 20
)
