"""What this room knows about a person, and how it forgets it while register and awards stay whole."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import TestCase

from certificates.actions import make_forms
from certificates.models import Award, AwardEvidence, AwardHolder, IssuedForm, RegisterEntry
from certificates.signing import digest, leaf_hash
from people.actions import erase_person, export_person
from people.registries import personal_data
from tests.certificates.conftest import AT, World


def test_a_person_gets_what_is_known_of_them_and_nobody_elses(world: World) -> None:
    mine = world.passed("Inès Benali")
    [award, _other] = world.sign(mine, world.passed("Ana Deux"))
    known = personal_data["certificates"].export(mine.person)
    assert [(line["number"], line["name"]) for line in known["certificates"]] == [(award.number, "Inès Benali")]
    assert known in export_person(mine.person)["rooms"].values()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's vacuum overwrites what was deleted")
def test_what_is_erased_is_overwritten_in_the_file_too(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
    assert "secure_delete=ON" in connection.settings_dict["OPTIONS"]["init_command"]


def test_erasure_takes_names_files_and_evidence_of_one_person_only(world: World) -> None:
    mine, theirs = world.passed("Inès Benali"), world.passed("Ana Deux")
    [award, other] = world.sign(mine, theirs)
    gone = [Path(form.file.path) for form in make_forms(award=award, at=AT)]
    kept = [Path(form.file.path) for form in make_forms(award=other, at=AT)]
    register = list(RegisterEntry.objects.values_list("index", "leaf_hash"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        erasure = erase_person(person=mine.person, by=None, at=AT)
    assert erasure.report["certificates"] == {"files": 2, "evidence": 1, "annexes": 0, "records": 0, "holders": 1}
    assert [path.exists() for path in (*gone, *kept)] == [False, False, True, True]
    assert [holder.name for holder in AwardHolder.objects.all()] == ["Ana Deux"]
    assert [row.award for row in AwardEvidence.objects.all()] == [other]
    assert IssuedForm.objects.count() == 2
    assert list(RegisterEntry.objects.values_list("index", "leaf_hash")) == register


def test_the_register_can_still_be_recomputed_after_an_erasure(world: World) -> None:
    enrolment = world.passed("Inès Benali")
    world.sign(enrolment)
    erase_person(person=enrolment.person, by=None, at=AT)
    award, entry = Award.objects.get(), RegisterEntry.objects.get()
    assert leaf_hash(entry.document) == entry.leaf_hash
    assert entry.document["content"] == digest([award.public_id, award.number, award.payload])
    assert entry.document["holder"] == award.holder_commitment


def test_a_failed_erasure_keeps_the_files(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrolment = world.passed("Inès Benali")
    [award] = world.sign(enrolment)
    paths = [Path(form.file.path) for form in make_forms(award=award, at=AT)]

    class Failing:
        room = "people"

        def export(self, person: object) -> dict[str, object]:
            return {}

        def erase(self, person: object, *, at: object) -> dict[str, int]:
            raise RuntimeError("stop")

    monkeypatch.setitem(personal_data, "people", Failing())
    with pytest.raises(RuntimeError), TestCase.captureOnCommitCallbacks(execute=True):
        erase_person(person=enrolment.person, by=None, at=AT)
    assert all(path.exists() for path in paths)
    assert AwardHolder.objects.count() == 1
