"""YAML documents that remember their lines, and the problems found in them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Problem:
    """Why a file is refused: `file` relative to the folder, `line` counted from 1, `reason` in the reader's language."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return _("%(file)s, ligne %(line)d : %(reason)s") % {
            "file": self.file,
            "line": self.line,
            "reason": self.reason,
        }


class PackageError(Exception):
    """Nothing was loaded. `problems` are all that was found, in the order of files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Mapping(dict[str, Any]):
    """A YAML mapping with the line of itself and of each of its keys."""

    line: int = 1
    lines: dict[str, int]


class Sequence(list[Any]):
    """A YAML sequence with the line of itself and of each of its entries."""

    line: int = 1
    lines: list[int]


class _LineLoader(yaml.SafeLoader):
    """A safe loader that keeps lines, and refuses aliases (a few lines could weigh gigabytes) and a key written twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, _("les alias (« * ») ne sont pas permis"), mark)
        return super().compose_node(parent, index)


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> Mapping:
    result = Mapping()
    result.line, result.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in result:
            raise yaml.constructor.ConstructorError(
                None, None, _("la clé « %(key)s » est écrite deux fois") % {"key": key}, key_node.start_mark
            )
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


def _sequence(loader: _LineLoader, node: yaml.SequenceNode) -> Sequence:
    result = Sequence(loader.construct_object(child, deep=True) for child in node.value)
    result.line = node.start_mark.line + 1
    result.lines = [child.start_mark.line + 1 for child in node.value]
    return result


_LineLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_LineLoader.add_constructor("tag:yaml.org,2002:seq", _sequence)


@dataclass
class Document:
    """One YAML file of a package: `name` relative to `folder`, its `data`, and the digest of all it is made of."""

    folder: Path
    name: str
    data: Mapping
    parts: dict[str, bytes] = field(default_factory=dict)

    @property
    def format(self) -> str:
        return str(self.data.get("format", ""))

    @property
    def digest(self) -> str:
        """SHA-256 over the file and the side files read so far, in the order of their names."""
        total = hashlib.sha256()
        for name in sorted(self.parts):
            total.update(name.encode() + b"\0" + hashlib.sha256(self.parts[name]).digest())
        return total.hexdigest()


def read_document(folder: Path, path: Path) -> Document:
    """The document at `path`, or PackageError naming the line that can't be read."""
    name = path.relative_to(folder).as_posix()
    try:
        raw = path.read_bytes()
        # The constructor is a SafeLoader: no tag can make an object.
        data = yaml.load(raw.decode("utf-8"), Loader=_LineLoader)  # noqa: S506
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PackageError([Problem(name, line, _("ce n'est pas du texte UTF-8"))]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = _("YAML illisible : %(problem)s") % {"problem": error.problem or error.context or ""}
        raise PackageError([Problem(name, mark.line + 1 if mark else 1, reason)]) from error
    except RecursionError as error:
        raise PackageError([Problem(name, 1, _("trop de niveaux imbriqués"))]) from error
    except yaml.YAMLError as error:
        raise PackageError([Problem(name, 1, _("YAML illisible : %(problem)s") % {"problem": error})]) from error
    if not isinstance(data, Mapping):
        raise PackageError([Problem(name, 1, _("la première clé doit être « format »"))])
    return Document(folder=folder, name=name, data=data, parts={path.name: raw})


def read_folder(folder: Path) -> list[Document]:
    """Every `.yaml` document under `folder`, in the order of names; PackageError with all that can't be read."""
    documents: list[Document] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        raise PackageError([Problem(str(folder), 1, _("ce dossier n'existe pas"))])
    for path in sorted(folder.rglob("*.yaml")):
        try:
            documents.append(read_document(folder, path))
        except PackageError as error:
            problems += error.problems
    if problems:
        raise PackageError(problems)
    return documents
