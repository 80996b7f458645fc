"""Signing: who is ready gets a certificate once; who isn't waits with a reason."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from certificates.actions import authorise, correct_award, end_authorisation, publish_achievement, sign_awards
from certificates.actions.numbering import prefix_of
from certificates.choices import Block
from certificates.models import Award, AwardEvidence, AwardHolder, IssuerKey, NumberCounter, RegisterEntry
from certificates.queries import candidates, signing_queue
from certificates.signing import holder_commitment, leaf_hash
from courses.models import CourseVersion, IdentityCheck
from people.actions import erase_person
from people.choices import Role
from people.models import AuditEvent
from tests.certificates.conftest import AT, TITLE, World, body, member, session


def test_one_who_passed_and_was_identified_gets_a_certificate(world: World) -> None:
    enrolment = world.passed("Inès Benali")
    [award] = world.sign(enrolment)
    assert re.fullmatch(r"FEDERATI-2026-0001-[A-HJKMNP-TV-Z2-9]{5}", award.number)
    assert (award.issuer, award.organisation) == (world.certifier_body, world.training_body)
    assert (award.awarded_on, award.valid_until, award.signed_by) == (date(2026, 3, 2), None, world.certifier)
    assert (award.holder.name, award.holder.person) == ("Inès Benali", enrolment.person)


def test_the_payload_keeps_what_a_reader_needs_and_no_name_of_a_person(world: World) -> None:
    award = world.award("Inès Benali")
    payload = award.payload
    assert payload["title"] == TITLE
    assert [line["competency"]["code"] for line in payload["statements"]] == ["4.2", "4.2", "2.5", "2.6", "3.3"]
    assert payload["statements"][2]["level_text"] == "DigComp 2.2, niveau 3"
    assert payload["statements"][2]["competency"]["title"] == "Netiquette"
    assert payload["conditions"] == {"kind": "in_room", "on": "2026-03-02"}
    key = IssuerKey.objects.get(organisation=world.certifier_body)
    assert payload["issuer"]["did"] == f"did:key:{key.public_multibase}"
    text = json.dumps(payload, ensure_ascii=False)
    for name in ("Inès", "Benali", "Claire", "Martin", "Camille", "Roux"):
        assert name not in text


def test_the_name_is_the_one_of_the_identity_check(world: World) -> None:
    enrolment = world.enrol("Mickey Souris")
    world.attempt(enrolment)
    world.identify(enrolment, "Michel Sourisseau")
    [award] = world.sign(enrolment)
    assert award.holder.name == "Michel Sourisseau"


def test_days_are_those_of_the_body_where_the_sun_is_already_up(world: World) -> None:
    late = datetime(2026, 3, 1, 21, 30, tzinfo=UTC)
    world.training_body.time_zone = "Indian/Reunion"
    world.training_body.save()
    enrolment = world.enrol("Inès Benali")
    world.attempt(enrolment, at=late)
    check = world.identify(enrolment, "Inès Benali")
    IdentityCheck.objects.filter(pk=check.pk).delete()
    check.pk, check.at = None, late
    check.save()
    payload = world.sign(enrolment)[0].payload
    assert (payload["conditions"]["on"], payload["identity"]["on"]) == ("2026-03-02", "2026-03-02")


def test_mickey_who_passed_but_was_not_identified_is_never_signed(world: World) -> None:
    mickey, ines = world.passed("Mickey Souris", identified=False), world.passed("Inès Benali")
    awards = world.sign(mickey, ines)
    assert [award.holder.name for award in awards] == ["Inès Benali"]
    [blocked] = [line for line in candidates(world.cohort, world.version, AT) if not line.award]
    assert (blocked.enrolment, blocked.blocked, blocked.ready) == (mickey, Block.IDENTITY, False)


def test_signing_twice_makes_nothing_new(world: World) -> None:
    enrolment = world.passed()
    assert len(world.sign(enrolment)) == 1
    assert world.sign(enrolment) == []
    assert Award.objects.count() == 1
    assert RegisterEntry.objects.count() == 1


def test_a_race_ends_at_the_unique_key(world: World) -> None:
    award = world.award()
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.create(
            number="X-2026-0002-AAAAA",
            issuer=award.issuer,
            organisation=award.organisation,
            achievement_version=award.achievement_version,
            awarded_on=award.awarded_on,
            awarded_at=AT,
            signed_by=award.signed_by,
            payload={},
            evidence_digest="x",
            holder_commitment="x",
            idempotency=award.idempotency,
        )


def test_one_who_did_not_pass_is_on_the_way(world: World) -> None:
    enrolment = world.passed(success=False)
    assert [(line.on_the_way, line.ready) for line in candidates(world.cohort, world.version, AT)] == [(True, False)]
    assert world.sign(enrolment) == []


def test_of_two_passed_tries_the_one_in_the_room_counts(make_world: Callable[..., World]) -> None:
    world = make_world(needs_supervision=True)
    enrolment = world.passed(in_room=False)
    [line] = candidates(world.cohort, world.version, AT)
    assert line.blocked == Block.SUPERVISION
    watched = world.attempt(enrolment, at=AT + timedelta(hours=1))
    [line] = candidates(world.cohort, world.version, AT)
    assert (line.attempt, line.ready) == (watched, True)


def test_without_need_of_supervision_a_try_alone_counts_and_is_said(world: World) -> None:
    [award] = world.sign(world.passed(in_room=False))
    assert award.payload["conditions"]["kind"] == "alone"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "blocked"),
    [
        (date(2026, 3, 2), None, None),
        (date(2026, 1, 1), date(2026, 3, 2), None),
        (date(2026, 3, 3), None, Block.AUTHORISATION),
        (date(2026, 1, 1), date(2026, 3, 1), Block.AUTHORISATION),
    ],
)
def test_the_authorisation_of_the_day_of_the_exam_counts(
    make_world: Callable[..., World], starts_on: date, ends_on: date | None, blocked: Block | None
) -> None:
    world = make_world(authorised=False)
    enrolment = world.passed()
    authorise(
        achievement=world.version.achievement,
        organisation=world.training_body,
        starts_on=starts_on,
        ends_on=ends_on,
        by=world.certifier,
        at=AT,
    )
    [line] = candidates(world.cohort, world.version, AT)
    assert line.blocked == blocked
    assert len(world.sign(enrolment)) == (blocked is None)


def test_ending_an_authorisation_leaves_earlier_awards_valid(world: World) -> None:
    award = world.award()
    authorisation = world.version.achievement.authorisations.get()
    end_authorisation(authorisation=authorisation, ends_on=date(2026, 3, 1), by=world.certifier, at=AT)
    assert not award.status_changes.exists()
    late = world.passed("Ana Late")
    assert world.sign(late) == []


def test_two_authorisations_of_a_body_never_overlap(world: World) -> None:
    with pytest.raises(ValidationError, match="déjà habilité"):
        authorise(
            achievement=world.version.achievement,
            organisation=world.training_body,
            starts_on=date(2026, 6, 1),
            by=world.certifier,
            at=AT,
        )


def test_a_body_that_is_not_approved_blocks(world: World) -> None:
    world.passed()
    world.training_body.approved_at = None
    world.training_body.save()
    [line] = candidates(world.cohort, world.version, AT)
    assert line.blocked == Block.ORGANISATION


def test_numbers_follow_on_per_issuer_and_year(world: World) -> None:
    first = world.sign(world.passed("A A"), world.passed("B B"))
    later = world.sign(world.passed("C C"), at=datetime(2027, 1, 4, tzinfo=UTC))
    assert [award.number.split("-")[1:3] for award in (*first, *later)] == [
        ["2026", "0001"],
        ["2026", "0002"],
        ["2027", "0001"],
    ]
    assert len({award.number[-5:] for award in (*first, *later)}) == 3


def test_the_year_of_a_number_is_that_of_the_issuers_clock(world: World) -> None:
    world.certifier_body.time_zone = "Indian/Reunion"
    world.certifier_body.save()
    [award] = world.sign(world.passed(), at=datetime(2026, 12, 31, 21, tzinfo=UTC))
    assert (award.awarded_on, award.number.split("-")[1]) == (date(2027, 1, 1), "2027")


def test_a_prefix_is_letters_of_the_slug() -> None:
    assert prefix_of(body_named("centre-2000-éa")) == "CENTREEA"
    assert prefix_of(body_named("2000")) == "VOLET"


def body_named(slug: str):  # type: ignore[no-untyped-def]
    from people.models import Organisation

    return Organisation(slug=slug)


@pytest.mark.parametrize(("months", "expected"), [(12, date(2027, 3, 2)), (10, date(2027, 1, 2)), (None, None)])
def test_validity_is_counted_in_months(
    make_world: Callable[..., World], months: int | None, expected: date | None
) -> None:
    world = make_world(validity_months=months)
    assert world.award().valid_until == expected


def test_a_shorter_month_ends_on_its_last_day(make_world: Callable[..., World]) -> None:
    world = make_world(validity_months=1)
    [award] = world.sign(world.passed(), at=datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert award.valid_until == date(2026, 2, 28)


def test_only_a_certifier_of_the_owner_signs(world: World) -> None:
    enrolment = world.passed()
    other = body("Autre certificateur", "autre", certifies=True)
    for person in (world.trainer, member("eve", "Ève Autre", other, Role.CERTIFIER)):
        with pytest.raises(PermissionDenied):
            sign_awards(achievement_version=world.version, enrolments=[enrolment], by=person, at=AT)
    assert not Award.objects.exists()


def test_a_draft_or_superseded_certificate_is_not_signed(world: World) -> None:
    enrolment = world.passed()
    world.version.state = "superseded"
    world.version.save()
    with pytest.raises(ValidationError, match="publié"):
        world.sign(enrolment)


def test_publishing_again_changes_nothing(world: World) -> None:
    again = publish_achievement(version=world.version, by=world.certifier, at=AT + timedelta(days=1))
    assert again.published_at == AT


def test_a_lost_master_key_stops_signing_before_anything_is_written(world: World, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    world.award()
    settings.VOLET_KEYS = tmp_path / "elsewhere"
    enrolment = world.passed("Ana Deux")
    with pytest.raises(ValidationError, match="master_key"):
        world.sign(enrolment)
    assert Award.objects.count() == 1
    assert NumberCounter.objects.get().last == 1


def test_the_commitment_binds_the_name_with_a_salt(world: World) -> None:
    one, two = world.sign(world.passed("Inès Benali"), world.passed("Inès Benali"))
    assert one.holder_commitment == holder_commitment(one.holder.salt, "Inès Benali")
    assert one.holder_commitment != two.holder_commitment


def test_the_register_names_nobody_and_its_leaves_hash(world: World) -> None:
    award = world.award("Inès Benali")
    entry = RegisterEntry.objects.get()
    assert entry.leaf_hash == leaf_hash(entry.document)
    text = json.dumps(entry.document)
    for secret in ("Benali", award.public_id, award.number, str(award.pk)):
        assert secret not in text


def test_the_evidence_names_who_saw_and_who_watched(world: World) -> None:
    evidence = AwardEvidence.objects.get(award=world.award())
    assert (evidence.detail["identity_by"], evidence.detail["supervised_by"]) == ("Claire Martin", "Claire Martin")
    assert evidence.attempt is not None


def test_signing_leaves_a_trail_without_names(world: World) -> None:
    award = world.award("Inès Benali")
    event = AuditEvent.objects.get(verb="award-signed")
    assert (event.noun_id, event.by, event.organisation) == (str(award.pk), world.certifier, world.certifier_body)
    assert event.detail == {"number": award.number}


def test_the_queue_counts_ready_blocked_and_awarded(world: World) -> None:
    world.sign(world.passed("A A"))
    world.passed("B B")
    world.passed("C C", identified=False)
    [line] = signing_queue(world.certifier, AT)
    assert (line.cohort, line.achievement_version) == (world.cohort, world.version)
    assert (line.ready, line.blocked, line.awarded) == (1, 1, 1)


def test_the_queue_never_shows_bodies_that_were_not_authorised(world: World) -> None:
    stranger = body("Inconnus", "inconnus")
    elsewhere = session(stranger, CourseVersion.objects.get(), "WXYZAB345", "Ailleurs")
    enrolment = world.enrol("Autre Personne", elsewhere)
    world.attempt(enrolment)
    assert signing_queue(world.certifier, AT) == []


def test_the_queue_is_empty_for_others(world: World) -> None:
    world.passed()
    assert signing_queue(world.trainer, AT) == []


@pytest.mark.parametrize("people", [1, 3])
def test_the_queue_and_candidates_cost_the_same_for_one_or_three(
    world: World,
    people: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(people):
        world.passed(f"Personne {number}")
    world.sign(world.passed("Déjà Signée"))
    with django_assert_num_queries(6):
        signing_queue(world.certifier, AT)
    with django_assert_num_queries(7):
        candidates(world.cohort, world.version, AT)


def test_a_correction_replaces_and_the_register_keeps_both(world: World) -> None:
    old = world.award("Ines Benaly")
    new = correct_award(award=old, name="Inès Benali", reason="Faute de frappe", by=world.certifier, at=AT)
    assert (new.replaces, new.holder.name, new.holder.person) == (old, "Inès Benali", old.holder.person)
    assert new.number != old.number
    assert new.public_id != old.public_id
    assert (new.payload, new.awarded_on, new.evidence.get().detail) == (
        old.payload,
        old.awarded_on,
        old.evidence.get().detail,
    )
    assert [entry.kind for entry in RegisterEntry.objects.all()] == ["award", "status", "award"]


def test_a_corrected_certificate_is_not_signed_again(world: World) -> None:
    enrolment = world.passed("Ines Benaly")
    [old] = world.sign(enrolment)
    new = correct_award(award=old, name="Inès Benali", reason="Faute", by=world.certifier, at=AT)
    assert world.sign(enrolment) == []
    [line] = candidates(world.cohort, world.version, AT)
    assert line.award == new
    again = correct_award(award=new, name="Inès Bénali", reason="Encore", by=world.certifier, at=AT)
    assert again.idempotency.endswith(":2")


@pytest.mark.parametrize(
    ("name", "reason", "match"),
    [
        ("Inès Benali", "x", "déjà le nom"),
        ("", "x", "au moins une lettre"),
        ("A" * 121, "x", "trop long"),
        ("Ana", " ", "raison"),
    ],
)
def test_a_correction_without_sense_is_refused(world: World, name: str, reason: str, match: str) -> None:
    award = world.award("Inès Benali")
    with pytest.raises(ValidationError, match=match):
        correct_award(award=award, name=name, reason=reason, by=world.certifier, at=AT)
    assert Award.objects.count() == 1
    assert not award.status_changes.exists()


def test_a_certificate_is_corrected_once(world: World) -> None:
    old = world.award("Ines Benaly")
    correct_award(award=old, name="Inès Benali", reason="Faute", by=world.certifier, at=AT)
    with pytest.raises(ValidationError, match="état"):
        correct_award(award=old, name="Inès Bénali", reason="Faute", by=world.certifier, at=AT)


def test_who_was_erased_is_nobodys_candidate_and_stops_no_batch(world: World) -> None:
    signed, waiting, other = world.passed("Inès Benali"), world.passed("Ana Deux"), world.passed("Noé Petit")
    world.sign(signed)
    for enrolment in (signed, waiting):
        erase_person(person=enrolment.person, by=None, at=AT)
    assert [line.enrolment for line in candidates(world.cohort, world.version, AT)] == [other]
    assert [line.blocked for line in signing_queue(world.certifier, AT)] == [0]
    assert len(world.sign(signed, waiting, other)) == 1


def test_an_erased_holder_cannot_be_corrected(world: World) -> None:
    award = world.award()
    AwardHolder.objects.all().delete()
    with pytest.raises(ValidationError, match="effacées"):
        correct_award(award=award, name="Ana", reason="x", by=world.certifier, at=AT)
