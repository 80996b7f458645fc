"""Pure checks of what people type about themselves."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NAME_LENGTH = 80
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
#: Letters by their category that show nothing: a name of these would be an empty line on a list.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


def tidy_name(value: str, *, length: int = NAME_LENGTH) -> str:
    """The name as it will stand everywhere: NFC, single spaces, nothing invisible (a right-to-left override would
    let « Zoé » read as another name on a certificate). Refuses what holds no letter or is too long."""
    seen = "".join(" " if char.isspace() else char for char in value)
    kept = "".join(char for char in seen if unicodedata.category(char) not in INVISIBLE and char not in BLANK)
    name = " ".join(unicodedata.normalize("NFC", kept).split())
    if not any(char.isalpha() for char in name):
        raise ValidationError(_("Écrivez un nom avec au moins une lettre."), code="name")
    if len(name) > length:
        raise ValidationError(
            _("Ce nom est trop long : %(length)d caractères au plus.") % {"length": length}, code="name"
        )
    return name


def tidy_email(value: str) -> str:
    """E-mail addresses are compared without regard to case."""
    return value.strip().lower()
