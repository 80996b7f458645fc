"""The life of a framework version: from nothing, forked, edited by two authors, published, corrected, withdrawn."""

import pytest
from django.core.exceptions import ValidationError

from content.versions import State
from curriculum.actions import (
    add_erratum,
    add_text,
    discard_framework,
    fork_framework,
    publish_draft,
    start_framework,
    withdraw_framework,
)
from curriculum.actions.competencies import (
    Wording,
    add_competency,
    edit_competency,
    place_competency,
    remove_competency,
    shift_competency,
)
from curriculum.actions.drafting import About, add_level, edit_about, edit_level, edit_scales, remove_level
from curriculum.exporters import dump_framework
from curriculum.formats import RungSpec, ScaleSpec
from curriculum.models import Association, Competency, CompetencyText, Erratum, Framework, FrameworkVersion
from curriculum.queries import find_in, find_version, framework_spec, framework_tree
from people.models import AuditEvent
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND

pytestmark = pytest.mark.django_db

ABOUT = About(label="2.0", title={"en": "The Compass", "fr": "La Boussole"})


@pytest.fixture
def draft(loaded, at):
    """A draft 2.0 of Boussole, made from 1.0."""
    return fork_framework(version=find_version("boussole", "1.0"), label="2.0", by=None, at=at)


@pytest.fixture
def sign(at):
    """The keywords of an action on this draft: with its token as it is now, unless another is given."""

    def keywords(version, token=None):
        fresh = FrameworkVersion.objects.get(pk=version.pk)
        return {"edit_token": token or fresh.edit_token, "by": None, "at": at}

    return keywords


def outline(version, language="en"):
    def told(nodes):
        return [(node.competency.code, node.title, told(node.children)) for node in nodes]

    return told(framework_tree(version, language))


def node(version, code):
    return Competency.objects.get(version=version, code=code)


def words(title, language="en"):
    return [Wording(language, title, "official")]


def paths_are_right(version):
    """Every path is its parent's and its own position; one edge of the tree for each node, towards its parent."""
    for entry in Competency.objects.filter(version=version).select_related("parent"):
        step = f"{entry.position:05d}"
        assert entry.path == (f"{entry.parent.path}.{step}" if entry.parent else step)
        edge = Association.objects.get(version=version, kind="isChildOf", origin=entry)
        assert (edge.destination_id, edge.position) == (entry.parent_id, entry.position)


# From one version to the next


def test_a_draft_is_forked_with_all_that_the_version_says(draft):
    old = find_version("boussole", "1.0")
    assert (draft.number, draft.label, draft.state, draft.forked_from) == (2, "2.0", "draft", old)
    assert outline(draft) == outline(old)
    assert outline(draft, "fr") == outline(old, "fr")
    assert draft.identifier != old.identifier
    for rows in ("identifier", "path", "search_text"):
        copied, there = (
            list(version.competencies.order_by("path").values_list(rows, flat=True)) for version in (draft, old)
        )
        assert copied == there
    assert [(level.rank, level.code, level.band) for level in draft.levels.all()] == [
        (level.rank, level.code, level.band) for level in old.levels.all()
    ]
    assert draft.adopted_on is None
    paths_are_right(draft)


def test_a_fork_takes_what_errata_brought(loaded, at):
    old = find_version("boussole", "1.0")
    add_text(competency=node(old, "2.1"), language="fr", title="Tracer", status="official", by=None, at=at)
    draft = fork_framework(version=old, label="2.0", by=None, at=at)
    text = CompetencyText.objects.get(competency=node(draft, "2.1"), language="fr")
    assert (text.title, text.revision, text.erratum, text.search_text) == ("Tracer", 1, None, "")
    assert node(draft, "2.1").search_text == "2.1 drawing tracer"


def test_a_fork_costs_the_same_whatever_there_is(load, at, django_assert_max_num_queries):
    load(FRAMEWORK + "".join(f'  - {{code: "{n}", kind: area, title: {{en: "N"}}}}\n' for n in range(3, 60)))
    with django_assert_max_num_queries(24):
        fork_framework(version=find_version("boussole", "1.0"), label="2.0", by=None, at=at)


@pytest.mark.parametrize("label", ["1.0", "", "a b", "é", "x" * 21, "../1"])
def test_a_label_that_is_taken_or_no_label_is_refused(loaded, at, label):
    with pytest.raises(ValidationError):
        fork_framework(version=find_version("boussole", "1.0"), label=label, by=None, at=at)
    assert FrameworkVersion.objects.count() == 1


def test_there_is_one_draft_at_a_time(draft, at):
    with pytest.raises(ValidationError, match="a déjà un brouillon"):
        fork_framework(version=draft.forked_from, label="3.0", by=None, at=at)


def test_a_framework_starts_from_nothing(body, at, sign):
    draft = start_framework(name="Repères d'œuvre", label="0.1", language="fr", owner=body, by=None, at=at)
    assert (draft.framework.slug, draft.framework.owner, draft.title) == (
        "reperes-doeuvre", body, {"fr": "Repères d'œuvre"},
    )  # fmt: skip
    other = start_framework(name="Repères d'œuvre", label="0.1", language="fr", owner=body, by=None, at=at)
    assert other.framework.slug == "reperes-doeuvre-2"
    with pytest.raises(ValidationError, match="est vide"):
        publish_draft(version=draft, **sign(draft))
    add_competency(version=draft, parent=None, kind="area", code="1", wordings=words("Un", "fr"), **sign(draft))
    publish_draft(version=draft, **sign(draft))
    assert find_version("reperes-doeuvre", "0.1").state == State.PUBLISHED


def test_what_was_written_here_exports_as_a_file_that_loads_as_unchanged(draft, sign, load, body):
    add_competency(
        version=draft, parent=node(draft, "2"), kind="competence", code="2.2", wordings=words("Painting"), **sign(draft)
    )
    publish_draft(version=draft, **sign(draft))
    written = dump_framework(framework_spec(find_version("boussole", "2.0")))
    assert [entry.outcome for entry in load(written).loaded] == ["unchanged"]


def test_a_draft_that_was_edited_is_no_longer_its_file(load, sign):
    load(FRAMEWORK, publish=False)
    version = find_version("boussole", "1.0")
    assert version.digest
    edit_competency(
        competency=node(version, "2.1"), kind="competence", code="2.1", wordings=words("Painting"), **sign(version)
    )
    assert find_version("boussole", "1.0").digest == ""


def test_publishing_supersedes_the_version_before(draft, sign):
    publish_draft(version=draft, **sign(draft))
    assert [find_version("boussole", label).state for label in ("1.0", "2.0")] == ["superseded", "published"]


def test_a_draft_is_thrown_away_whole(draft, sign, body, at):
    discard_framework(version=draft, **sign(draft))
    assert [str(version) for version in FrameworkVersion.objects.all()] == ["Boussole 1.0"]
    assert Competency.objects.count() == 5
    only = start_framework(name="Seul", label="1", language="fr", owner=body, by=None, at=at)
    discard_framework(version=only, **sign(only))
    assert not Framework.objects.filter(slug="seul").exists()
    assert AuditEvent.objects.filter(verb="discarded").count() == 2


# Every action in every state

EDITS = {
    "about": lambda v, k: edit_about(version=v, about=ABOUT, **k),
    "level": lambda v, k: add_level(version=v, code="9", title={"en": "Nine"}, band={}, **k),
    "edit level": lambda v, k: edit_level(level=v.levels.first(), code="9", title={"en": "Nine"}, band={}, **k),
    "remove level": lambda v, k: remove_level(level=v.levels.first(), **k),
    "scales": lambda v, k: edit_scales(version=v, scales=[], **k),
    "add": lambda v, k: add_competency(version=v, parent=None, kind="area", code="9", wordings=words("Nine"), **k),
    "edit": lambda v, k: edit_competency(
        competency=node(v, "2.1"), kind="competence", code="2.1", wordings=words("Painting"), **k
    ),
    "shift": lambda v, k: shift_competency(competency=node(v, "1"), down=True, **k),
    "place": lambda v, k: place_competency(competency=node(v, "1.1"), parent=node(v, "2"), **k),
    "remove": lambda v, k: remove_competency(competency=node(v, "1.1"), **k),
    "publish": lambda v, k: publish_draft(version=v, **k),
    "discard": lambda v, k: discard_framework(version=v, **k),
}
MOVES = {
    "fork": lambda v, at: fork_framework(version=v, label="7", by=None, at=at),
    "withdraw": lambda v, at: withdraw_framework(version=v, reason="Elle se trompe.", by=None, at=at),
    "erratum": lambda v, at: add_erratum(version=v, summary="Une virgule.", by=None, at=at),
}
ALLOWED = {
    "draft": set(EDITS),
    "published": set(MOVES),
    "superseded": set(MOVES),
    "withdrawn": {"fork"},
}


@pytest.mark.parametrize("state", list(ALLOWED))
@pytest.mark.parametrize("action", [*EDITS, *MOVES])
def test_each_action_is_allowed_in_its_states_only(load, at, sign, state, action):
    load(FRAMEWORK, publish=state != "draft")
    version = find_version("boussole", "1.0")
    if state != "draft":
        FrameworkVersion.objects.filter(pk=version.pk).exclude(state=state).update(state=state)
        version.refresh_from_db()

    def act():
        return EDITS[action](version, sign(version)) if action in EDITS else MOVES[action](version, at)

    if action in ALLOWED[state]:
        act()
        return
    before = outline(version), version.levels.count(), Erratum.objects.count(), FrameworkVersion.objects.count()
    with pytest.raises(ValidationError) as error:
        act()
    assert error.value.code in {"not_draft", "not_published"}
    version.refresh_from_db()
    after = outline(version), version.levels.count(), Erratum.objects.count(), FrameworkVersion.objects.count()
    assert (version.state, after) == (state, before)


@pytest.mark.parametrize("action", list(EDITS))
def test_the_second_author_is_told_and_nothing_is_written(draft, sign, action):
    read_before = draft.edit_token
    edit_about(version=draft, about=ABOUT, **sign(draft))  # a colleague saves
    before, levels = outline(draft), draft.levels.count()
    with pytest.raises(ValidationError) as error:
        EDITS[action](draft, sign(draft, read_before))
    assert error.value.code == "edited"
    fresh = FrameworkVersion.objects.get(pk=draft.pk)
    assert (fresh.state, outline(fresh), fresh.levels.count()) == ("draft", before, levels)


def test_a_withdrawal_says_why(loaded, at):
    version = find_version("boussole", "1.0")
    with pytest.raises(ValidationError) as error:
        withdraw_framework(version=version, reason=" ", by=None, at=at)
    assert error.value.code == "no_reason"


# The tree of a draft


def test_a_competency_goes_under_another_with_its_branch(draft, sign):
    place_competency(competency=node(draft, "1"), parent=node(draft, "2"), **sign(draft))
    below = [("1.1", "Caring for one's heart", []), ("1.2", "Data", [])]
    assert outline(draft) == [("2", "Creation", [("2.1", "Drawing", []), ("1", "Safety", below)])]
    paths_are_right(draft)
    place_competency(competency=node(draft, "1.2"), parent=None, **sign(draft))
    assert [code for code, _title, _below in outline(draft)] == ["2", "1.2"]
    paths_are_right(draft)


@pytest.mark.parametrize("code", ["1", "1.1"])
def test_no_competency_goes_under_itself(draft, sign, code):
    before = outline(draft)
    with pytest.raises(ValidationError) as error:
        place_competency(competency=node(draft, "1"), parent=node(draft, code), **sign(draft))
    assert (error.value.code, outline(draft)) == ("cycle", before)


def test_no_competency_goes_to_another_version(draft, sign):
    with pytest.raises(ValidationError) as error:
        place_competency(competency=node(draft, "1.1"), parent=node(draft.forked_from, "2"), **sign(draft))
    assert error.value.code == "elsewhere"


def test_a_competency_goes_up_and_down_with_its_branch(draft, sign):
    shift_competency(competency=node(draft, "1"), down=True, **sign(draft))
    assert [code for code, _title, _below in outline(draft)] == ["2", "1"]
    shift_competency(competency=node(draft, "1"), down=True, **sign(draft))  # it is the last: it stays
    shift_competency(competency=node(draft, "1.2"), down=False, **sign(draft))
    assert [code for code, _title, _below in outline(draft)[1][2]] == ["1.2", "1.1"]
    paths_are_right(draft)


def test_a_competency_is_added_after_its_siblings_and_found(draft, sign):
    made = add_competency(
        version=draft, parent=node(draft, "1"), kind="competence", code="1.3", wordings=words("Élan"), **sign(draft)
    )
    assert [code for code, _title, _below in outline(draft)[0][2]] == ["1.1", "1.2", "1.3"]
    assert [hit.node.competency for hit in find_in(draft, "elan safety", "en").hits] == [made]
    paths_are_right(draft)
    with pytest.raises(ValidationError) as error:
        add_competency(version=draft, parent=None, kind="area", code="3", wordings=words("Trois", "fr"), **sign(draft))
    assert error.value.code == "untitled"


def test_a_tree_has_a_depth_and_a_size(draft, sign, settings):
    parent = node(draft, "2.1")
    for depth in range(3, 31):
        parent = add_competency(
            version=draft, parent=parent, kind="statement", code=f"d{depth}", wordings=words("Deep"), **sign(draft)
        )
    with pytest.raises(ValidationError, match="30 niveaux d'emboîtement"):
        add_competency(version=draft, parent=parent, kind="statement", code="x", wordings=words("x"), **sign(draft))
    with pytest.raises(ValidationError, match="30 niveaux d'emboîtement"):
        place_competency(competency=node(draft, "2"), parent=node(draft, "1"), **sign(draft))
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "nodes": draft.competencies.count()}
    with pytest.raises(ValidationError, match="a déjà"):
        add_competency(version=draft, parent=None, kind="area", code="y", wordings=words("y"), **sign(draft))


def test_texts_have_a_language_a_status_and_a_source(draft, sign):
    official = Wording("fr", " Dessiner juste ", "official", source="JO")
    edit_competency(competency=node(draft, "2.1"), kind="statement", code="2.9", wordings=[official], **sign(draft))
    text = CompetencyText.objects.get(competency=node(draft, "2.9"), language="fr")
    assert (text.title, text.status, text.source, text.revision) == ("Dessiner juste", "official", "JO", 1)
    gone = [Wording("fr", "", "official")]
    edit_competency(competency=node(draft, "2.9"), kind="statement", code="2.9", wordings=gone, **sign(draft))
    assert node(draft, "2.9").search_text == "2.9 drawing"
    with pytest.raises(ValidationError):
        add_text(competency=node(draft, "2.9"), language="fr", title="x", status="sure", by=None, at=None)


def test_on_a_draft_a_text_is_the_text(draft, at):
    for title in ("Tracer", "Peindre"):
        add_text(competency=node(draft, "2.1"), language="fr", title=title, status="official", by=None, at=at)
    texts = CompetencyText.objects.filter(competency=node(draft, "2.1"), language="fr")
    assert [(text.title, text.revision, text.erratum) for text in texts] == [("Peindre", 1, None)]
    assert node(draft, "2.1").search_text == "2.1 drawing peindre"


def test_a_branch_is_removed_unless_something_points_at_it(load, at, sign):
    load(FRAMEWORK, REFERENCE, STRAND, publish=False)
    version = find_version("boussole", "1.0")
    before = outline(version)
    with pytest.raises(ValidationError) as error:
        remove_competency(competency=node(version, "1"), **sign(version))
    assert (error.value.code, outline(version)) == ("in_use", before)
    with pytest.raises(ValidationError) as error:
        discard_framework(version=version, **sign(version))
    assert (error.value.code, outline(version)) == ("in_use", before)


def test_a_branch_goes_with_all_below_it(draft, sign):
    assert remove_competency(competency=node(draft, "1"), **sign(draft)) == 3
    assert outline(draft) == [("2", "Creation", [("2.1", "Drawing", [])])]
    assert Competency.objects.filter(version=draft.forked_from).count() == 5


# Levels and scales


def test_levels_are_added_renamed_and_removed(draft, sign):
    added = add_level(version=draft, code="3", title={"en": "Third", "fr": " "}, band={"en": "High"}, **sign(draft))
    assert (added.rank, added.title, added.band) == (3, {"en": "Third"}, {"en": "High"})
    edit_level(level=added, code="III", title={"en": "Third"}, band={}, **sign(draft))
    letters = ScaleSpec("letters", {"en": "Letters"}, (RungSpec("A", {}, 1, 2), RungSpec("B", {}, 3, 3)))
    edit_scales(version=draft, scales=[letters], **sign(draft))
    with pytest.raises(ValidationError) as error:
        remove_level(level=draft.levels.get(rank=3), **sign(draft))
    assert error.value.code == "in_use"
    edit_scales(version=draft, scales=[], **sign(draft))
    remove_level(level=draft.levels.get(rank=3), **sign(draft))
    assert [level.code for level in draft.levels.all()] == ["1", "2"]


@pytest.mark.parametrize("rungs", [[(1, 3)], [(2, 1)], [(1, 1), (1, 2)], [(2, 2), (1, 1)]])
def test_rungs_hold_levels_that_exist_once_each(draft, sign, rungs):
    scale = ScaleSpec("letters", {"en": "Letters"}, tuple(RungSpec("A", {}, *span) for span in rungs))
    with pytest.raises(ValidationError):
        edit_scales(version=draft, scales=[scale], **sign(draft))


# Errata
