"""The two papers of the end of a training, which are not the certificate."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from assessments.actions.jury import Deliberation, JuryMember, record_deliberation
from assessments.actions.personal import AssessmentsData
from assessments.models import JuryDecision, Outcome
from assessments.queries.jury import jury_decisions_of
from courses.actions import add_meeting, note_attendance
from courses.choices import Frame
from curriculum.models import Competency, ProficiencyLevel
from tests.certificates.conftest import AT

JURY = [JuryMember("Awa Diallo", "présidente"), JuryMember("Marc Petit", "formateur")]


def text_of(response) -> str:
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    return " ".join(words.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'").split())


@pytest.fixture
def trainee(world):
    return world.passed("Inès Benali")


@pytest.fixture
def trainer(world, client):
    client.force_login(world.trainer, backend="people.backends.StaffBackend")
    return client


def follow(world, trainee, minutes=90):
    facts = {"day": date(2026, 2, 23), "title": "Matinée", "minutes": minutes, "by": world.trainer, "at": AT}
    meeting = add_meeting(cohort=world.cohort, **facts)
    note_attendance(meeting=meeting, present={trainee.pk}, by=world.trainer, at=AT)


def decide(world, trainee, verdict="admitted", reason="Dossier solide.", **changes):
    facts = {"cohort": world.cohort, "sat_on": AT.date(), "members": JURY, "by": world.trainer, "at": AT, **changes}
    return record_deliberation(decisions=[Deliberation(trainee, verdict, reason)], **facts)


def test_the_attestation_says_objectives_hours_results_and_the_jury(world, trainee, trainer):
    Outcome.objects.create(
        enrolment=trainee,
        attempt=trainee.attempts.get(),
        competency=Competency.objects.get(code="4.2"),
        level=ProficiencyLevel.objects.get(),
        verdict="achieved",
        share=0.9,
        at=AT,
    )
    follow(world, trainee)
    decide(world, trainee)
    response = trainer.get(reverse("attestation-pdf", args=[trainee.pk]))
    assert response["Content-Type"] == "application/pdf"
    text = text_of(response)
    for words in (
        "Les Pins atteste que Inès Benali",
        "du 23 février 2026 au 3 mars 2026",
        "1 h 30 suivies sur 1 h 30",
        "4.2, niveau 3",
        "Validé",
        "Délibération du jury du 2 mars 2026 : validé.",
        "n'est ni un diplôme, ni un certificat de compétences",
    ):
        assert words in text


def test_the_attestation_waits_for_the_end_of_the_session(world, trainee, trainer):
    world.cohort.ends_on = date(2999, 1, 1)
    world.cohort.save()
    response = trainer.get(reverse("attestation-pdf", args=[trainee.pk]))
    assert response.url == reverse("enrolment-view", args=[world.cohort.pk, trainee.pk])


def test_the_certificat_de_realisation_is_for_professional_training_with_sheets(world, trainee, trainer):
    address = reverse("realisation-pdf", args=[trainee.pk])
    assert trainer.get(address).status_code == 404
    world.cohort.frame = Frame.PROFESSIONAL
    world.cohort.save()
    assert trainer.get(address).status_code == 302
    follow(world, trainee)
    text = text_of(trainer.get(address))
    assert "Inès Benali" in text
    assert "23 février 2026 Matinée 1 h 30" in text
    assert "les connexions à un site n'y comptent pas" in text


def test_a_trainee_gets_their_own_attestation_and_nobody_else_s(world, trainee, client):
    other = world.passed("Lou Martin")
    client.force_login(trainee.person, backend="people.backends.PinBackend")
    assert client.get(reverse("attestation-pdf", args=[trainee.pk])).status_code == 200
    assert client.get(reverse("attestation-pdf", args=[other.pk])).status_code == 404
    assert reverse("attestation-pdf", args=[trainee.pk]) in client.get(reverse("trainee-home")).content.decode()


def test_a_name_that_nobody_confirmed_is_said_so(world, trainer):
    trainee = world.passed("Lou Martin", identified=False)
    text = text_of(trainer.get(reverse("attestation-pdf", args=[trainee.pk])))
    assert "l'équipe de formation ne l'a pas confirmé" in text


class TestJury:
    def test_a_second_decision_supersedes_the_first_and_both_stay(self, world, trainee):
        first, second = decide(world, trainee, "adjourned")[0], decide(world, trainee, "admitted")[0]
        assert second.supersedes == first
        assert jury_decisions_of([trainee]) == {trainee.pk: second}
        assert JuryDecision.objects.count() == 2

    def test_the_same_decision_again_changes_nothing(self, world, trainee):
        decide(world, trainee)
        assert decide(world, trainee) == []

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"members": JURY[:1]}, "members"),
            ({"sat_on": AT.date() + timedelta(days=1)}, "future"),
            ({"reason": " "}, "reason"),
        ],
    )
    def test_what_no_minutes_may_say_is_refused(self, world, trainee, changes, code):
        with pytest.raises(ValidationError) as refusal:
            decide(world, trainee, **changes)
        assert refusal.value.code == code

    def test_nobody_decides_of_themselves(self, world, trainee):
        with pytest.raises(ValidationError) as refusal:
            decide(world, trainee, by=trainee.person)
        assert refusal.value.code == "own"

    def test_by_the_screen_the_minutes_are_written_and_read_again(self, world, trainee, trainer):
        here = reverse("cohort-jury", args=[world.cohort.pk])
        given = {
            "sat_on": "2026-03-02",
            "members": "Awa Diallo, présidente\nMarc Petit, formateur",
            f"{trainee.pk}-verdict": "admitted",
            f"{trainee.pk}-reason": "Dossier solide.",
        }
        assert trainer.post(here, given).url == here
        assert JuryDecision.objects.get().members[0] == {"name": "Awa Diallo", "function": "présidente"}
        assert "décision du 2 mars 2026" in text_in(trainer.get(here))

    @pytest.mark.parametrize(
        "bad", [{"members": "Awa Diallo"}, {"members": "Awa Diallo, présidente"}, {"reason": ""}, {"sat_on": "x"}]
    )
    def test_wrong_minutes_are_said_and_nothing_is_written(self, world, trainee, trainer, bad):
        given = {"sat_on": "2026-03-02", "members": "A B, c\nD E, f", "verdict": "admitted", "reason": "Oui."} | bad
        mine = {f"{trainee.pk}-{name}": given.pop(name) for name in ("verdict", "reason")}
        page = trainer.post(reverse("cohort-jury", args=[world.cohort.pk]), given | mine)
        assert page.status_code == 200
        assert not JuryDecision.objects.exists()

    def test_decisions_are_exported_and_go_with_the_person(self, world, trainee):
        decide(world, trainee, "adjourned")
        decide(world, trainee, "admitted")
        data = AssessmentsData()
        assert [row["verdict"] for row in data.export(trainee.person)["jury"]] == ["adjourned", "admitted"]
        assert data.erase(trainee.person, at=AT)["jury_decisions"] == 2


def text_in(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").replace("’", "'").split())
