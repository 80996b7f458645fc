"""Complementary certificates name the diplomas that host them; files of one folder load in the order they need."""

from itertools import permutations

import pytest

from content.versions import State
from curriculum.exporters import dump_reference
from curriculum.models import HostLink, RegistryCode
from curriculum.queries import find_reference, reference_spec
from tests.curriculum.conftest import REFERENCE

pytestmark = pytest.mark.django_db

CERTIFICATE = """\
format: volet.reference/1
slug: certificat
label: "2021"
language: fr
abbreviation: CC
title: "Certificat complémentaire d'essai"
kind: complementary
codes:
  - {registry: RS, code: RS1, ends_on: 2024-01-01, source: "fiche", status: inactive, delivery_until: 2026-01-01}
hosts:
  - {name: "Le brevet d'essai", slug: brevet, source: "Arrêté", verified: true}
  - {name: "Tout diplôme du cirque", verified: false}
units:
  - {code: UC, kind: unit, title: "Unité", verified: true}
"""
LATER = REFERENCE.replace("slug: brevet", "slug: diplome").replace("abbreviation: Brevet", "abbreviation: Diplôme")
LATER = LATER.replace("kind: state", 'predecessor: {slug: brevet, label: "2020"}\nkind: state')


def test_hosts_are_linked_to_the_trainings_that_are_held(load):
    load(REFERENCE, CERTIFICATE)
    links = HostLink.objects.values_list("position", "name", "host__slug", "source", "verified")
    assert list(links) == [
        (1, "Le brevet d'essai", "brevet", "Arrêté", True),
        (2, "Tout diplôme du cirque", None, "", False),
    ]


def test_a_code_keeps_its_status_and_its_last_day_of_delivery(load):
    load(REFERENCE, CERTIFICATE)
    assert list(RegistryCode.objects.filter(code="RS1").values_list("status", "delivery_until__year")) == [
        ("inactive", 2026)
    ]


def test_a_certificate_goes_out_as_it_came_in(load):
    load(REFERENCE, CERTIFICATE)
    written = dump_reference(reference_spec(find_reference("certificat", "2021")))
    assert [entry.outcome for entry in load(written).loaded] == ["unchanged"]
    assert dump_reference(reference_spec(find_reference("certificat", "2021"))) == written
    assert b'slug: ""' not in written
    assert written.index(b"codes:") < written.index(b"hosts:") < written.index(b"units:")


@pytest.mark.parametrize("texts", list(permutations((REFERENCE, CERTIFICATE, LATER))))
def test_the_names_of_the_files_of_a_folder_do_not_matter(load, texts):
    load(*texts)
    assert find_reference("diplome", "2020").predecessor == find_reference("brevet", "2020")
    assert HostLink.objects.get(position=1).host.slug == "brevet"


def test_a_text_of_another_training_that_is_replaced_is_superseded(load):
    load(REFERENCE, LATER)
    assert find_reference("brevet", "2020").state == State.SUPERSEDED
    assert find_reference("diplome", "2020").state == State.PUBLISHED


def test_a_body_does_not_supersede_the_text_of_another_body(load, make_body):
    load(REFERENCE)
    load(LATER, owner=make_body("Les Chênes"))
    assert find_reference("brevet", "2020").state == State.PUBLISHED


def test_texts_that_replace_each_other_are_refused(load, refused):
    first = REFERENCE.replace("kind: state", 'predecessor: {slug: diplome, label: "2020"}\nkind: state')
    assert refused(first, LATER) == [
        ("a.yaml", 7, "le texte précédent « diplome 2020 » n'existe pas"),
        ("b.yaml", 7, "le texte précédent « brevet 2020 » n'existe pas"),
    ]


FAULTS = [
    ("slug: brevet", "slug: permis", "le référentiel de formation « permis » n'existe pas"),
    ("slug: brevet", "slug: certificat", "une formation ne s'ajoute pas à elle-même"),
    ('"Tout diplôme du cirque"', '"Le brevet d\'essai"', "« Le brevet d'essai » est écrit deux fois"),
    ('source: "Arrêté", ', "", "un point vérifié cite sa source"),
    ("status: inactive", "status: closed", "« closed » n'est pas permis : active, inactive"),
    ("ends_on: 2024-01-01", "starts_on: 2027-01-01", "la date de fin précède la date de début"),
]


@pytest.mark.parametrize(("old", "new", "reason"), FAULTS)
def test_faults_of_hosts_and_codes_are_named_with_their_line(refused, old, new, reason):
    line = CERTIFICATE[: CERTIFICATE.index(old)].count("\n") + 1
    assert refused(REFERENCE, CERTIFICATE.replace(old, new, 1)) == [("b.yaml", line, reason)]


@pytest.mark.parametrize(
    ("old", "new"), [("abbreviation: Brevet", "abbreviation: BP"), ("state_diploma", "university")]
)
def test_all_the_texts_of_a_training_have_its_abbreviation_and_its_kind(load, refused, old, new):
    load(REFERENCE)
    reason = "« brevet » a dans tous ses textes le même sigle (Brevet) et la même nature (state_diploma)"
    assert refused(REFERENCE.replace('label: "2020"', 'label: "2026"').replace(old, new)) == [("a.yaml", 3, reason)]
