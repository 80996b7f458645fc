"""Passwords and PINs of the demonstration: drawn, never written in the code; kept beside the other keys, mode 0600."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from operations.actions.demo.people import SHOWN, STAFF
from people.actions import reissue_pin
from people.models import Person

_WORDS = (
    "abeille abri acacia ardoise atelier balle bambou barque bougie boussole brume cabane cahier canot "
    "carotte cerise chemin colline corde coton craie dune eclair ecorce etang etoile falaise ficelle "
    "foulard galet gourde graine grelot guitare hamac herbe hibou jardin kayak lanterne lavande lueur "
    "marelle menthe mousse nuage olive orage osier palme panier perle plume poire prairie radeau rivage "
    "ruisseau sable sapin sentier tambour tente toupie trefle vague veillee verger violon voile "
)
WORDS = _WORDS.split()


@dataclass(frozen=True)
class DemoKeys:
    """E-mail → password of the staff, user name → PIN of the trainees whose keys are shown."""

    passwords: dict[str, str] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)


def hand_out_keys(*, at: datetime, renew: bool = False) -> DemoKeys:
    """The keys in force. Drawn on the first run, and again with `renew`: whoever saw the old ones can't use them."""
    path = Path(settings.VOLET_KEYS) / "demonstration.json"
    if path.exists() and not renew:
        return DemoKeys(**json.loads(path.read_text()))
    keys = _draw(at=at)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump(asdict(keys), handle, indent=1)
    draft.replace(path)
    return keys


@transaction.atomic
def _draw(*, at: datetime) -> DemoKeys:
    keys = DemoKeys()
    for staff in STAFF:
        person = Person.objects.get(email=staff.email, is_demo=True)
        keys.passwords[staff.email] = password = _phrase()
        person.set_password(password)
        person.save(update_fields=["password"])
    for trainee in SHOWN:
        shown = Person.objects.get(given_name=trainee.given_name, family_name=trainee.family_name, is_demo=True)
        keys.pins[shown.username] = reissue_pin(person=shown, by=None, at=at)
    return keys


def _phrase() -> str:
    """Four words of 72 and two digits: 31 bits, for a sign-in that allows ten wrong tries in five minutes."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), str(secrets.randbelow(90) + 10)])
