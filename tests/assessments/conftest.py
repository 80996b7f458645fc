"""A small framework, a practice quiz, a certifying one with all six kinds, and a session where both are followed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from assessments.models import Attempt
from content.actions import load_folder
from courses.actions import join_cohort, open_activity, open_cohort
from courses.models import Cohort, CourseVersion, Enrolment
from people.actions import create_organisation, create_staff, ensure_library_owner, grant_role
from people.models import Person

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

FRAMEWORK = """\
format: volet.framework/1
slug: boussole
label: "1.0"
language: fr
title: {fr: "La Boussole"}
publisher: "Atelier"
source: "https://example.org"
licence: CC-BY-4.0
text_status: {fr: official}
levels:
  - {rank: 1, code: "1", title: {fr: "Premier"}, band: {fr: "Bas"}}
competencies:
  - code: "1"
    kind: area
    title: {fr: "Sécurité"}
    children:
      - {code: "1.1", kind: competence, title: {fr: "Protéger"}}
      - {code: "1.2", kind: competence, title: {fr: "Informer"}}
"""

CHOICE = """\
      - key: {key}
        kind: single_choice
        prompt: "Que faites-vous ? ({key})"
        review: {review}
        choices:
          - {{id: secreta, text: "Rien du tout", feedback: "FEEDBACK-rien"}}
          - {{id: secretb, text: "Je demande l'accord", correct: true, feedback: "FEEDBACK-accord"}}
          - {{id: secretc, text: "Je publie", feedback: "FEEDBACK-publie"}}
        feedback: "POURQUOI-{key}"
"""

SIX = """\
      - key: cocher
        kind: multiple_choice
        prompt: "Cochez ce qui convient."
        review: lecon-b
        choices:
          - {id: seca, text: "Le but", correct: true, feedback: "FEEDBACK-but"}
          - {id: secb, text: "La durée", correct: true, feedback: "FEEDBACK-duree"}
          - {id: secc, text: "Le numéro", feedback: "FEEDBACK-numero"}
        feedback: "POURQUOI-cocher"
      - key: tableau
        kind: true_false_table
        prompt: "Vrai ou faux ?"
        review: lecon-b
        rows:
          - {id: seca, text: "Une allergie est une donnée de santé", answer: true, feedback: "FEEDBACK-un"}
          - {id: secb, text: "Chacun garde une copie", answer: false, feedback: "FEEDBACK-deux"}
          - {id: secc, text: "Le cuisinier doit savoir", answer: true, feedback: "FEEDBACK-trois"}
      - key: ecrire
        kind: short_text
        prompt: "Quelle information retirer ?"
        review: lecon-b
        label: "En un mot"
        answers: ["géolocalisation", "position"]
        feedback: "POURQUOI-ecrire"
      - key: ranger
        kind: ordering
        prompt: "Remettez dans l'ordre."
        review: lecon-b
        entries:
          - {id: seca, text: "Demander"}
          - {id: secb, text: "Photographier"}
          - {id: secc, text: "Effacer"}
      - key: relier
        kind: matching
        prompt: "Reliez."
        review: lecon-b
        rows:
          - {id: rowa, text: "Compter", match: seca}
          - {id: rowb, text: "Cuisiner", match: secb}
          - {id: rowc, text: "Prévenir", match: secc}
        options:
          - {id: secc, text: "Le téléphone"}
          - {id: secb, text: "Les allergies"}
          - {id: seca, text: "Les prénoms"}
          - {id: secd, text: "Tout"}
"""

CERTIFYING = (
    """\
format: volet.assessment/1
slug: epreuve
label: "1.0.0"
language: fr
title: "L'épreuve"
purpose: certifying
framework: {slug: boussole, label: "1.0"}
introduction: "Prenez votre temps."
feedback: at_end
pass_rule: {overall: 0.7, section: 0.5}
sections:
  - key: proteger
    title: "Protéger"
    target: {competency: "1.1", level: 1}
    draw: 2
    items:
"""
    + "".join(CHOICE.format(key=f"photo-{n}", review="lecon-a") for n in (1, 2, 3, 4))
    + """\
  - key: informer
    title: "Informer"
    target: {competency: "1.2", level: 1}
    items:
"""
    + SIX
)

PRACTICE = """\
format: volet.assessment/1
slug: entrainement
label: "1.0.0"
language: fr
title: "S'entraîner"
purpose: practice
framework: {slug: boussole, label: "1.0"}
feedback: after_each
sections:
  - key: proteger
    title: "Protéger"
    target: {competency: "1.1", level: 1}
    items:
""" + "".join(CHOICE.format(key=f"essai-{n}", review="lecon-a") for n in (1, 2))

COURSE = """\
format: volet.course/1
slug: parcours
label: "1.0.0"
language: fr
title: "Le parcours"
summary: "Un parcours."
framework: {slug: boussole, label: "1.0"}
modules:
  - key: tout
    title: "Tout"
    activities:
      - {key: lecon-a, kind: lesson, title: "Leçon A", minutes: 4, text: lecon.md, targets: []}
      - {key: lecon-b, kind: lesson, title: "Leçon B", minutes: 5, text: lecon.md, targets: []}
      - {key: essai, kind: quiz, title: "S'entraîner", minutes: 5, assessment: {slug: entrainement, label: "1.0.0"}}
      - key: finale
        kind: quiz
        title: "L'épreuve"
        minutes: 10
        protected: true
        assessment: {slug: epreuve, label: "1.0.0"}
"""

FILES = {
    "boussole.yaml": FRAMEWORK,
    "epreuve.yaml": CERTIFYING,
    "entrainement.yaml": PRACTICE,
    "parcours/course.yaml": COURSE,
    "parcours/lecon.md": "Une leçon.",
}


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "package"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def load(folder):
    def run(**options):
        options = {"publish": True} | options
        return load_folder(folder=folder, owner=ensure_library_owner(), at=AT, **options)

    return run


@dataclass
class World:
    """A session of one training body, its trainer, one trainee in it."""

    cohort: Cohort
    trainer: Person
    enrolment: Enrolment

    @property
    def trainee(self) -> Person:
        return self.enrolment.person

    def join(self, given_name: str) -> Enrolment:
        code = self.cohort.join_code
        return join_cohort(code=code, given_name=given_name, family_name="Durand", at=AT).enrolment

    def open(self, conditions: str = "in_room"):
        return open_activity(cohort=self.cohort, activity_key="finale", conditions=conditions, by=self.trainer, at=AT)

    def client(self, person: Person | None = None) -> Client:
        client = Client()
        client.force_login(person or self.trainee)
        return client

    def reload(self, attempt: Attempt) -> Attempt:
        return Attempt.objects.select_related("enrolment__cohort").get(pk=attempt.pk)


def make_world() -> World:
    trainer = create_staff(given_name="Nadia", family_name="B", email="n@example.org", password="long-enough-1")
    body = create_organisation(name="Les Pins", trains=True, certifies=False, by=trainer, at=AT)
    grant_role(person=trainer, organisation=body, role="trainer", by=trainer, at=AT)
    cohort = open_cohort(
        organisation=body,
        course_version=CourseVersion.objects.get(course__slug="parcours"),
        name="Mars",
        frame="bafa",
        starts_on=date(2026, 3, 1),
        ends_on=date(2036, 3, 9),
        by=trainer,
        at=AT,
    )
    joined = join_cohort(code=cohort.join_code, given_name="Inès", family_name="Durand", at=AT)
    return World(cohort, trainer, joined.enrolment)


@pytest.fixture
def world(db, load) -> World:
    load()
    return make_world()
