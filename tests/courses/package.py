"""A small package of one framework and one course, which tests spoil in one place."""

from pathlib import Path

FRAMEWORK = """\
format: volet.framework/1
slug: repere
label: "1"
language: fr
title: {fr: "Repère"}
name: "Repère"
text_status: {fr: official}
levels:
  - {rank: 1, code: "1", title: {fr: "De base"}, band: {fr: "De base"}}
  - {rank: 2, code: "2", title: {fr: "Moyen"}, band: {fr: "Moyen"}}
competencies:
  - code: "1"
    kind: area
    title: {fr: "Protéger"}
    children:
      - {code: "1.1", kind: competence, title: {fr: "Protéger une image"}}
"""
COURSE = """\
format: volet.course/1
slug: photos
label: "1.0.0"
language: fr
title: "Photos d'un groupe"
summary: "Prendre une photo sans nuire."
licence: CC-BY-SA-4.0
authors: ["Équipe"]
framework: {slug: repere, label: "1"}
modules:
  - key: lire
    title: "Lire"
    activities:
      - key: demander
        kind: lesson
        title: "Demander avant"
        minutes: 10
        text: lessons/demander.md
        easy: lessons/demander.easy.md
        targets: [{competency: "1.1", level: 2}]
      - key: jouer
        kind: guide
        title: "Jouer avec des photos"
        minutes: 5
        text: guides/jouer.md
  - key: prouver
    title: "Prouver"
    activities:
      - key: epreuve
        kind: lesson
        title: "L'épreuve"
        minutes: 20
        protected: true
        text: lessons/demander.md
certificate:
  slug: photos
  label: "1.0"
  title: "Photos"
  summary: "Sait demander."
  activity: epreuve
  statements:
    - {text: "sait demander", competency: "1.1", level: 1}
    - {text: "sait garder", competency: "1.1", level: 1}
    - {text: "sait effacer", competency: "1.1", level: 1}
"""


def write_package(
    folder: Path, *, course: str = COURSE, framework: str = FRAMEWORK, lesson: str = "Un **mot**."
) -> Path:
    """The package as files; a text left empty leaves its file out."""
    texts = {
        "framework.yaml": framework,
        "photos/course.yaml": course,
        "photos/lessons/demander.md": lesson,
        "photos/lessons/demander.easy.md": "Un mot simple.",
        "photos/guides/jouer.md": "Prenez trois photos.",
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
