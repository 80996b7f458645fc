"""Guards: what the database itself refuses, declared on models and turned into triggers.

A model declares one of
    guard = InsertOnly()                          rows are never changed nor deleted
    guard = InsertOnly(erasable={"person"})       these columns may go to NULL, and only there
    guard = InsertOnly(deletable=True)            rows may go, but never change
    guard = FrozenVersion(moves=…)                a version: free while a draft, afterwards only its state moves
    guard = FrozenBy("module__course_version")    a part of a version: frozen when that version is no longer a draft
    guard = AppendBy("competency__version")       the same, but rows may be added
    guard = Apart(("achievement", "body"), …)     rows that share these never overlap in time

`install` and `drop` are called by our `migrate` and `flush` commands (a table rebuild on SQLite loses triggers, and a
trigger that names another table makes a rebuild fail). A refused statement raises `IntegrityError` on both databases.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

PREFIX = "guard_"
MOVES = (("draft", "published"), ("published", "superseded"), ("published", "withdrawn"), ("superseded", "withdrawn"))


@dataclass(frozen=True)
class Rule:
    """One trigger: `event` as SQL writes it, `when` over OLD and NEW, or nothing for always."""

    suffix: str
    event: str
    when: str = ""


@dataclass(frozen=True)
class InsertOnly:
    erasable: frozenset[str] = frozenset()
    mutable: frozenset[str] = frozenset()
    deletable: bool = False

    def rules(self, model: type[models.Model]) -> Iterator[Rule]:
        own = model._meta.local_concrete_fields
        fixed = [f.column for f in own if f.name not in self.erasable | self.mutable]
        yield Rule("upd", "UPDATE OF " + ", ".join(f'"{column}"' for column in fixed))
        for name in sorted(self.erasable):
            column = model._meta.get_field(name).column  # type: ignore[union-attr]
            yield Rule(f"keep_{name}", f'UPDATE OF "{column}"', f'NEW."{column}" IS NOT NULL')
        if not self.deletable:
            yield Rule("del", "DELETE")


@dataclass(frozen=True)
class FrozenVersion:
    """Once no longer a draft, nothing of the row changes but its state, and only along `moves`."""

    moves: tuple[tuple[str, str], ...] = MOVES
    free: frozenset[str] = field(default_factory=frozenset)

    def rules(self, model: type[models.Model]) -> Iterator[Rule]:
        columns = [
            f.column for f in model._meta.local_concrete_fields if f.column != "state" and f.name not in self.free
        ]
        changed = " OR ".join(f'NEW."{c}" IS DISTINCT FROM OLD."{c}"' for c in columns)
        allowed = " OR ".join(f"(OLD.\"state\"='{old}' AND NEW.\"state\"='{new}')" for old, new in self.moves)
        yield Rule("body", "UPDATE", f"OLD.\"state\"<>'draft' AND ({changed})")
        yield Rule("move", 'UPDATE OF "state"', f'NEW."state" IS DISTINCT FROM OLD."state" AND NOT ({allowed})')
        yield Rule("del", "DELETE", "OLD.\"state\"<>'draft'")


@dataclass(frozen=True)
class FrozenBy:
    """Frozen with the version at the end of `path` (relations separated by `__`), whatever the depth."""

    path: str

    def rules(self, model: type[models.Model]) -> Iterator[Rule]:
        yield Rule("ins", "INSERT", self._published(model, "NEW"))
        yield Rule("upd", "UPDATE", f"{self._published(model, 'OLD')} OR {self._published(model, 'NEW')}")
        yield Rule("del", "DELETE", self._published(model, "OLD"))

    def _published(self, model: type[models.Model], row: str) -> str:
        columns, tables = self._walk(model)
        inner = f'{row}."{columns[0]}"'
        for column, (table, key) in zip(columns[1:], tables[:-1], strict=True):
            inner = f'(SELECT "{column}" FROM "{table}" WHERE "{key}" = {inner})'  # noqa: S608  (names from models)
        table, key = tables[-1]
        return f'COALESCE((SELECT "state" FROM "{table}" WHERE "{key}" = {inner}), \'draft\') <> \'draft\''  # noqa: S608

    def _walk(self, model: type[models.Model]) -> tuple[list[str], list[tuple[str, str]]]:
        columns: list[str] = []
        tables: list[tuple[str, str]] = []
        here = model
        steps = self.path.split("__")
        while steps:
            relation = here._meta.get_field(steps[0])
            if relation.model is not here and relation.model in here._meta.parents:
                relation = here._meta.parents[relation.model]  # type: ignore[assignment]
            else:
                steps.pop(0)
            there: type[models.Model] = relation.related_model  # type: ignore[assignment]
            columns.append(str(relation.column))  # type: ignore[union-attr]
            tables.append((there._meta.db_table, str(there._meta.pk.column)))
            here = there
        return columns, tables


@dataclass(frozen=True)
class AppendBy(FrozenBy):
    """As `FrozenBy`, but rows may still be added: the texts of published nodes, by language and revision."""

    def rules(self, model: type[models.Model]) -> Iterator[Rule]:
        return (rule for rule in super().rules(model) if rule.event != "INSERT")


@dataclass(frozen=True)
class Apart:
    """Rows with the same `keys` never overlap: `start` and `end` are days, both included; NULL has no end. On PostgreSQL
    two writers at once don't see each other's row: the action locks besides."""

    keys: tuple[str, ...]
    start: str
    end: str

    def rules(self, model: type[models.Model]) -> Iterator[Rule]:
        start, end = self._column(model, self.start), self._column(model, self.end)
        key, columns = str(model._meta.pk.column), [self._column(model, name) for name in self.keys]
        same = " AND ".join(f'other."{column}" = NEW."{column}"' for column in columns)
        meets = (
            f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" other WHERE {same} AND other."{key}" <> NEW."{key}" '  # noqa: S608
            f'AND (other."{end}" IS NULL OR other."{end}" >= NEW."{start}") '
            f'AND (NEW."{end}" IS NULL OR other."{start}" <= NEW."{end}"))'
        )
        yield Rule("ins", "INSERT", meets)
        yield Rule("upd", "UPDATE", meets)

    def _column(self, model: type[models.Model], name: str) -> str:
        return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def guarded_models() -> list[type[models.Model]]:
    """Every model with its own table whose class, or a parent's, declares a guard."""
    return [
        model
        for model in apps.get_models()
        if getattr(model, "guard", None) is not None and not model._meta.proxy and model._meta.managed
    ]


def expected(model: type[models.Model]) -> dict[str, Rule]:
    """Trigger name → rule, for one guarded model. A child of a polymorphic base has a table, so a guard, of its own."""
    guard: InsertOnly | FrozenVersion | FrozenBy | Apart = model.guard  # type: ignore[attr-defined]
    return {f"{PREFIX}{model._meta.db_table}_{rule.suffix}"[:63]: rule for rule in guard.rules(model)}


def installed(using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Names of the guard triggers the database holds now."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
    else:
        query = "SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'guard\\_%'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def drop(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove every guard, found by its prefix, so that renamed models leave nothing behind."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in installed(using):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            return
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'guard\\_%'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON {table}')


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Install the guards of every guarded table that exists."""
    connection = connections[using]
    drop(using)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION volet_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'guard:%', TG_NAME USING ERRCODE='23000'; END $$"
            )
        for model in guarded_models():
            if model._meta.db_table in tables:
                for statement in _statements(model, connection.vendor):
                    cursor.execute(statement)


def _statements(model: type[models.Model], vendor: str) -> Iterable[str]:
    table = model._meta.db_table
    for name, rule in expected(model).items():
        when = f" WHEN ({rule.when})" if rule.when and vendor == "sqlite" else ""
        if vendor == "sqlite":
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {rule.event} ON "{table}" FOR EACH ROW{when} '
                f"BEGIN SELECT RAISE(ABORT, 'guard:{name}'); END"
            )
        else:
            yield from _postgresql(name, table, rule)
    if vendor == "postgresql":
        name = f"{PREFIX}{table}_trunc"[:63]
        yield f'CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION volet_guard()'


def _postgresql(name: str, table: str, rule: Rule) -> Iterable[str]:
    """PostgreSQL forbids a subquery in WHEN: such a rule gets a function of its own."""
    if "SELECT" not in rule.when:
        when = f" WHEN ({rule.when})" if rule.when else ""
        yield (
            f'CREATE TRIGGER "{name}" BEFORE {rule.event} ON "{table}" FOR EACH ROW{when} '
            f"EXECUTE FUNCTION volet_guard()"
        )
        return
    result = "OLD" if rule.event == "DELETE" else "NEW"
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF {rule.when} THEN RAISE EXCEPTION 'guard:{name}' USING ERRCODE='23000'; END IF; RETURN {result}; END $$"
    )
    yield f'CREATE TRIGGER "{name}" BEFORE {rule.event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
