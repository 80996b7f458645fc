"""A body's decision as a signed file: what it says, who signed it, and what becomes of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from certificates.actions import make_forms
from certificates.actions.decisions import decide_annex
from certificates.actions.endorsing import endorse
from certificates.choices import FormKind
from certificates.models import Annex
from certificates.queries import check_file
from certificates.queries.issuing import issuer_id, key_in_use
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_decisions import lines_of, proposed
from tests.certificates.test_foreign_records import given, opened


def accepted(world: World) -> Annex:
    annex = proposed(world)
    assert annex.award is not None
    make_forms(award=annex.award, at=AT, kinds=[FormKind.CREDENTIAL])
    decide_annex(annex=annex, accepted=True, lines=lines_of(annex), reason="Vu", by=world.trainer, at=AT)
    return Annex.objects.get(pk=annex.pk)


def test_it_is_the_decision_of_the_body_about_that_very_certificate(world: World) -> None:
    annex = accepted(world)
    said = json.loads(endorse(annex=annex, at=AT))
    key = key_in_use(world.training_body)
    assert key is not None and annex.award is not None
    assert said["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert said["issuer"] == {"id": issuer_id(world.training_body, key), "type": ["Profile"], "name": "Les Pins"}
    subject = said["credentialSubject"]
    assert subject["id"].endswith(annex.award.get_absolute_url())
    assert "Les Pins retient « Images et données" in subject["endorsementComment"]
    assert "FG, sait demander une autorisation de photographier (contenu de formation)" in subject["endorsementComment"]
    assert "Ce n'est ni un diplôme, ni une unité" in subject["endorsementComment"]
    assert said["relatedResource"][0]["digestSRI"].startswith("sha256-")


def test_it_names_nobody(world: World) -> None:
    annex = accepted(world)
    text = endorse(annex=annex, at=AT).decode()
    assert annex.record.person.family_name not in text
    assert str(annex.record.person_id) not in text


def test_it_reads_as_recognised_while_the_decision_stands(world: World) -> None:
    annex = accepted(world)
    finding = check_file(endorse(annex=annex, at=AT), AT)
    assert (finding.verdict, finding.title, finding.sound) == ("valid", "Retenu par Les Pins le 2 mars 2026", True)
    assert {check.key: check.result for check in finding.checks} == {
        "readable": "ok",
        "signature": "ok",
        "issuer": "ok",
        "dates": "ok",
        "status": "ok",
    }


def test_a_changed_one_is_refused(world: World) -> None:
    changed = endorse(annex=accepted(world), at=AT).replace(b"contenu de formation", b"dispense de tout")
    assert check_file(changed, AT).verdict == "altered"


def test_decided_otherwise_the_earlier_file_holds_no_more(world: World) -> None:
    annex = accepted(world)
    file = endorse(annex=annex, at=AT)
    decide_annex(annex=annex, accepted=False, reason="Erreur", by=world.trainer, at=AT + timedelta(hours=1))
    assert check_file(file, AT).title == "Décision qui ne vaut plus"
    with pytest.raises(ValidationError, match="Aucune décision"):
        endorse(annex=Annex.objects.get(pk=annex.pk), at=AT)


def test_the_certificate_withdrawn_the_decision_holds_no_more(world: World) -> None:
    annex = accepted(world)
    file = endorse(annex=annex, at=AT)
    assert annex.award is not None
    world.revoke(annex.award)
    assert check_file(file, AT).verdict == "revoked"


def test_an_old_file_asks_for_a_new_one(world: World) -> None:
    file = endorse(annex=accepted(world), at=AT)
    finding = check_file(file, AT + timedelta(days=91))
    assert (finding.verdict, finding.title) == ("expired", "Retenu par Les Pins le 2 mars 2026")
    assert not finding.sound


def test_another_body_cannot_speak_for_this_one(world: World) -> None:
    """A sound file of a stranger who names our annex: read as one of elsewhere, which proves nothing here."""
    annex = accepted(world)
    said = json.loads(endorse(annex=annex, at=AT))
    issuer = Issuer()
    said.pop("proof")
    from certificates.signing import sign

    forged = sign({**said, "issuer": {**said["issuer"], "id": issuer.did}}, issuer.key, issuer.method, AT)
    finding = check_file(json.dumps(forged).encode(), AT)
    assert (finding.verdict, finding.award) == ("elsewhere", None)
    assert "Retenu par" not in finding.title


def test_one_of_elsewhere_is_named_as_its_issuer_named_it(world: World) -> None:
    record = opened(world)
    annex = given(record, Issuer().file())
    line = str(record.strand_version.lines.order_by("position").first().pk)
    decide_annex(annex=annex, accepted=True, lines=[line], by=world.trainer, at=AT)
    said = json.loads(endorse(annex=Annex.objects.get(pk=annex.pk), at=AT))
    assert said["credentialSubject"]["id"] == "https://ailleurs.example/badges/7"
    assert "relatedResource" not in said


def test_person_body_and_verify_page_have_it(world: World) -> None:
    annex = accepted(world)
    for person, name in ((annex.record.person, "annex-credential"), (world.trainer, "livret-credential")):
        response = client_of(person).get(reverse(name, args=[annex.pk]))
        assert response["Content-Type"] == "application/vc+ld+json"
        assert check_file(response.content, AT).title.startswith("Retenu par Les Pins")
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload: Any = SimpleUploadedFile("decision.json", response.content)
    page = words_on(client_of(world.certifier).post(reverse("verify"), {"file": upload}))
    assert "Retenu par Les Pins le" in page
