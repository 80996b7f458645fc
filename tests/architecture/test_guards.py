"""What is published or insert-only is refused by the database itself, whatever the code above it does.

Rows of every guarded table are made under drafts, the versions are published, then each verb is tried in plain SQL.
"""

# ruff: noqa: S608  (every name in these statements comes from our own models)

import pytest
from django.db import DatabaseError, connection, transaction
from model_bakery import baker

from people.guards import Apart, AppendBy, FrozenBy, FrozenVersion, InsertOnly, expected, guarded_models, installed
from tests.architecture.house import our_models

GUARDED = sorted(guarded_models(), key=lambda model: model._meta.label)
VERSIONS = [model for model in GUARDED if isinstance(model.guard, FrozenVersion)]

#: Tables that point at a version, or at a part of one, without being part of it: who uses it, and why it moves on.
USERS_OF_VERSIONS = {
    "curriculum.CarryOver": "a move in progress, through a crosswalk; the draft it makes is guarded when published",
    "curriculum.CarryOverLine": "what a person decides of one aim, until the draft is made",
    "curriculum.CarryOverTarget": "where that aim goes",
    "courses.Course": "an adopted course names the version it came from",
    "courses.Cohort": "a session follows patches of its course",
    "assessments.Attempt": "an open attempt changes; its submission is guarded by the action, its scores are insert-only",
    "certificates.RecordStage": "where a person follows a part of the training: they correct it",
    "certificates.TrainingRecord": "a person's file: the version it is measured against may move to the next",
}

#: Values that a check constraint asks for.
NEEDED = {
    "certificates.AnnexDecision": {
        "annex": lambda: baker.make("certificates.Annex", award=baker.make("certificates.Award"))
    },
    "certificates.Criterion": {"kind": "jury"},
    "certificates.RegisterTile": {"level": 1},
    "certificates.TreeHead": {"key__retired_at": "2026-01-01T00:00:00Z"},
}


@pytest.fixture
def rows(db):
    """One row of every guarded table, its versions published."""
    made = {model: baker.make(model, **NEEDED.get(model._meta.label, {})) for model in GUARDED}
    with connection.cursor() as cursor:
        for version in VERSIONS:
            if version._meta.get_field("state").model is version:
                cursor.execute(
                    f"UPDATE {version._meta.db_table} SET state='published', published_at=%s",
                    ["2026-01-01 00:00:00+00"],
                )
    return made


def refused(statement: str, parameters: list[object]) -> bool:
    """Whether a guard refuses the statement. Another constraint's refusal means that the guards let it through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            assert cursor.rowcount != 0, f"no row concerned: {statement}"
    except DatabaseError as error:
        return "guard" in str(error)
    return False


def stored_key(row) -> object:
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def columns(model) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def copy_of(model, verb: str = "INSERT") -> str:
    names = ", ".join(f'"{column}"' for column in columns(model))
    table, key = model._meta.db_table, model._meta.pk.column
    return f'{verb} INTO "{table}" ({names}) SELECT {names} FROM "{table}" WHERE "{key}" = %s'


def update_of(model, column: str, value: str) -> str:
    return f'UPDATE "{model._meta.db_table}" SET "{column}" = {value} WHERE "{model._meta.pk.column}" = %s'


def delete_from(model) -> str:
    return f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s'


def verbs_allowed(model, row) -> set[str]:
    """Which of the three verbs the database lets through on a published row."""
    key = [stored_key(row)]
    tries = {
        "update": f'UPDATE "{model._meta.db_table}" SET {_every_column(model)} WHERE "{model._meta.pk.column}" = %s'
    }
    if isinstance(model.guard, FrozenVersion):
        tries["update"] = update_of(model, "label", "'9.9.9'")
    if isinstance(model.guard, FrozenBy):
        tries["insert"] = copy_of(model)
    tries["delete"] = delete_from(model)
    return {verb for verb, statement in tries.items() if not refused(statement, key)}


def _every_column(model) -> str:
    return ", ".join(f'"{column}" = "{column}"' for column in columns(model))


def test_every_guarded_table_refuses_what_it_must(rows):
    with connection.constraint_checks_disabled():
        allowed = {model._meta.label: verbs_allowed(model, row) for model, row in rows.items()}
    expected_verbs = {}
    for model in GUARDED:
        verbs = set()
        if isinstance(model.guard, AppendBy):
            verbs.add("insert")
        if isinstance(model.guard, InsertOnly) and model.guard.deletable:
            verbs.add("delete")
        if isinstance(model.guard, Apart):
            verbs |= {"update", "delete"}
        expected_verbs[model._meta.label] = verbs
    assert allowed == expected_verbs


def test_a_version_moves_only_along_its_states(rows):
    for version in (model for model in VERSIONS if "state" in columns(model)):
        key = [stored_key(rows[version])]
        assert refused(update_of(version, "state", "'draft'"), key), version
        assert not refused(update_of(version, "state", "'withdrawn'"), key), version
        assert refused(update_of(version, "state", "'published'"), key), version


def test_what_is_erasable_can_only_be_emptied(rows):
    erasable = [(model, name) for model in GUARDED for name in getattr(model.guard, "erasable", ())]
    assert erasable
    for model, name in erasable:
        field = model._meta.get_field(name)
        column, another = field.column, baker.make(field.related_model)
        assert refused(update_of(model, column, "%s"), [stored_key(another), stored_key(rows[model])]), model
        assert not refused(update_of(model, column, "NULL"), [stored_key(rows[model])]), model


def test_replacing_a_row_is_refused_as_deleting_it_is(rows):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    for model, row in rows.items():
        free = isinstance(model.guard, InsertOnly) and model.guard.deletable
        if not free and not isinstance(model.guard, Apart):
            assert refused(copy_of(model, "INSERT OR REPLACE"), [stored_key(row)]), model


def test_truncating_is_refused(rows):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for model in GUARDED:
        assert refused(f'TRUNCATE "{model._meta.db_table}" CASCADE', []), model


def test_names_of_triggers_are_whole_and_unique():
    wanted = [(f"guard_{model._meta.db_table}_{rule.suffix}") for model in GUARDED for rule in model.guard.rules(model)]
    wanted += [f"guard_{model._meta.db_table}_trunc" for model in GUARDED]
    assert [name for name in wanted if len(name) > 63] == []
    assert len(set(wanted)) == len(wanted)


@pytest.mark.django_db
def test_the_database_holds_every_guard():
    wanted = {name for model in GUARDED for name in expected(model)}
    truncation = {f"guard_{model._meta.db_table}_trunc" for model in GUARDED}
    assert installed() == wanted | (truncation if connection.vendor == "postgresql" else set())


def test_every_part_of_a_version_is_guarded():
    """A table whose key leads to a version, or to a part of one, is guarded, or is named as a mere user of it."""
    frozen = {model for model in GUARDED if isinstance(model.guard, FrozenVersion | FrozenBy)}
    users = {
        model._meta.label
        for model in our_models()
        if getattr(model, "guard", None) is None
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in frozen
    }
    assert users == set(USERS_OF_VERSIONS)


def test_no_part_of_a_version_is_a_many_to_many_table():
    """Django's own link tables carry no guard: a relation of a version is a model."""
    links = {model._meta.label for model in our_models() if model._meta.auto_created}
    assert links == {"people.Person_groups", "people.Person_user_permissions"}
