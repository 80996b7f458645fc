"""Loading the shipped library, or another folder, from the command line."""

import re
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from content.packages import read_folder
from courses.models import CourseVersion
from curriculum.models import FrameworkVersion
from tests.operations.conftest import plain

pytestmark = pytest.mark.django_db


def test_the_library_is_loaded_and_published_and_the_second_time_nothing_changes(capsys):
    call_command("load_library")
    first = capsys.readouterr().out.splitlines()
    call_command("load_library")
    second = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in first} == {"created"}
    assert [line.split()[1:] for line in second] == [line.split()[1:] for line in first]
    assert {line.split()[0] for line in second} == {"unchanged"}
    assert CourseVersion.objects.get().state == "published"


def test_a_dry_run_keeps_nothing(capsys):
    call_command("load_library", dry_run=True)
    assert plain(capsys.readouterr().out).splitlines()[-1] == "À blanc : rien n'a été gardé."
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("frameworks/digcomp-2.2.yaml", "publisher:", "publisher: : [", "digcomp-2.2.yaml"),
        ("references/volet-bafa-1.0.yaml", 'competency: "4.2"', 'competency: "9.9"', "volet-bafa-1.0.yaml"),
        (
            "courses/images-et-donnees-des-publics/course.yaml",
            "lessons/fiche-sanitaire.md",
            "lessons/gone.md",
            "gone.md",
        ),
    ],
)
def test_a_folder_with_a_fault_loads_nothing_and_names_it(tmp_path, file, old, new, line):
    folder = tmp_path / "library"
    shutil.copytree(settings.VOLET_LIBRARY, folder)
    path = folder / "fr" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(CommandError) as refused:
        call_command("load_library", folder)
    message = plain(str(refused.value))
    assert message.startswith("Rien n'a été chargé.")
    assert line in message
    assert any(part.isdigit() for part in message.replace(":", " ").split())
    assert not FrameworkVersion.objects.exists()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"n.existe pas"):
        call_command("load_library", tmp_path / "nowhere")


def test_what_ships_leaves_the_minor_numbers_to_installations():
    own = {"volet.strand/1", "volet.course/1", "volet.assessment/1", "volet.crosswalk/1"}
    documents = [entry for entry in read_folder(settings.VOLET_LIBRARY) if entry.format in own]
    labels = {document.name: str(document.data["label"]) for document in documents}
    assert len(labels) >= 8
    assert [name for name, label in labels.items() if not re.fullmatch(r"[1-9]\d*(\.0)+", label)] == []
