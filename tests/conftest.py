"""What every test may use."""

import polib
import pytest
from django.conf import settings
from django.utils.translation import trans_real
from hypothesis import settings as hypothesis_settings

# A busy machine is slow, not wrong: speed is measured in bench/, never in a test.
hypothesis_settings.register_profile("volet", deadline=None)
hypothesis_settings.load_profile("volet")


@pytest.fixture(autouse=True)
def quick_settings(settings):
    """Cheap hashing, static files without a manifest, media in a folder of the test; the rest is as in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True, scope="session")
def french_as_typed():
    """Messages compare as they stand in the code; the print typography of the French catalogue has its own tests."""
    catalogue = trans_real.translation("fr")
    for entry in polib.pofile(str(settings.LOCALE_PATHS[0] / "fr" / "LC_MESSAGES" / "django.po")):
        if entry.msgid_plural:
            catalogue._catalog[entry.msgid, 0] = entry.msgid
            catalogue._catalog[entry.msgid, 1] = entry.msgid_plural
        else:
            catalogue._catalog[entry.msgid] = entry.msgid


def pytest_collection_modifyitems(config, items):
    """What asks no database says nothing new on another one."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    doors = {"db", "transactional_db", "django_db_setup"}
    asking = [item for item in items if item.get_closest_marker("django_db") or doors & set(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking
