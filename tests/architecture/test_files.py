"""Size, origin and safety of the files of the house."""

import ast
import hashlib
import re
import statistics
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils.version import get_version_tuple

from tests.architecture.house import ROOT, python_files, templates, tracked_files

#: Where a string is declared safe HTML, and why it is.
SAFE_HTML = {
    "content/richtext.py": "the sanitiser itself",
    "content/icons.py": "paths of our own icons",
    "content/typography.py": "sets spaces in HTML that is safe already",
    "content/charts.py": "SVG made of numbers and escaped labels",
    "content/documents.py": "QR codes drawn by segno",
    "content/templatetags/volet.py": "icons of our own, and escaped text",
}  #: What templates print as it is because only our code writes it, as Django does.
WRITTEN_BY_US = {"config/templates/django/forms/field.html: field.help_text"}

#: SHA-256 of the public index's host and of its file host: the lock file may name no other.
PUBLIC_HOSTS = {
    "index": "a4aa2ac280bb8d1a0ce7a1be5a7bfb10292b49fe9435ad5cff19f421f3c70e41",
    "files": "c899567ee906851741bf7f3bde17a33777859ff9f53ff54d6f0ea54cf31ad636",
}


def test_no_file_is_longer_than_400_lines_and_most_are_short():
    lines = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in python_files()}
    assert {str(path): count for path, count in lines.items() if count > 400} == {}
    written = [count for count in lines.values() if count]
    print(f"{len(written)} files, median {statistics.median(written):.0f} lines, longest {max(written)}")
    assert statistics.median(written) <= 80


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 40
    ]
    assert long == []


def test_the_lock_file_names_only_the_public_index():
    lock = (ROOT / "uv.lock").read_text()
    index = {urlsplit(url).netloc for url in re.findall(r'registry = "([^"]+)"', lock)}
    files = {urlsplit(url).netloc for url in re.findall(r'url = "([^"]+)"', lock)}
    digests = [{hashlib.sha256(host.encode()).hexdigest() for host in hosts} for hosts in (index, files)]
    assert digests == [{PUBLIC_HOSTS["index"]}, {PUBLIC_HOSTS["files"]}]
    assert {urlsplit(url).scheme for url in re.findall(r'"(\w+://[^"]+)"', lock)} == {"https"}


def test_no_file_names_a_folder_of_the_machine_it_was_written_on():
    folder = re.compile(rb"(?<![\w./-])/(?:root|work|Users|home/(?!volet\b)\w+)/[\w.]|\bpy" + rb"env\b")
    named = [
        f"{path.relative_to(ROOT)}: {match.group().decode(errors='replace')}"
        for path in tracked_files()
        if path.suffix not in {".png", ".woff2", ".ttf", ".mo", ".pdf"}
        for match in folder.finditer(path.read_bytes())
    ]
    assert named == []


def test_no_todo_is_left():
    owed = re.compile(r"#.*\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert [str(p.relative_to(ROOT)) for p in python_files() if owed.search(p.read_text())] == []


def test_html_is_declared_safe_in_known_places_only():
    declares = re.compile(r"\b(?:mark_safe|SafeString|SafeText)\(")
    found = {str(p.relative_to(ROOT)) for p in python_files() if declares.search(p.read_text())}
    assert found - set(SAFE_HTML) == set()


def test_templates_trust_only_html_that_richtext_made():
    trusted = {
        f"{path.relative_to(ROOT)}: {name}"
        for _, path in templates()
        for name in re.findall(r"\{\{\s*([^}|]+)\|(?:[^}]*\|)?safe\b", path.read_text())
    }
    untrusted = {entry.rstrip() for entry in trusted if not entry.rstrip().endswith("html")}
    assert untrusted == WRITTEN_BY_US
    assert not [path for _, path in templates() if "{% autoescape off" in path.read_text()]


def test_no_template_carries_a_script_or_a_style():
    """The content security policy refuses them; a template of a paper has its style sheet inside."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son\w+=|javascript:", re.I)
    found = [
        str(path.relative_to(ROOT))
        for _, path in templates()
        if "pdf" not in str(path) and path.name != "paper.html" and inline.search(path.read_text())
    ]
    assert found == []


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_version_is_the_one_of_the_changelog():
    declared = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.M).group(1)
    newest = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(), re.M).group(1)
    assert get_version_tuple(declared) == get_version_tuple(newest)
