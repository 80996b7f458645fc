"""What the annex prints: a record's coverage on the day it is asked for."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Award, TrainingRecord
from certificates.queries.covering import Coverage, UnitCoverage
from certificates.queries.kept import Shown
from certificates.queries.words import day
from content.documents import display_family, qr_data_uri

#: Points of type by length: a name of 120 letters still stands on two lines.
NAME_SIZES: Final = ((30, 22), (50, 17), (80, 13))
SMALLEST_NAME: Final = 11
MOST_CODES: Final = 6


@dataclass(frozen=True)
class Proof:
    """A certificate of the annex, with the address that verifies it as letters to type and as a code to scan."""

    award: Award
    address: str
    qr: str

    @property
    def awarded_on(self) -> str:
        return day(self.award.awarded_on)


@dataclass(frozen=True)
class DrawnUnit:
    unit: UnitCoverage
    bar: str


def annex_context(record: TrainingRecord, covered: Coverage, at: datetime) -> dict[str, Any]:
    """For `certificates/annex_pdf.html`, in the strand's language. The holder is named as on the newest certificate; without
    one as in the account, and the paper says that nobody checked that name."""
    awards = [annex.award for annex in covered.annexes if annex.award is not None]
    checked = next((name for name in map(name_on, reversed(awards)) if name), "")
    name = checked or record.person.display_name
    with override(record.strand_version.language):
        names = {"training": record.reference_version.reference.abbreviation}
        return {
            "record": record,
            "strand": record.strand_version,
            "reference": record.reference_version,
            "coverage": covered,
            "name": name,
            "name_checked": bool(checked),
            "name_family": display_family(name),
            "name_size": next((size for limit, size in NAME_SIZES if len(name) <= limit), SMALLEST_NAME),
            "bar": bar(covered.covered, covered.required),
            "units": [DrawnUnit(unit, bar(unit.covered, unit.required)) for unit in covered.units],
            "proofs": [_proof(award) for award in awards[:MOST_CODES]],
            "more": awards[MOST_CODES:],
            "elsewhere": [
                Shown(annex.foreign_award, at.date()) for annex in covered.annexes if annex.foreign_award is not None
            ],
            "tick": TICK,
            "gap": GAP,
            "door": f"{urlsplit(settings.VOLET_BASE_URL).netloc}/verify/",
            "made_on": day(at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()),
            "demo": settings.VOLET_DEMO or record.person.is_demo or any(award.payload.get("demo") for award in awards),
            "document_title": _("Annexe numérique au livret %(training)s") % names,
        }


def name_on(award: Award) -> str:
    """The holder's name as it stands on the certificate; "" once it was erased."""
    holder = getattr(award, "holder", None)
    return holder.name if holder is not None else ""


def _proof(award: Award) -> Proof:
    address = f"{settings.VOLET_BASE_URL}{award.get_absolute_url()}"
    return Proof(award, urlsplit(address).netloc + urlsplit(address).path, qr_data_uri(address))


def bar(covered: int, required: int) -> str:
    """A bar as a `data:` image, which the engine draws as vectors without opening a file."""
    done = round(600 * covered / required) if required else 0
    colour = "#0a5438" if required and covered >= required else "#2b3a8c"
    return _drawing(
        f'<rect width="600" height="12" fill="#ded6cb"/><rect width="{done}" height="12" fill="{colour}"/>', 600, 12
    )


def _drawing(body: str, width: int, height: int) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


TICK: Final = _drawing(
    '<path d="M2 11 L8 17 L18 4" fill="none" stroke="#0a5438" stroke-width="3.4" stroke-linecap="round"/>', 20, 20
)
GAP: Final = _drawing('<circle cx="10" cy="10" r="7" fill="none" stroke="#767268" stroke-width="2"/>', 20, 20)
