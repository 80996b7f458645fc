"""« Tout télécharger »: the forms of one award in a ZIP, with a page that says what each is for."""

import io
import zipfile
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.models import Award

MOMENT: Final = (1980, 1, 1, 0, 0, 0)
README: Final = "LISEZMOI.txt"


def award_archive(award: Award, files: Sequence[tuple[str, bytes, str]]) -> bytes:
    """`files` are (name, content, what it is for). The same files give the same bytes."""
    lines = [
        award.payload["title"],
        _("Numéro : %(number)s") % {"number": award.number},
        "",
        *(line for name, _content, purpose in files for line in (name, f"    {purpose}", "")),
        _("Pour vérifier un de ces fichiers, déposez-le sur cette page :"),
        f"{settings.VOLET_BASE_URL}/verify/",
        "",
        _("Ne les modifiez pas : un seul caractère changé se voit."),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((README, "\r\n".join(lines).encode("utf-8-sig")), *((n, c) for n, c, _p in files)):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
