"""Publishing freezes, in the database too; texts that come later are added, never written over."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from content.versions import State, Visibility
from curriculum.actions import add_text, publish_framework, publish_reference, publish_strand
from curriculum.models import (
    Association,
    Competency,
    CompetencyText,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    ReferenceUnit,
    RegistryCode,
    StrandLine,
    TrainingReferenceVersion,
)
from curriculum.queries import find_reference, find_strand, find_version
from curriculum.signals import framework_version_published
from people.models import AuditEvent
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND

pytestmark = pytest.mark.django_db

PARTS = (ProficiencyLevel, Competency, CompetencyText, RegistryCode, ReferenceUnit, StrandLine)
VERSIONS = (FrameworkVersion, TrainingReferenceVersion, DigitalStrandVersion)


@pytest.fixture
def heard():
    news = []

    def listen(sender, version, at, **_kwargs):
        news.append((str(version), at))

    framework_version_published.connect(listen)
    yield news
    framework_version_published.disconnect(listen)


@pytest.mark.parametrize("model", [*VERSIONS, *PARTS])
def test_nothing_published_is_changed_or_deleted(loaded, model):
    row = model.objects.first()
    field = next(f.name for f in model._meta.fields if f.name in {"title", "code", "statement", "registry"})
    for harm in (lambda: model.objects.filter(pk=row.pk).update(**{field: "x"}), row.delete):
        with pytest.raises((IntegrityError, model.DoesNotExist)) as error, transaction.atomic():
            harm()
        assert (
            "guard" in str(error.value) or "foreign key" in str(error.value).lower() or "protected" in repr(error.value)
        )
    assert model.objects.filter(pk=row.pk).exists()


def test_nothing_is_added_to_what_is_published(loaded):
    version = find_version("boussole", "1.0")
    with pytest.raises(IntegrityError), transaction.atomic():
        Competency.objects.create(version=version, identifier="new", kind="area", position=9, path="00009")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProficiencyLevel.objects.create(version=version, rank=9, code="9")


def test_publishing_makes_it_public_tells_it_and_writes_it_down(load, heard, body, at, make_member):
    load(FRAMEWORK, publish=False)
    version = find_version("boussole", "1.0")
    assert version.framework.visibility == Visibility.PRIVATE
    author = make_member(body, "author")
    assert publish_framework(version=version, by=author, at=at) == version
    version = find_version("boussole", "1.0")
    assert (version.state, version.published_by, version.framework.visibility) == ("published", author, "public")
    assert heard == [("Boussole 1.0", at)]
    event = AuditEvent.objects.get(verb="published")
    assert (event.noun, event.noun_id, event.by, event.organisation) == (
        "curriculum.frameworkversion", str(version.pk), author, body,
    )  # fmt: skip


def test_publishing_twice_is_refused_and_tells_nothing(load, heard, at):
    load(FRAMEWORK)
    assert len(heard) == 1
    with pytest.raises(ValidationError, match="n'est plus un brouillon"):
        publish_framework(version=find_version("boussole", "1.0"), by=None, at=at)
    assert len(heard) == 1


def test_what_is_empty_is_not_published(load, at):
    load(FRAMEWORK, REFERENCE, STRAND, publish=False)
    strand, reference, framework = (
        find_strand("volet-brevet", "1.0"), find_reference("brevet", "2020"), find_version("boussole", "1.0"),
    )  # fmt: skip
    strand.lines.all().delete()
    with pytest.raises(ValidationError, match="ajoutez au moins une ligne"):
        publish_strand(version=strand, by=None, at=at)
    reference.units.filter(parent__isnull=False).delete()
    reference.units.all().delete()
    reference.facts = []
    with pytest.raises(ValidationError, match="ajoutez une unité ou un point"):
        publish_reference(version=reference, by=None, at=at)
    CompetencyText.objects.all().delete()
    Association.objects.all().delete()
    Competency.objects.filter(parent__isnull=False).delete()
    Competency.objects.all().delete()
    with pytest.raises(ValidationError, match="ajoutez au moins une compétence"):
        publish_framework(version=framework, by=None, at=at)


def test_a_text_may_replace_a_draft_predecessor_only_once_that_is_published(load, at):
    later = REFERENCE.replace("slug: brevet", "slug: certificat").replace(
        "kind: state", 'predecessor: {slug: brevet, label: "2020"}\nkind: state'
    )
    load(REFERENCE, later, publish=False)
    with pytest.raises(ValidationError, match="« Brevet 2020 » n'est pas publié"):
        publish_reference(version=find_reference("certificat", "2020"), by=None, at=at)


def test_a_later_official_text_is_a_new_revision(loaded, at, body):
    node = Competency.objects.get(code="2.1")
    text = add_text(
        competency=node, language="fr", title=" Dessiner juste ", status="official", source="JO", by=None, at=at
    )
    assert (text.title, text.revision, text.status, text.source) == ("Dessiner juste", 2, "official", "JO")
    kept = CompetencyText.objects.filter(competency=node, language="fr").order_by("revision")
    assert [entry.title for entry in kept] == ["Dessiner", "Dessiner juste"]
    assert AuditEvent.objects.get(verb="text-added").organisation == body
    assert find_version("boussole", "1.0").state == State.PUBLISHED


@pytest.mark.parametrize(("title", "status"), [("  ", "official"), ("Dessiner", "sure")])
def test_a_text_says_something_and_its_status(loaded, at, title, status):
    with pytest.raises(ValidationError):
        add_text(
            competency=Competency.objects.get(code="2.1"), language="fr", title=title, status=status, by=None, at=at
        )
    assert CompetencyText.objects.filter(revision=2).count() == 0
