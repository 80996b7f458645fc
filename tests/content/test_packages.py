"""A folder of YAML and Markdown: read with its lines, loaded whole or not at all."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from content.actions import load_folder
from content.packages import Loaded, PackageError, loaders, read_folder
from people.actions import ensure_library_owner
from people.models import Organisation


@dataclass(frozen=True)
class Note:
    slug: str
    label: str
    text: str
    refuse_at: int | None


class NoteLoader:
    """A format of the tests: it makes an organisation named after each note, or refuses it."""

    format = "test.note/1"
    order = 10

    def parse(self, fields):
        count = fields.optional_integer("refuse_at", maximum=9)
        return Note(fields.slug(), fields.label(), fields.file("text") if fields.has("text") else "", count)

    def load(self, parsed, loading):
        if parsed.refuse_at:
            loading.refuse(parsed.refuse_at, "non")
            return None
        Organisation.objects.create(slug=parsed.slug, name=parsed.slug)
        return Loaded("note", parsed.slug, parsed.label, "created")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setitem(loaders, NoteLoader.format, NoteLoader())

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def problems_of(folder):
    with pytest.raises(PackageError) as caught:
        load_folder(folder=folder, owner=ensure_library_owner(), at=timezone.now())
    return [(problem.file, problem.line, problem.reason) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("format: x\na: [1\n", 3, "YAML illisible"),
        ("format: x\na: 1\na: 2\n", 3, "deux fois"),
        ("format: x\na: &a [1]\nb: *a\n", 3, "alias"),
        ("format: x\na: !!python/object:os.system 1\n", 2, "YAML illisible"),
        ("- a\n", 1, "format"),
        ("a: " + "[" * 5000 + "]" * 5000, 1, "imbriqués"),
        (b"format: x\na: \xff\n", 2, "UTF-8"),
    ],
)
def test_a_file_that_cant_be_read_is_named_with_its_line_and_reason(folder, text, line, reason):
    with pytest.raises(PackageError) as caught:
        read_folder(folder(bad__yaml=text))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("bad.yaml", line)
    assert reason in problem.reason


@pytest.mark.django_db
def test_every_problem_of_every_file_is_told_at_once(folder):
    place = folder(
        a__yaml="format: test.note/1\nslug: Bad Slug\nlabel: 1.0\n",
        b__yaml="format: test.note/1\nslug: b\nlabel: '1'\nsurprise: 1\ntext: missing.md\n",
        c__yaml="format: nobody/9\n",
    )
    found = problems_of(place)
    assert [(name, line) for name, line, _reason in found] == [
        ("a.yaml", 2),
        ("a.yaml", 3),
        ("b.yaml", 4),
        ("b.yaml", 5),
        ("c.yaml", 1),
    ]
    assert "surprise" in found[2][2]
    assert "missing.md" in found[3][2]


@pytest.mark.django_db
def test_a_refusal_while_loading_loads_nothing_of_the_folder(folder):
    place = folder(
        a__yaml="format: test.note/1\nslug: a\nlabel: '1'\n",
        b__yaml="format: test.note/1\nslug: b\nlabel: '1'\nrefuse_at: 3\n",
    )
    assert problems_of(place) == [("b.yaml", 3, "non")]
    assert not Organisation.objects.filter(slug__in=["a", "b"]).exists()


@pytest.mark.django_db
def test_a_dry_run_says_what_it_would_do_and_keeps_nothing(folder):
    place = folder(a__yaml="format: test.note/1\nslug: a\nlabel: '1'\n")
    report = load_folder(folder=place, owner=ensure_library_owner(), at=timezone.now(), dry_run=True)
    assert report.count("created") == 1
    assert not Organisation.objects.filter(slug="a").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../secret.md", "/etc/hostname"])
def test_a_side_file_outside_the_folder_is_refused(folder, name):
    place = folder(a__yaml=f"format: test.note/1\nslug: a\nlabel: '1'\ntext: {name}\n")
    ((_file, line, reason),) = problems_of(place)
    assert line == 4
    assert "sort du dossier" in reason


@pytest.mark.django_db
def test_a_symbolic_link_that_leads_outside_is_refused(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("secret")
    place = folder(a__yaml="format: test.note/1\nslug: a\nlabel: '1'\ntext: link.md\n")
    (place / "link.md").symlink_to(secret)
    assert "sort du dossier" in problems_of(place)[0][2]


def test_a_folder_that_is_not_there_is_named():
    from pathlib import Path

    with pytest.raises(PackageError, match=r"n.existe pas"):
        read_folder(Path("/nowhere/at/all"))
