"""All of the demonstration, or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from operations.actions.demo.certificates import award_certificates, offer_certificate
from operations.actions.demo.installation import make_bodies
from operations.actions.demo.people import TRAINING_BODY
from operations.actions.demo.session import make_session
from people.models import Organisation


@transaction.atomic
def seed_demonstration(*, at: datetime) -> bool:
    """Make the invented bodies, people and certificates once; False where they are there. The library comes before."""
    if Organisation.objects.filter(name=TRAINING_BODY, is_demo=True).exists():
        return False
    with override("fr"):
        bodies = make_bodies(at=at)
        version = offer_certificate(bodies=bodies, at=at)
        places = make_session(bodies=bodies, at=at)
        award_certificates(bodies=bodies, version=version, places=places, at=at)
    return True
