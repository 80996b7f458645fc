"""From what a browser sends to the values a kind of question reads."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from assessments.registries import Fields

JSON_LIMIT = 10_000


@dataclass(frozen=True)
class Saving:
    """One autosave: the item, the values of its controls, and where it stands in the browser's order of saves."""

    item: str
    values: Fields
    seq: int
    client: str


def posted(data: QueryDict) -> Fields:
    return {name: values for name, values in data.lists() if name == "answer" or name.startswith(("row-", "place-"))}


def parse_saving(body: bytes) -> Saving:
    """The JSON `{item, answer, seq, client}` of the autosave. `answer` repeats the controls of the form: a value, a list of
    values, or a mapping from names to values. ValueError for anything else."""
    if len(body) > JSON_LIMIT:
        raise ValueError("too large")
    data = json.loads(body)
    json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair can be written in JSON, and nowhere else
    if not isinstance(data, dict):
        raise ValueError("not a mapping")
    item, seq, client = data.get("item"), data.get("seq"), data.get("client", "")
    if not isinstance(item, str) or not isinstance(client, str) or isinstance(seq, bool) or not isinstance(seq, int):
        raise ValueError("item, seq and client")
    if "\0" in client:
        raise ValueError("a null character")
    return Saving(item, _values(data.get("answer")), seq, client)


def _values(answer: Any) -> Fields:
    if answer is None:
        return {}
    if isinstance(answer, dict):
        return {str(name): _texts(value) for name, value in answer.items()}
    return {"answer": _texts(answer)}


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(entry, str) for entry in values):
        raise ValueError("texts")
    return values
