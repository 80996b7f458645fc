"""« Relevé de mes certificats »: every award of a person with what it is worth that day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.choices import Standing
from certificates.models import Award
from certificates.queries.awards import own_awards
from certificates.queries.standing import verdict_of
from certificates.queries.words import day
from content.documents import display_family, qr_data_uri
from people.models import Person

NAME_SIZES: Final = ((30, 24), (60, 17))
SMALLEST_NAME: Final = 12


@dataclass(frozen=True)
class Line:
    """A corrected certificate stays out: its correction stands in its place, and the old name is nobody's business."""

    award: Award
    standing: Standing
    awarded_on: str
    valid_until: str
    address: str
    qr: str

    @property
    def stands(self) -> bool:
        return self.standing in (Standing.VALID, Standing.EXPIRED)


def transcript_context(person: Person, at: datetime) -> dict[str, Any]:
    """For `certificates/pdf/transcript.html`. The name is that of the newest certificate, as it was checked there."""
    lines = [_line(award, at) for award in own_awards(person)]
    shown = [line for line in lines if line.standing != Standing.CORRECTED]
    return _context(shown, shown[0].award.holder.name if shown else person.display_name, at)


def sample_context(award: Award, name: str, at: datetime) -> dict[str, Any]:
    """The same paper with one certificate on it, which need not be written anywhere."""
    return {**_context([_line(award, at)], name, at), "sample": True}


def _context(shown: list[Line], name: str, at: datetime) -> dict[str, Any]:
    return {
        "document_title": _("Relevé de mes certificats"),
        "name": name,
        "name_family": display_family(name),
        "name_size": next((size for limit, size in NAME_SIZES if len(name) <= limit), SMALLEST_NAME),
        "lines": shown,
        "made_on": day(at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()),
        "door": f"{settings.VOLET_BASE_URL}/verify/",
        "demo": any(line.award.payload.get("demo") for line in shown),
    }


def _line(award: Award, at: datetime) -> Line:
    address = f"{settings.VOLET_BASE_URL}{award.get_absolute_url()}"
    return Line(
        award=award,
        standing=verdict_of(award, at),
        awarded_on=day(award.awarded_on),
        valid_until=day(award.valid_until) if award.valid_until else "",
        address=address,
        qr=qr_data_uri(address),
    )
