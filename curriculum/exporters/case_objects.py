"""One object of a CASE package, strictly by the schema: what the schema has no place for goes under `extensions`."""

from typing import Any

from curriculum.formats.case import OURS, SHAPES
from curriculum.formats.case_values import Json, mend


def strict(name: str, data: Json, fill: Json, ours: Json | None = None) -> Json:
    """`data` by the shape of class `name`. `fill` has a value for each required field that may be missing.

    `ours` is what Volet keeps beside; a value that had to be mended is kept verbatim there too.
    """
    shape = SHAPES[name]
    valid, verbatim = _sorted_out(name, data, fill)
    for key in shape.required:
        valid.setdefault(key, fill.get(key, ""))
    beside = ordered({**(ours or {}), **({"verbatim": verbatim} if verbatim else {})})
    theirs = ordered(valid.pop("extensions", None))
    if shape.fields["extensions"] == "objects":
        extensions: Any = [*(theirs or []), *([{OURS: beside}] if beside else [])]
    else:
        extensions = {**(theirs or {}), **({OURS: beside} if beside else {})}
    ready = {key: valid[key] for key in shape.fields if key in valid}
    return {**ready, "extensions": extensions} if extensions else ready


def _sorted_out(name: str, data: Json, fill: Json) -> tuple[Json, Json]:
    fields = SHAPES[name].fields
    valid: Json = {}
    verbatim: Json = {}
    for key, value in data.items():
        kind = fields.get(key, "")
        if kind.startswith("[") and isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            valid[key] = [
                strict(kind[1:-1], entry, {**fill, "identifier": data.get("identifier", "")}) for entry in value
            ]
            continue
        mended = mend(kind, value) if kind and not kind.startswith("[") else None
        if mended is not None:
            valid[key] = mended
        if mended != value:
            verbatim[key] = value
    return valid, verbatim


def ordered(value: Any) -> Any:
    """Keys by name, all the way down: a database may lose their order."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(entry) for entry in value] if isinstance(value, list) else value
