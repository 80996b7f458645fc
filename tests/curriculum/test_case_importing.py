"""An imported package in the database: new, the same again, changed; and the two commands."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from content.versions import State
from curriculum.actions.importing import import_framework
from curriculum.exporters.exchange import WRITERS
from curriculum.formats import framework_identifier
from curriculum.importers.exchange import read_framework
from curriculum.models import Competency, Framework, FrameworkVersion
from curriculum.queries import find_version, framework_spec
from people.models import AuditEvent, Organisation
from tests.curriculum.case_files import (
    DOCUMENT,
    as_bytes,
    edge,
    item,
    judged,
    needs_data,
    package,
    real_files,
    small,
    uid,
)
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_case_exchange import ODD

pytestmark = pytest.mark.django_db
KEYS = [
    "format",
    "framework",
    "version",
    "items",
    "associations",
    "created",
    "updated",
    "unchanged",
    "warnings",
    "errors",
]


@pytest.fixture
def run(body, at):
    def bring(content, *, owner=body, **kwargs):
        parsed = read_framework(as_bytes(content), "package.json")
        return import_framework(parsed=parsed, owner=owner, by=None, at=at, **kwargs)

    return bring


def counts(report):
    return report.created, report.updated, report.unchanged


def reasons(report):
    return [remark.reason for remark in report.errors]


def everything():
    return {
        "versions": list(FrameworkVersion.objects.order_by("pk").values()),
        "nodes": list(Competency.objects.order_by("pk").values()),
        "audit": AuditEvent.objects.count(),
    }


def test_a_package_becomes_a_draft_of_its_owner(run, body):
    report = run(small())
    assert (report.framework, report.version, report.items, report.associations) == ("small-framework", "1", 4, 4)
    assert (counts(report), report.errors) == ((4, 0, 0), [])
    version = find_version("small-framework", "1")
    assert (version.state, version.framework.owner, version.identifier) == (State.DRAFT, body, DOCUMENT)


def test_published_when_asked(run):
    run(small(), publish=True)
    assert find_version("small-framework", "1").state == State.PUBLISHED


def test_a_dry_run_reports_and_keeps_nothing(run):
    report = run(small(), dry_run=True)
    assert (counts(report), report.dry_run, Framework.objects.count()) == ((4, 0, 0), True, 0)


@pytest.mark.parametrize("publish", [True, False])
def test_the_same_file_twice_changes_nothing(run, publish):
    run(small(), publish=publish)
    before = everything()
    report = run(small(), publish=publish)
    assert (counts(report), report.errors) == ((0, 0, 4), [])
    assert everything() == before


@pytest.mark.parametrize("content", [small(), ODD], ids=["small", "odd"])
def test_what_is_read_back_is_what_came_in(run, content):
    run(content)
    version = FrameworkVersion.objects.get(identifier=DOCUMENT)
    assert framework_spec(version) == read_framework(as_bytes(content), "package.json").spec


@needs_data
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_real_files_go_through_the_database_unchanged(run, path):
    report = run(path.read_bytes())
    assert report.errors == []
    out = WRITERS["case"].dump(framework_spec(find_version(report.framework, report.version)), "https://x.example")
    assert judged(out) == []
    assert counts(run(out)) == (0, 0, report.items)


def test_a_changed_file_rewrites_the_draft_and_keeps_the_rows(run):
    run(small())
    rows = dict(Competency.objects.values_list("identifier", "pk"))
    content = small(document={"title": "Small framework"})
    content["CFItems"][0]["fullStatement"] = "Item one"
    content["CFItems"][3] = item(5)
    content["CFAssociations"][3] = edge(5, 1, 2)
    report = run(content)
    assert (counts(report), report.errors) == ((1, 1, 2), [])
    assert [warning.reason for warning in report.warnings] == [
        "1 élément du brouillon n'est plus dans le fichier : il est supprimé"
    ]
    after = dict(Competency.objects.values_list("identifier", "pk"))
    assert {uid(n): after[uid(n)] for n in (1, 2, 3)} == {uid(n): rows[uid(n)] for n in (1, 2, 3)}
    parsed = read_framework(as_bytes(content), "package.json")
    assert framework_spec(find_version("small-framework", "1")) == parsed.spec
    assert AuditEvent.objects.filter(verb="imported").count() == 1


@pytest.mark.parametrize(
    "document", [{"title": "Other"}, {"identifier": uid(7), "uri": "https://x.example/7"}], ids=["title", "identifier"]
)
def test_another_document_that_would_take_the_place_of_a_draft_is_told(run, document):
    run(small())
    assert run(small(document=document), dry_run=True).warnings[-1].reason == (
        "ce fichier remplace le brouillon « Small framework », qui porte le même nom ou le même identifiant"
    )


def test_a_second_author_learns_that_the_draft_was_rewritten(run):
    run(small())
    token = FrameworkVersion.objects.get().edit_token
    run(small(document={"publisher": "New"}))
    assert FrameworkVersion.objects.get().edit_token != token


def test_a_draft_edited_by_hand_is_rewritten_by_the_same_file(run):
    run(small())
    Competency.objects.filter(identifier=uid(2)).update(code="Z")
    assert counts(run(small())) == (0, 1, 3)
    assert Competency.objects.get(identifier=uid(2)).code == "B"


def test_a_changed_file_of_a_published_version_is_refused_by_name(run):
    run(small(), publish=True)
    before = everything()
    report = run(small(document={"publisher": "New"}))
    assert reasons(report) == [
        "« small-framework 1 » est déjà publié avec un autre contenu : "
        "donnez à ce fichier un nouveau numéro de version et un nouvel identifiant"
    ]
    assert (counts(report), everything()) == ((0, 0, 0), before)


def test_a_next_version_of_the_same_title_joins_its_framework(run):
    first = {"title": "Small framework 1.0", "version": "1.0"}
    run(small(document=first), publish=True)
    second = {"title": "Small framework 2.0", "version": "2.0", "identifier": uid(7), "uri": "https://x.example/7"}
    report = run(small(document=second), publish=True)
    assert (report.framework, report.version, report.errors) == ("small-framework", "2.0", [])
    assert find_version("small-framework", "1.0").state == State.SUPERSEDED


def test_names_asked_for_win_and_the_document_is_known_by_its_identifier(run):
    assert (run(small(), slug="petit", label="2020").framework, Framework.objects.get().slug) == ("petit", "petit")
    again = run(small())
    assert (again.framework, again.version, counts(again)) == ("petit", "2020", (0, 0, 4))
    assert reasons(run(small(), slug="autre")) == ["ce document est déjà importé : « petit 2020 »"]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"slug": "Pas Bon"}, "« Pas Bon » : lettres minuscules, chiffres et traits d'union"),
        ({"label": "a/b"}, "« a/b » n'est pas un numéro de version"),
    ],
)
def test_names_that_no_address_can_hold_are_refused(run, names, reason):
    assert (reasons(run(small(), **names)), Framework.objects.count()) == ([reason], 0)


def test_a_name_that_another_body_holds_is_refused_with_what_to_do(run, make_body):
    run(small(), owner=make_body("Les Ormes"))
    reason = "« small-framework » appartient à Les Ormes : donnez un autre nom court à ce référentiel"
    assert reasons(run(small())) == [reason]
    other = small(document={"identifier": uid(7), "uri": "https://x.example/7"})
    assert reasons(run(other)) == [reason]
    assert run(other, slug="le-notre").errors == []


def test_an_empty_package_is_a_draft_that_cannot_be_published(run):
    assert run(package([], [])).errors == []
    assert reasons(run(package([], []), publish=True)) == [
        "« Small framework 1 » est vide : ajoutez au moins une compétence."
    ]


def test_levels_of_a_draft_keep_their_rows(load, run):
    load(FRAMEWORK, publish=False)
    version = find_version("boussole", "1.0")
    rows = list(version.levels.values_list("rank", "pk"))
    out = WRITERS["case"].dump(framework_spec(version), settings.VOLET_BASE_URL)
    assert run(out.replace(b'"Premier"', b'"Initial"')).errors == []
    assert list(version.levels.values_list("rank", "pk")) == rows
    assert version.levels.first().title == {"en": "First", "fr": "Initial"}


def test_our_own_export_is_no_news(loaded, run):
    version = find_version("boussole", "1.0")
    assert version.identifier == framework_identifier("boussole", "1.0")
    assert counts(run(WRITERS["case"].dump(framework_spec(version), settings.VOLET_BASE_URL))) == (0, 0, 5)


def command(name, *args):
    """What a command prints, and its exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *map(str, args), stdout=out, stderr=err)
    except SystemExit as left:
        return left.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(content, name="package.json"):
        path = tmp_path / name
        path.write_bytes(as_bytes(content))
        return path

    return write


def plain(text):
    return text.replace("’", "'").replace("\u202f", " ").replace("\xa0", " ")


def test_the_report_is_one_object_alone_on_the_last_line(file):
    code, out, _err = command("import_framework", file(small()), "--json")
    report = json.loads(out.splitlines()[-1])
    assert (code, list(report)) == (0, KEYS)
    assert report == {
        "format": "case",
        "framework": "small-framework",
        "version": "1",
        "items": 4,
        "associations": 4,
        "created": 4,
        "updated": 0,
        "unchanged": 0,
        "warnings": [],
        "errors": [],
    }
    assert Framework.objects.get().owner == Organisation.objects.get(slug="volet")


def test_errors_exit_with_1_and_change_nothing(file):
    code, out, _err = command("import_framework", file(b"{", "cut.json"), "--json")
    report = json.loads(out.splitlines()[-1])
    assert (code, report["errors"]) == (
        1,
        [{"where": "cut.json, ligne 1", "reason": plain("ce JSON est incomplet ou mal formé")}],
    )
    assert (Framework.objects.count(), Organisation.objects.count()) == (0, 0)


def test_a_dry_run_of_the_command_keeps_nothing(file):
    code, out, _err = command("import_framework", file(small()), "--dry-run")
    assert (code, plain(out).splitlines()) == (
        0,
        [
            "small-framework 1 (case)",
            "4 éléments, 4 associations : 4 créés, 0 modifiés, 0 inchangés.",
            "À blanc : rien n'a été gardé.",
        ],
    )
    assert (Framework.objects.count(), Organisation.objects.count()) == (0, 0)


def test_for_people_errors_and_warnings_are_sentences(file, tmp_path):
    code, out, _err = command("import_framework", file(package([item(1)], [])))
    assert (code, plain(out).splitlines()[0]) == (
        0,
        "Attention · CFItems : 1 élément n'a pas de parent : il est mis au premier niveau",
    )
    code, _out, err = command("import_framework", tmp_path / "none.json")
    assert (code, plain(err).splitlines()) == (
        1,
        ["Erreur · none.json : ce fichier n'existe pas", "Rien n'a été importé."],
    )
    assert plain(command("import_framework", tmp_path)[2]).splitlines()[0] == (
        f"Erreur · {tmp_path.name} : c'est un dossier : donnez un fichier"
    )


def test_an_unknown_owner_is_named(file):
    code, out, _err = command("import_framework", file(small()), "--owner", "nulle-part", "--json")
    assert (code, json.loads(out)["errors"]) == (
        1,
        [{"where": "--owner", "reason": plain("l'organisme « nulle-part » n'existe pas")}],
    )
    assert Framework.objects.count() == 0


def test_export_writes_the_package_to_a_file_or_to_standard_output(file, tmp_path):
    command("import_framework", file(small()), "--publish")
    target = tmp_path / "out.json"
    assert command("export_framework", "small-framework", "1", "--format", "case", "--output", target)[0] == 0
    _code, printed, _err = command("export_framework", "small-framework", "1")
    assert printed == target.read_text()
    assert json.loads(printed)["CFDocument"]["identifier"] == DOCUMENT
    code, out, _err = command("import_framework", target, "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, 4)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("small-framework", "1", "--format", "pdf"), "Format inconnu « pdf » : choisissez parmi "),
        (("small-framework", "9"), "Le référentiel de compétences « small-framework 9 » n'existe pas."),
        (("small-framework", "1", "--output", "/no/such/folder/x"), "ne peut pas être écrit"),
    ],
)
def test_an_export_that_cannot_be_says_why(file, args, reason):
    command("import_framework", file(small()))
    with pytest.raises(CommandError) as error:
        call_command("export_framework", *args)
    assert reason in plain(str(error.value))
