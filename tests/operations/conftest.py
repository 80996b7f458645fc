"""A demonstration in the database of the test."""

from datetime import UTC, datetime

import pytest

from operations.actions.demo import load_library, seed_demonstration

#: The session of the demonstration is under way on the day the tests run: its pages look at the clock.
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def keys_folder(settings, tmp_path):
    settings.VOLET_KEYS = tmp_path / "keys"


@pytest.fixture
def demonstration(db, keys_folder):
    load_library(at=NOW)
    assert seed_demonstration(at=NOW) is True


def plain(text: str) -> str:
    """Text as it is typed: without the apostrophes and spaces of French print that the catalogue puts in."""
    return text.replace("\u2019", "'").replace("\u202f", " ").replace("\u00a0", " ")
