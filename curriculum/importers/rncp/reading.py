"""A file of the registry and the codes to keep → what it says of them. Pure: bytes in, dataclasses out, never an error
raised for a bad file."""

import re
import zipfile
from typing import IO

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from curriculum.formats.exchange import Remark
from curriculum.formats.registry import RegistryExport, registry_of
from curriculum.importers.rncp.archive import (
    UPLOAD_BYTES,
    Refused,
    day_in,
    files_by_ending,
    open_archive,
    readable_name,
)
from curriculum.importers.rncp.sheets import read_sheets
from curriculum.importers.rncp.tables import read_tables

CODE = re.compile(r"(RNCP|RS)0*(\d{1,6})\Z")
CODES = 200


def asked_codes(text: str) -> tuple[list[str], list[Remark]]:
    """The codes of « RNCP509, rs 6117 », each once, and what in it is no code."""
    words = re.split(r"[,;\n\t]+", re.sub(r"\b(RNCP|RS)\s*(?=\d)", r",\1", text.upper()))
    codes, errors = [], []
    for word in filter(None, ("".join(word.split()) for word in words)):
        found = CODE.match(word)
        if found:
            codes.append(found[1] + found[2])
        else:
            errors.append(Remark(word[:40], _("ce n'est pas un code : écrivez RNCP ou RS, puis des chiffres")))
    codes = list(dict.fromkeys(codes))
    if not codes and not errors:
        errors.append(Remark(_("Codes"), _("dites quels codes importer, par exemple RNCP40871")))
    if len(codes) > CODES:
        errors.append(Remark(_("Codes"), _("%(limit)d codes au plus à la fois") % {"limit": CODES}))
    return codes, errors


def read_registry(file: IO[bytes], name: str, codes: list[str]) -> RegistryExport:
    """What the file says of these codes. With errors there is nothing to import."""
    known: set[str] = set()
    try:
        export = _read(file, name, frozenset(codes), known)
    except Refused as refused:
        return RegistryExport("", errors=[Remark(refused.where, refused.reason)])
    export.exported_on = export.exported_on or day_in(name)
    if export.exported_on is None:
        reason = _("le nom du fichier ne dit pas sa date : gardez celui que donne le site")
        export.warnings.append(Remark(name, reason))
    export.errors += [Remark(code, _unknown(code, known)) for code in codes if code not in export.sheets]
    return export


def _read(file: IO[bytes], name: str, wanted: frozenset[str], known: set[str]) -> RegistryExport:
    file.seek(0, 2)
    if file.tell() > UPLOAD_BYTES:
        raise Refused(name, _("ce fichier est trop lourd : 200 Mo au plus. Déposez le zip tel qu'il a été téléchargé."))
    file.seek(0)
    start = file.read(512)
    file.seek(0)
    if start.startswith(b"PK"):
        return _read_zip(file, name, wanted, known)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return read_sheets(file, name, wanted, known)
    raise Refused(name, _("ce n'est ni le zip des fiches en CSV, ni leur XML (seul ou dans un zip)"))


def _read_zip(file: IO[bytes], name: str, wanted: frozenset[str], known: set[str]) -> RegistryExport:
    with open_archive(file, name) as archive:
        if files_by_ending(archive, ".csv"):
            return read_tables(archive, wanted, known)
        documents = files_by_ending(archive, ".xml")
        if len(documents) != 1:
            raise Refused(name, _("ce zip ne contient ni les tableaux CSV des fiches, ni un seul fichier XML"))
        member = readable_name(documents[0])
        try:
            with archive.open(documents[0]) as raw:
                export = read_sheets(raw, member, wanted, known)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise Refused(member, _("ce zip est incomplet ou abîmé : téléchargez-le de nouveau")) from error
        export.exported_on = day_in(member)
        return export


def _unknown(code: str, known: set[str]) -> str:
    registry = registry_of(code)
    other = ("RNCP" if registry == "RS" else "RS") + code.removeprefix(registry)
    if known and not any(registry_of(held) == registry for held in known):
        return _("ce fichier n'a aucune fiche %(registry)s : prenez l'export de cet autre répertoire") % {
            "registry": registry
        }
    close = [other] if other in known else []
    close += [
        match for match, _score, _key in process.extract(code, known, scorer=fuzz.ratio, limit=3, score_cutoff=80)
    ]
    if not close:
        return _("ce code n'est pas dans le fichier")
    return _("ce code n'est pas dans le fichier. Proches : %(codes)s") % {"codes": ", ".join(dict.fromkeys(close))}
