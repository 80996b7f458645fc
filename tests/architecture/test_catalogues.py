"""Every message exists in French print and in English, and what is committed is what was written."""

import re

import polib
import pytest
from django.conf import settings

from content.typography import french

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")


def catalogue(language):
    return polib.pofile(str(settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_message_is_untranslated_or_fuzzy(language):
    entries = catalogue(language)
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_catalogue_is_the_written_one(language):
    written = catalogue(language)
    compiled = polib.mofile(str(settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo"))
    assert {(e.msgid, e.msgstr, str(e.msgstr_plural)) for e in compiled} == {
        (e.msgid, e.msgstr, str(e.msgstr_plural)) for e in written
    }


def test_french_is_set_in_print_typography():
    for entry in catalogue("fr"):
        if entry.msgid_plural:
            assert entry.msgstr_plural == {0: french(entry.msgid), 1: french(entry.msgid_plural)}
        else:
            assert entry.msgstr == french(entry.msgid)


def test_english_keeps_every_placeholder():
    for entry in catalogue("en"):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(PLACEHOLDER.findall(text)) <= wanted, entry.msgid
        plural = entry.msgstr_plural[1] if entry.msgid_plural else entry.msgstr
        assert set(PLACEHOLDER.findall(plural)) == wanted, entry.msgid


def test_both_catalogues_hold_the_same_messages():
    assert {entry.msgid for entry in catalogue("fr")} == {entry.msgid for entry in catalogue("en")}
