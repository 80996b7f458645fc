"""Pure checks of join codes: 6 letters without I, L, O, then 3 digits 2-9. What looks alike on a poster is never used."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"
CODE = re.compile(rf"[{LETTERS}]{{6}}[{DIGITS}]{{3}}\Z")


def draw_code() -> str:
    """A join code: 23^6 × 8^3, about 75 thousand million of them."""
    letters = "".join(secrets.choice(LETTERS) for _place in range(6))
    return letters + "".join(secrets.choice(DIGITS) for _place in range(3))


def tidy_code(raw: str) -> str:
    """The code as it is kept, from what somebody typed: lower case, spaces and dashes don't count.

    Raises ValidationError with a sentence that helps to read the poster again.
    """
    code = re.sub(r"[\s._\-\u2010-\u2015\u2212]", "", raw).upper()
    if CODE.match(code):
        return code
    if not code:
        raise ValidationError(_("Écrivez le code de l'affiche."), code="empty")
    letters, digits = code[:6], code[6:]
    if set(letters) & set("ILO01") or set(digits) & set("OI01"):
        raise ValidationError(
            _(
                "Un code n'a jamais les lettres I, L, O ni les chiffres 0 et 1, pour ne pas les confondre. "
                "Regardez encore l'affiche : c'est peut-être un J, un T, un Q ou un D."
            ),
            code="alike",
        )
    raise ValidationError(
        _("Un code a 6 lettres puis 3 chiffres, par exemple « BCDFGH 234 ». Vérifiez sur l'affiche."), code="shape"
    )
