"""Typed access to a YAML mapping. A wrong or missing value is noted with its line, and a harmless one returned, so that
one reading finds every problem of a file."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from content.packages.documents import Document, Mapping, Problem, Sequence

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}\Z")


@dataclass(frozen=True)
class VersionName:
    """The version of a thing that a file names: `{slug: …, label: …}`, and the line where it does."""

    slug: str
    label: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.slug} {self.label}"


class Fields:
    """The keys of one mapping of a document. Call `close()` when all were read: what is left is unknown and refused."""

    def __init__(self, document: Document, data: Mapping, problems: list[Problem]) -> None:
        self.document = document
        self.data = data
        self.problems = problems
        self.line = data.line
        self._read: set[str] = set()

    def line_of(self, key: str) -> int:
        return self.data.lines.get(key, self.data.line)

    def refuse(self, key: str, reason: str) -> None:
        """Note a problem at `key`."""
        self.problems.append(Problem(self.document.name, self.line_of(key), reason))

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def close(self) -> None:
        for key in self.data:
            if key not in self._read:
                self.refuse(key, _("clé inconnue « %(key)s »") % {"key": key})

    def text(self, key: str, default: str | None = None) -> str:
        """A string, stripped; required unless there is a default."""
        value = self._take(key, required=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.refuse(key, _("« %(key)s » doit être un texte (entre guillemets)") % {"key": key})
            return default or ""
        if not value.strip() and default is None:
            self.refuse(key, _("« %(key)s » est vide") % {"key": key})
        return value.strip()

    def slug(self, key: str = "slug") -> str:
        value = self.text(key)
        if value and not SLUG.match(value):
            self.refuse(key, _("« %(value)s » : lettres minuscules, chiffres et traits d'union") % {"value": value})
        return value

    def label(self, key: str = "label") -> str:
        value = self.text(key)
        if value and not LABEL.match(value):
            self.refuse(key, _("« %(value)s » n'est pas un numéro de version") % {"value": value})
        return value

    def choice(self, key: str, values: list[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value and value not in values:
            allowed = ", ".join(values)
            self.refuse(key, _("« %(value)s » n'est pas permis : %(allowed)s") % {"value": value, "allowed": allowed})
            return default or values[0]
        return value

    def integer(self, key: str, default: int | None = None, *, minimum: int = 0, maximum: int = 100_000) -> int:
        number = self.optional_integer(key, minimum=minimum, maximum=maximum)
        if number is None and default is None:
            if not self.has(key):
                self.refuse(key, _("« %(key)s » manque") % {"key": key})
            return minimum
        return number if number is not None else default or 0

    def optional_integer(self, key: str, *, minimum: int = 0, maximum: int = 100_000) -> int | None:
        value = self._take(key, required=False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
            limits = {"key": key, "minimum": minimum, "maximum": maximum}
            self.refuse(key, _("« %(key)s » doit être un nombre entier de %(minimum)d à %(maximum)d") % limits)
            return None
        return value

    def share(self, key: str) -> float | None:
        """A number between 0 and 1, or nothing."""
        value = self._take(key, required=False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.refuse(key, _("« %(key)s » doit être un nombre entre 0 et 1") % {"key": key})
            return None
        return float(value)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._take(key, required=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(key, _("« %(key)s » doit être true ou false") % {"key": key})
            return default
        return value

    def date(self, key: str) -> datetime.date | None:
        value = self._take(key, required=False)
        if value is None:
            return None
        if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
            self.refuse(key, _("« %(key)s » doit être une date AAAA-MM-JJ") % {"key": key})
            return None
        return value

    def texts(self, key: str) -> dict[str, str]:
        """A text per language: `{fr: …, en: …}`."""
        value = self._take(key, required=True)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not value or not all(isinstance(text, str) for text in value.values()):
            self.refuse(key, _("« %(key)s » doit donner un texte par langue : {fr: …, en: …}") % {"key": key})
            return {}
        return {language: text.strip() for language, text in value.items()}

    def strings(self, key: str) -> list[str]:
        value = self._take(key, required=False)
        if value is None:
            return []
        if not isinstance(value, Sequence) or not all(isinstance(entry, str) for entry in value):
            self.refuse(key, _("« %(key)s » doit être une liste de textes") % {"key": key})
            return []
        return [entry.strip() for entry in value]

    def version_name(self, key: str) -> VersionName | None:
        """The version named at `key`, or nothing where the key is absent."""
        inner = self.fields(key)
        if inner is None:
            return None
        name = VersionName(inner.slug(), inner.label(), self.line_of(key))
        inner.close()
        return name

    def fields(self, key: str) -> "Fields | None":
        """The mapping at `key`, or nothing where the key is absent."""
        value = self._take(key, required=False)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.refuse(key, _("« %(key)s » doit être un ensemble de clés") % {"key": key})
            return None
        return Fields(self.document, value, self.problems)

    def each(self, key: str, *, required: bool = False) -> Iterator["Fields"]:
        """The mappings of the list at `key`."""
        value = self._take(key, required=required)
        if value is None:
            return
        if not isinstance(value, Sequence) or (required and not value):
            self.refuse(key, _("« %(key)s » doit être une liste") % {"key": key})
            return
        for entry, line in zip(value, value.lines, strict=True):
            if isinstance(entry, Mapping):
                yield Fields(self.document, entry, self.problems)
            else:
                reason = _("chaque entrée de « %(key)s » doit être un ensemble de clés") % {"key": key}
                self.problems.append(Problem(self.document.name, line, reason))

    def file(self, key: str, *, required: bool = True) -> str:
        """The text of the side file named at `key`, which must lie in the document's own folder."""
        name = self.text(key, None if required else "")
        if not name:
            return ""
        base = (self.document.folder / self.document.name).parent.resolve()
        path = (base / name).resolve()
        if Path(name).is_absolute() or not path.is_relative_to(base):
            self.refuse(key, _("« %(name)s » sort du dossier") % {"name": name})
            return ""
        if not path.is_file():
            self.refuse(key, _("le fichier « %(name)s » manque") % {"name": name})
            return ""
        raw = path.read_bytes()
        if len(raw) > settings.VOLET_LIMITS["lesson_bytes"]:
            self.refuse(key, _("le fichier « %(name)s » dépasse 200 ko") % {"name": name})
            return ""
        self.document.parts[name] = raw
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.refuse(key, _("le fichier « %(name)s » n'est pas du texte UTF-8") % {"name": name})
            return ""

    def _take(self, key: str, *, required: bool) -> object:
        self._read.add(key)
        value: object = self.data.get(key)
        if value is None and required:
            self.refuse(key, _("« %(key)s » manque") % {"key": key})
        return value
