"""Errata of a published version: numbered, whole or not at all, and beside what was there."""

import pytest
from django.core.exceptions import ValidationError

from curriculum.actions import add_erratum, fork_framework
from curriculum.actions.errata import Correction
from curriculum.models import Competency, CompetencyText, Erratum
from curriculum.queries import find_in, find_version, titles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(loaded, at):
    return fork_framework(version=find_version("boussole", "1.0"), label="2.0", by=None, at=at)


def node(version, code):
    return Competency.objects.get(version=version, code=code)


def test_an_erratum_has_its_number_and_adds_texts_beside_those_there(loaded, at, make_member, body):
    version, author = find_version("boussole", "1.0"), make_member(body, "author")
    remark = add_erratum(version=version, summary=" Une virgule. ", by=author, at=at)
    texts = [
        Correction(node(version, "2.1"), "fr", "Tracer", "official"),
        Correction(node(version, "1.2"), "fr", "Données", "official"),
    ]
    second = add_erratum(version=version, summary="Textes français.", source="JO", corrections=texts, by=author, at=at)
    assert [(entry.number, entry.summary, entry.by) for entry in (remark, second)] == [
        (1, "Une virgule.", author),
        (2, "Textes français.", author),
    ]
    told = [(t.competency.code, t.title, t.revision, t.source) for t in second.texts.order_by("competency__path")]
    assert told == [("1.2", "Données", 1, "JO"), ("2.1", "Tracer", 2, "JO")]
    titles = titles_of([text.competency.pk for text in texts], "fr")
    assert [titles[text.competency.pk].title for text in texts] == ["Tracer", "Données"]
    assert [hit.node.title for hit in find_in(version, "donnees", "fr").hits] == ["Données"]


@pytest.mark.parametrize(
    ("summary", "title", "status"), [(" ", "Tracer", "official"), ("x", " ", "official"), ("x", "Tracer", "sure")]
)
def test_an_erratum_is_whole_or_is_not(loaded, at, summary, title, status):
    version = find_version("boussole", "1.0")
    correction = Correction(node(version, "2.1"), "fr", title, status)
    with pytest.raises(ValidationError):
        add_erratum(version=version, summary=summary, corrections=[correction], by=None, at=at)
    assert (Erratum.objects.count(), CompetencyText.objects.filter(revision=2).count()) == (0, 0)


def test_an_erratum_corrects_its_own_version(draft, at):
    correction = Correction(node(draft, "2.1"), "fr", "Tracer", "official")
    with pytest.raises(ValidationError) as error:
        add_erratum(version=draft.forked_from, summary="x", corrections=[correction], by=None, at=at)
    assert error.value.code == "elsewhere"
