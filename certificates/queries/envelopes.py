"""From the bytes a visitor drops to the signed file in them, or the reason why there is none. Reads no database.

What a file is shows in its content, never in its name. A file that holds two certificates, or that is two things at once, is
refused: somebody would read the one and we the other.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from certificates.choices import ForeignFormat
from certificates.signing import BakingError, read_jwt, unbake
from content.attachments import LockedPdf, embedded_files

LARGEST_CREDENTIAL: Final = 1_000_000
DEEPEST: Final = 40
PNG: Final = b"\x89PNG\r\n\x1a\n"
IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
MARKUP: Final = re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE\s+svg|<svg|<[A-Za-z]+:svg)", re.IGNORECASE)
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", re.ASCII)
OLD_BAKED: Final = re.compile(rb"(?:iTXt|tEXt)openbadges\0|<openbadges:assertion")
OLD_BADGE: Final = re.compile(r"https?://w3id\.org/openbadges/v[12]")


class NotACredential(ValueError):
    """Why nothing can be read, as a sentence to show; empty for the usual one."""


@dataclass(frozen=True)
class Envelope:
    """`credential` is None where `problem` says why. `form`: what the file is; `token`: the JWT as it came, for those signed
    so. `old_badge`: an Open Badge of version 1 or 2, which isn't checked here."""

    credential: dict[str, Any] | None
    form: ForeignFormat | None = None
    token: str = ""
    problem: str = ""
    old_badge: bool = False

    @property
    def is_pdf(self) -> bool:
        return self.form == ForeignFormat.PDF


def opened_envelope(data: bytes) -> Envelope:
    """By content, whatever the file's name says. Never raises on bad input."""
    if data.startswith(b"%PDF-"):
        return _from_pdf(data)
    if data.startswith(PNG):
        return _from_image(data, ForeignFormat.PNG)
    if data.startswith(IMAGES) or data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return Envelope(None, problem=_only_a_picture())
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return _from_image(data, ForeignFormat.SVG)
    return _from_text(data, None)


def _from_pdf(data: bytes) -> Envelope:
    form = ForeignFormat.PDF
    try:
        files = embedded_files(data)
    except LockedPdf:
        return Envelope(None, form, problem=_("Ce PDF est protégé par un mot de passe. Déposez le PDF tel que reçu."))
    read = [_from_text(file.content, form) for file in files if len(file.content) <= LARGEST_CREDENTIAL]
    found = [envelope for envelope in read if envelope.credential is not None]
    if len(found) > 1:
        return Envelope(None, form, problem=_several())
    if found:
        return found[0]
    message = _(
        "Ce PDF ne contient pas de fichier signé. Une copie scannée ou réenregistrée ne se vérifie pas : "
        "scannez le QR code ou tapez le numéro."
    )
    return Envelope(None, form, problem=message)


def _from_image(data: bytes, form: ForeignFormat) -> Envelope:
    """A baked badge. An image with two certificates, or with something behind its end, is refused whole."""
    try:
        text = unbake(data)
    except BakingError:
        if b"openbadge" not in data:
            return Envelope(None, form, problem=_only_a_picture())
        broken = _("Ce badge est abîmé, ou il cache plus d'un certificat ou un autre fichier. Ne vous y fiez pas.")
        return Envelope(None, form, problem=broken)
    if text is not None:
        return _from_text(text.encode("utf-8", "replace"), form)
    if OLD_BAKED.search(data):
        return Envelope(None, form, problem=_old(), old_badge=True)
    return Envelope(None, form, problem=_only_a_picture())


def _from_text(data: bytes, form: ForeignFormat | None) -> Envelope:
    """JSON, or a JWT. `form` where the text came inside something else."""
    usual = _("Ce n'est ni un PDF de certificat, ni un fichier signé. Déposez le PDF reçu.")
    try:
        if len(data) > LARGEST_CREDENTIAL:
            raise NotACredential
        text = data.decode("utf-8-sig").strip()
        if TOKEN.fullmatch(text):
            return Envelope(_credential(read_jwt(text).credential), form or ForeignFormat.JWT, token=text)
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
        _writable(value)
        if isinstance(value, dict) and OLD_BADGE.match(str(value.get("@context", ""))):
            return Envelope(None, form or ForeignFormat.JSON, problem=_old(), old_badge=True)
        return Envelope(_credential(value), form or ForeignFormat.JSON)
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, NotACredential) else ""
        return Envelope(None, form, problem=said or usual)


def _credential(value: Any) -> dict[str, Any]:
    _writable(value)
    if isinstance(value, list):
        several = sum(isinstance(entry, dict) and _is_credential(entry) for entry in value) > 1
        raise NotACredential(_several() if several else "")
    if not isinstance(value, dict) or not _is_credential(value):
        raise NotACredential
    return value


def _is_credential(value: dict[str, Any]) -> bool:
    types = value.get("type")
    return "VerifiableCredential" in (types if isinstance(types, list) else [types])


def _several() -> str:
    return _("Ce fichier contient plusieurs certificats : déposez-les un par un.")


def _only_a_picture() -> str:
    return _("C'est une image. Une photo ne prouve rien : déposez le PDF, le badge d'origine ou le fichier signé.")


def _old() -> str:
    return _(
        "C'est un Open Badge d'une ancienne version (1 ou 2). Il ne porte pas de signature que Volet sache contrôler : "
        "demandez à son émetteur s'il est vrai."
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key written twice reads differently from one program to the next."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key is repeated")
    return read


def _writable(value: Any) -> None:
    """JSON has no infinite number (1e999 is read so). Half a surrogate pair and a null character can be written in it, and
    in no page, address or database. Nor does a certificate go forty levels down."""
    if b"\\u0000" in json.dumps(value, ensure_ascii=False, allow_nan=False).encode():
        raise ValueError("a null character")
    layer, depth = [value], 0
    while layer:
        depth += 1
        if depth > DEEPEST:
            raise ValueError("too deep")
        inner = [entry for entry in layer if isinstance(entry, dict | list)]
        layer = [child for entry in inner for child in (entry.values() if isinstance(entry, dict) else entry)]


def _refused(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
