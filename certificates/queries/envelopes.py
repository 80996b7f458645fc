"""From the bytes a visitor drops to the signed file in them, or the reason why there is none. Reads no database."""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from certificates.queries.paper import ATTACHMENT
from content.documents import attached_file

LARGEST_CREDENTIAL: Final = 200_000
IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")


@dataclass(frozen=True)
class Envelope:
    """`credential` is None where `problem` says why. `is_pdf`: the signed file came inside a PDF."""

    credential: dict[str, Any] | None
    is_pdf: bool = False
    problem: str = ""


def opened_envelope(data: bytes) -> Envelope:
    """By content, whatever the file's name says."""
    if data.startswith(b"%PDF-"):
        return _from_pdf(data)
    if data.startswith(IMAGES) or data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return Envelope(
            None, problem=_("C'est une image. Une photo ne prouve rien : déposez le PDF ou le fichier signé.")
        )
    return _from_json(data, is_pdf=False)


def _from_pdf(data: bytes) -> Envelope:
    inside = attached_file(data, ATTACHMENT)
    if inside is None:
        message = _(
            "Ce PDF ne contient pas de fichier signé par Volet. Une copie scannée ou réenregistrée ne se vérifie pas : "
            "scannez le QR code ou tapez le numéro."
        )
        return Envelope(None, is_pdf=True, problem=message)
    return _from_json(inside, is_pdf=True)


def _from_json(data: bytes, *, is_pdf: bool) -> Envelope:
    unreadable = Envelope(
        None, is_pdf=is_pdf, problem=_("Ce n'est ni un PDF de certificat, ni un fichier signé. Déposez le PDF reçu.")
    )
    if len(data) > LARGEST_CREDENTIAL:
        return unreadable
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refused)
        _writable(value)
    except (ValueError, RecursionError):
        return unreadable
    types = value.get("type") if isinstance(value, dict) else None
    names = types if isinstance(types, list) else [types]
    if "VerifiableCredential" not in names:
        return unreadable
    return Envelope(value, is_pdf=is_pdf)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key written twice reads differently from one program to the next."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key is repeated")
    return read


def _writable(value: Any) -> None:
    """Half a surrogate pair and a null character can be written in JSON, and in no page, address or database."""
    if b"\\u0000" in json.dumps(value, ensure_ascii=False).encode():
        raise ValueError("a null character")


def _refused(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
