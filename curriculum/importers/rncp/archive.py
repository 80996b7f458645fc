"""The container of an export: which member is which, and what is refused before anything is unpacked.

A member's name is matched by its first letters without accents: exports write them in UTF-8 without saying so, composed
in one file and decomposed in the next.
"""

import datetime
import re
import stat
import unicodedata
import zipfile
from typing import IO

from django.utils.translation import gettext as _

UPLOAD_BYTES = 200_000_000
UNPACKED_BYTES = 3_000_000_000
MEMBERS = 100
#: The list of members at a zip's end: a hundred long names, not a million.
LIST_BYTES = 100_000
LIST_END, LIST_END_BYTES = b"PK\x05\x06", 22 + 65_535
#: Text of the registry shrinks ten times; a bomb a thousand times.
RATIO = 150
SMALL = 1_000_000
DAY = re.compile(r"(20\d\d)[-_](\d\d)[-_](\d\d)")
UTF8_FLAG = 0x800


class Refused(Exception):
    """A file that can't be read: `where` in it, and why, for the reader."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(reason)
        self.where, self.reason = where, reason


def open_archive(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """The zip, once each of its members is known to be safe. Raises Refused."""
    if _list_bytes(file) > LIST_BYTES:
        raise Refused(name, _("ce zip a trop de fichiers pour être un export des répertoires nationaux"))
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise Refused(name, _("ce zip est incomplet ou abîmé : téléchargez-le de nouveau")) from error
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise Refused(name, _("ce zip a trop de fichiers pour être un export des répertoires nationaux"))
    if sum(member.file_size for member in members) > UNPACKED_BYTES:
        raise Refused(name, _("une fois ouvert, ce zip serait trop lourd (3 Go au plus)"))
    for member in members:
        _check(member)
    return archive


def _list_bytes(file: IO[bytes]) -> int:
    """What the zip says of the size of its list of members, which opening it would read whole."""
    file.seek(-min(LIST_END_BYTES, file.seek(0, 2)), 2)
    end = file.read()
    file.seek(0)
    place = end.rfind(LIST_END)
    return int.from_bytes(end[place + 12 : place + 16], "little") if place >= 0 else 0


def _check(member: zipfile.ZipInfo) -> None:
    shown = readable_name(member)
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in member.filename:
        raise Refused(shown, _("ce nom de fichier sort du zip"))
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(shown, _("ce fichier est un lien et non un fichier"))
    if member.flag_bits & 0x1:
        raise Refused(shown, _("ce fichier est protégé par un mot de passe"))
    if member.file_size > SMALL and member.file_size > RATIO * max(member.compress_size, 1):
        raise Refused(
            shown,
            _("ce fichier devient trop gros une fois décompressé : ce n'est pas un export des répertoires nationaux"),
        )


def readable_name(member: zipfile.ZipInfo) -> str:
    """The member's name as its author wrote it: UTF-8 even where the flag is missing, accents composed."""
    name = member.filename
    if not member.flag_bits & UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return unicodedata.normalize("NFC", name)


def files_by_ending(archive: zipfile.ZipFile, ending: str) -> list[zipfile.ZipInfo]:
    """Files with this ending, without what a Mac adds."""
    files = (member for member in archive.infolist() if not member.is_dir())
    named = [member for member in files if member.filename.lower().endswith(ending)]
    return [member for member in named if not member.filename.startswith("__MACOSX/")]


def day_in(name: str) -> datetime.date | None:
    """The day in a file's name. That of the members is the day the data tell of, the eve of the zip's own."""
    found = DAY.search(name)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
