"""Reading pages in tests."""

from typing import Any

from django.test import Client

from people.models import Person

TYPOGRAPHY = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2019": "'"})


def client_of(person: Person | None) -> Client:
    """A browser in which this person is signed in, by the door of their kind of account."""
    assert person is not None
    client = Client()
    door = "PinBackend" if person.secret_kind == "pin" else "StaffBackend"
    client.force_login(person, backend=f"people.backends.{door}")
    return client


def words_on(response: Any) -> str:
    """The page, with plain spaces and apostrophes, as the code writes its sentences."""
    return str(response.content.decode()).translate(TYPOGRAPHY)
