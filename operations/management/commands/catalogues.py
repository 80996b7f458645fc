"""Rebuild the message catalogues (for developers: needs gettext and polib).

Messages are written in French in the code, with plain apostrophes and spaces. The French catalogue is generated from them
with the typography of print; the English one is translated by hand. Both are committed, compiled, and checked by the tests.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command

from content.typography import french

IGNORED = [".venv/*", "var/*", "tests/*", "bench/*", "docs/*"]


class Command(BaseCommand):
    help = "Rebuild config/locale: collect messages, set the French ones in print typography, compile."

    def handle(self, *args: Any, **options: Any) -> None:
        import polib  # type: ignore[import-untyped]  # only developers have it

        call_command(
            "makemessages",
            locale=["fr", "en"],
            ignore_patterns=IGNORED,
            no_obsolete=True,
            add_location="file",
            no_wrap=True,
            verbosity=0,
        )
        for language in ("fr", "en"):
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            catalogue = polib.pofile(str(path), wrapwidth=0)
            catalogue.metadata = {
                "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit",
                "Language": language,
                "Plural-Forms": f"nplurals=2; plural=({'n > 1' if language == 'fr' else 'n != 1'});",
            }
            catalogue.header, catalogue.metadata_is_fuzzy = "Volet", False
            for entry in catalogue:
                if language == "fr":
                    _set_french(entry)
                elif entry.fuzzy:
                    entry.msgstr, entry.flags = "", [flag for flag in entry.flags if flag != "fuzzy"]
                    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            catalogue.save()
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
            missing = len(catalogue.untranslated_entries())
            self.stdout.write(f"{language}: {len(catalogue)} messages, {missing} to translate")


def _set_french(entry: Any) -> None:
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    if entry.msgid_plural:
        entry.msgstr_plural = {0: french(entry.msgid), 1: french(entry.msgid_plural)}
    else:
        entry.msgstr = french(entry.msgid)
