"""A small framework, a small training and a small strand, as files."""

import re
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from content.actions import load_folder
from content.packages import PackageError
from people.actions import create_organisation, create_staff, grant_role

FRAMEWORK = """\
format: volet.framework/1
slug: boussole
label: "1.0"
language: en
name: Boussole
title: {en: "The Compass", fr: "La Boussole"}
publisher: "Atelier"
source: "https://example.org/compass"
licence: CC-BY-4.0
adopted_on: 2024-05-02
text_status: {en: official, fr: unofficial}
levels:
  - {rank: 1, code: "1", title: {en: "First", fr: "Premier"}, band: {en: "Low", fr: "Bas"}}
  - {rank: 2, code: "2", title: {en: "Second", fr: "Second"}, band: {en: "Low", fr: "Bas"}}
competencies:
  - code: "1"
    kind: area
    title: {en: "Safety", fr: "Sécurité"}
    children:
      - code: "1.1"
        kind: competence
        title: {en: "Caring for one's heart", fr: "Veiller sur son cœur et sa santé"}
      - code: "1.2"
        kind: competence
        title: {en: "Data"}
  - code: "2"
    kind: area
    title: {en: "Creation", fr: "Création"}
    children:
      - code: "2.1"
        kind: competence
        title: {en: "Drawing", fr: "Dessiner"}
"""

REFERENCE = """\
format: volet.reference/1
slug: brevet
label: "2020"
language: fr
abbreviation: Brevet
title: "Brevet d'essai"
kind: state_diploma
legal_text: "Arrêté du 1er janvier 2020"
starts_on: 2020-01-01
facts:
  - {key: level, label: "Niveau", value: "Niveau 4", source: "Arrêté", verified: true}
  - {key: age, label: "Âge minimal", value: "18 ans", verified: false}
codes:
  - {registry: RNCP, code: RNCP1, starts_on: 2020-01-01, ends_on: 2025-01-01, source: "fiche", verified: true}
units:
  - code: A
    kind: unit
    title: "Unité A"
    hours: 30
    verified: true
  - code: B
    kind: unit
    title: "Unité B"
    choose: 1
    verified: true
    children:
      - {code: B1, kind: option, title: "Option une", verified: true}
      - {code: B2, kind: option, title: "Option deux", verified: false}
"""

STRAND = """\
format: volet.strand/1
slug: volet-brevet
label: "1.0"
language: fr
title: "Volet numérique du brevet"
author: "Équipe Volet"
standing: proposal
reference: {slug: brevet, label: "2020"}
framework: {slug: boussole, label: "1.0"}
hours: 2
introduction: |
  Une **proposition**.
lines:
  - unit: A
    competency: "1.1"
    level: 1
    minutes: 45
    statement: "sait veiller sur sa santé"
    effect: content
  - unit: B1
    competency: "2.1"
    level: 2
    minutes: 30
    statement: "sait dessiner une affiche"
    effect: reduction
  - unit: A
    competency: "1.2"
    level: 2
    minutes: 45
    statement: "sait garder des données"
    effect: content
"""


def text_of(response):
    """The words of a page's main part, without markup, no-break spaces or typographic apostrophes."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    plain = re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'").replace("&#39;", "'").replace("&nbsp;", " ")
    return " ".join(plain.replace("’", "'").replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.fixture
def at():
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def make_body(db, at):
    def make(name="Les Pins"):
        return create_organisation(name=name, trains=True, certifies=True, by=None, at=at)

    return make


@pytest.fixture
def body(make_body):
    return make_body()


@pytest.fixture
def make_member(at):
    def make(organisation, role, name="Alice"):
        person = create_staff(
            given_name=name, family_name="Martin", email=f"{name.lower()}@example.org", password="une longue phrase"
        )
        grant_role(person=person, organisation=organisation, role=role, by=None, at=at)
        return person

    return make


@pytest.fixture
def load(tmp_path, body, at):
    """Load these texts, one file each, named a.yaml, b.yaml…"""
    count = iter(range(100))

    def run(*texts, owner=None, publish=True, dry_run=False):
        folder = tmp_path / f"package{next(count)}"
        folder.mkdir()
        for name, text in zip("abcdefgh", texts, strict=False):
            (folder / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_folder(folder=folder, owner=owner or body, at=at, publish=publish, dry_run=dry_run)

    return run


@pytest.fixture
def loaded(load):
    return load(FRAMEWORK, REFERENCE, STRAND)


@pytest.fixture
def refused(load):
    """What a loading of these texts is refused for, as (file, line, reason)."""

    def run(*texts, **kwargs):
        with pytest.raises(PackageError) as error:
            load(*texts, **kwargs)
        return [(problem.file, problem.line, problem.reason) for problem in error.value.problems]

    return run


@pytest.fixture(autouse=True)
def as_typed():
    """Sentences as the code has them: the French catalogue sets them in French print."""
    with override(None):
        yield
