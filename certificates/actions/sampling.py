"""« Voir tous les papiers »: every form of a certificate to be earned, for an invented holder, before anything is published.

The makers are those of real awards. Nothing of it is written, numbered or registered; the key is made for the moment and
thrown away, under a name that is nobody's (did:key), and every form says EXEMPLE.
"""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.actions.awards import end_of_validity
from certificates.actions.freezing import Freezer
from certificates.actions.making import MAKERS, Making
from certificates.actions.transcripts import transcript_of
from certificates.choices import FormKind
from certificates.models import AchievementVersion, Award, AwardHolder, IssuerKey
from certificates.queries.checking import EXAMPLE
from certificates.queries.transcript import sample_context
from certificates.signing import did_key, encode_public
from courses.choices import Conditions, SeenAs

NUMBER: Final = "EXEMPLE-0000-0000"
FILES: Final = (FormKind.PDF, FormKind.PNG, FormKind.SVG, FormKind.CREDENTIAL, FormKind.JWT)


class Sample:
    """One invented award of `version`, in its language, and whatever form of it is asked for."""

    def __init__(self, *, version: AchievementVersion, name: str, at: datetime) -> None:
        self.at = at
        self.private = Ed25519PrivateKey.generate()
        public = encode_public(self.private.public_key().public_bytes_raw())
        owner = version.achievement.owner
        today = at.astimezone(ZoneInfo(owner.time_zone)).date()
        self.key = IssuerKey(organisation=owner, kid="sample", public_multibase=public)
        self.award = Award(
            public_id=EXAMPLE,
            number=NUMBER,
            issuer=owner,
            organisation=owner,
            achievement_version=version,
            awarded_on=today,
            awarded_at=at,
            valid_until=end_of_validity(today, version),
            payload=_payload(version, did_key(public), f"{today}"),
        )
        self.holder = AwardHolder(award=self.award, name=name)

    def form(self, kind: FormKind) -> bytes:
        """Raises ValidationError with a sentence where it can't be made (a letter that no font has)."""
        making = Making(self.award, self.holder, self.key, self.at, private=self.private)
        if kind == FormKind.CREDENTIAL:
            return MAKERS[kind](making)
        return MAKERS[kind](replace(making, credential=MAKERS[FormKind.CREDENTIAL](making)))

    def transcript(self) -> bytes:
        return transcript_of(sample_context(self.award, self.holder.name, self.at))


def _payload(version: AchievementVersion, did: str, today: str) -> dict[str, Any]:
    """What a real award freezes, with a body and a session that say they are examples."""
    freezer = Freezer(version)
    with override(version.language):
        body = {
            "id": str(uuid.uuid4()),
            "slug": "",
            "name": _("Organisme de formation (exemple)"),
            "city": "",
            "url": "",
        }
        common = freezer.common
        return {
            **common,
            "title": _("EXEMPLE : %(title)s") % {"title": version.title},
            "issuer": {**common["issuer"], "did": did},
            "criteria": freezer.criteria(),
            "organisation": body,
            "course": {"slug": "", "label": "", "title": _("Parcours (exemple)")},
            "assessment": None,
            "conditions": {"kind": Conditions.IN_ROOM, "on": today},
            "decided_on": None,
            "identity": {"seen_as": SeenAs.DOCUMENT, "on": today},
            "demo": False,
            "sample": True,
        }
