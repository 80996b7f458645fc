"""Archives made to harm, and damaged ones: refused with a sentence, never an error of the server."""

import io
import json
import stat
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from certificates.importers.records import read_archive

HEAD = {
    "format": "volet.record/1",
    "reference": {"slug": "bafa", "label": "2015"},
    "strand": {"slug": "volet-bafa", "label": "1.0"},
}


def archive(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content in entries:
            writing.writestr(name, content)
    return out.getvalue()


def manifest(**changes: object) -> tuple[str, bytes]:
    return "record.json", json.dumps({**HEAD, **changes}).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        read_archive(data)
    return str(caught.value.messages[0])


def test_many_entries_that_are_each_small_enough_are_too_large_together() -> None:
    files = [(f"certificates/{number}.json", bytes(9_000_000)) for number in range(5)]
    data = archive(manifest(annexes=[{"file": name} for name, _content in files]), *files)
    assert len(data) < 100_000
    assert refusal(data) == "certificates/4.json : l'archive est trop grande une fois ouverte."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_written_twice_is_refused() -> None:
    assert refusal(archive(manifest(), manifest(file_number="1"))) == "record.json : cette entrée est là deux fois."


def test_a_link_is_refused() -> None:
    info = zipfile.ZipInfo("record.json")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert refusal(archive((info, b"/etc/hostname"))) == "record.json : cette entrée est un lien."


def test_half_a_letter_is_refused_before_any_database_sees_it() -> None:
    data = archive(("record.json", json.dumps({**HEAD, "file_number": "\ud800"}).encode()))
    assert refusal(data) == "record.json : « file_number » manque ou n'est pas lisible."


@given(st.data())
def test_a_damaged_archive_is_read_or_refused(draw: st.DataObject) -> None:
    data = bytearray(archive(manifest(annexes=[{"file": "a.json"}]), ("a.json", b"{}" * 40)))
    for _time in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        read_archive(bytes(data))
    except ValidationError as error:
        assert error.messages
