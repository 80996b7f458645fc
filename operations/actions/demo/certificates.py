"""What came of it: a certificate to be earned, those who have it, and what happened to some of them since."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from certificates.actions import (
    agree_to_withdrawal,
    ask_withdrawal,
    authorise,
    correct_award,
    propose_achievement,
    publish_achievement,
    sign_awards,
)
from certificates.choices import Ground
from certificates.models import AchievementVersion, Award
from operations.actions.demo.installation import Bodies
from operations.actions.demo.people import Stage
from operations.actions.demo.records import add_to_new_record
from operations.actions.demo.session import Place, shipped_course


@transaction.atomic
def offer_certificate(*, bodies: Bodies, at: datetime) -> AchievementVersion:
    """The certifier takes up the proposal of the course, publishes it and authorises the training body."""
    version = propose_achievement(course_version=shipped_course(), owner=bodies.certifier, by=bodies.signatory, at=at)
    version = publish_achievement(version=version, by=bodies.signatory, at=at)
    authorise(
        achievement=version.achievement,
        organisation=bodies.training_body,
        starts_on=timezone.localdate(at) - timedelta(days=30),
        by=bodies.signatory,
        at=at,
        conditions="Épreuve passée dans la salle, identité confirmée par la formatrice.",
    )
    return version


@transaction.atomic
def award_certificates(
    *, bodies: Bodies, version: AchievementVersion, places: list[Place], at: datetime
) -> dict[Stage, Award]:
    """Sign for those whose stage says so, then add, correct and withdraw one each. Returns an award per stage."""
    awarded = [place for place in places if place.stage >= Stage.AWARDED]
    awards = sign_awards(
        achievement_version=version,
        enrolments=[place.enrolment for place in awarded],
        by=bodies.signatory,
        at=at - timedelta(hours=1),
    )
    of_person = {award.holder.person_id: award for award in awards}
    made = {place.stage: of_person[place.enrolment.person_id] for place in awarded}
    for place in awarded:
        _afterwards(bodies, place, made[place.stage], at)
    return made


def _afterwards(bodies: Bodies, place: Place, award: Award, at: datetime) -> None:
    if place.stage == Stage.IN_RECORD:
        add_to_new_record(enrolment=place.enrolment, award=award, at=at)
    elif place.stage == Stage.CORRECTED:
        correct_award(
            award=award,
            name=f"{place.trainee.given_name} {place.trainee.family_name}",
            reason="Un trait d'union en trop dans le nom (démonstration).",
            by=bodies.signatory,
            at=at,
        )
    elif place.stage == Stage.WITHDRAWN:
        asked = ask_withdrawal(
            award=award,
            ground=Ground.AWARD_ERROR,
            reason="Exemple de retrait (démonstration).",
            by=bodies.signatory,
            at=at,
        )
        agree_to_withdrawal(withdrawal=asked, by=bodies.second, at=at)
