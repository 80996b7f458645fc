"""What the parsers share: lengths that the database can hold, and nothing twice."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content import richtext
from content.packages import Fields
from content.typography import figure
from curriculum.formats.framework import DEPTH


class Nodes:
    """Counts the nodes of one file, so that neither a huge file nor one that repeats itself by YAML aliases goes on."""

    def __init__(self) -> None:
        self.count = 0
        self.limit: int = settings.VOLET_LIMITS["nodes"]

    def admits(self, fields: Fields, depth: int) -> bool:
        """Whether one more node may be read at this depth, the roots being at 1. Refuses once."""
        self.count += 1
        if self.count == self.limit + 1:
            fields.refuse("code", _("ce fichier a plus de %(limit)s éléments") % {"limit": figure(self.limit)})
        if depth == DEPTH + 1:
            fields.refuse("code", _("plus de %(depth)d niveaux d'emboîtement") % {"depth": DEPTH})
        return self.count <= self.limit and depth <= DEPTH


def short(fields: Fields, key: str, maximum: int, default: str | None = None) -> str:
    """A text of at most `maximum` characters."""
    value = fields.text(key, default)
    if len(value) > maximum:
        fields.refuse(key, _("« %(key)s » dépasse %(maximum)d caractères") % {"key": key, "maximum": maximum})
    return value


def rich(fields: Fields, key: str) -> str:
    """Markdown that the page will be able to show: what is too much for it is refused here."""
    text = fields.text(key, "")
    try:
        richtext.render(text)
    except ValidationError as error:
        fields.refuse(key, " ".join(error.messages))
    return text


def slug_of(fields: Fields) -> str:
    short(fields, "slug", 80, "")
    return fields.slug()


def language(fields: Fields) -> str:
    return short(fields, "language", 8)


def named_version(fields: Fields, key: str) -> tuple[str, str]:
    """The slug and label of the version that `key` names; a file that names none is refused."""
    name = fields.version_name(key)
    if name is None:
        fields.refuse(key, _("« %(key)s » manque") % {"key": key})
        return "", ""
    return name.slug, name.label


def once(fields: Fields, key: str, value: object, seen: set[object]) -> None:
    """Note a problem when `value` was seen before in this file."""
    if value in seen:
        fields.refuse(key, _("« %(value)s » est écrit deux fois") % {"value": value})
    seen.add(value)


def period(fields: Fields, starts_on: object, ends_on: object) -> None:
    """Note a problem when the end comes before the start."""
    if starts_on is not None and ends_on is not None and ends_on < starts_on:  # type: ignore[operator]
        fields.refuse("ends_on", _("la date de fin précède la date de début"))


def texts_of(fields: Fields, key: str, main: str, status: dict[str, str]) -> dict[str, str]:
    """A text per language: in the file's own language at least, and in none whose status is not given."""
    texts = fields.texts(key)
    if texts and not texts.get(main):
        fields.refuse(key, _("« %(key)s » manque en langue %(language)s") % {"key": key, "language": main})
    for name in texts:
        if status and name not in status:
            fields.refuse(key, _("« text_status » ne dit rien de la langue %(language)s") % {"language": name})
    return texts
