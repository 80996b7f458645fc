"""Who writes a framework version in the form of another standard. A writer adds itself to `WRITERS`."""

from collections.abc import Callable
from dataclasses import dataclass

from curriculum.exporters import moodle_csv, skos
from curriculum.exporters.case import dump_case
from curriculum.formats import FrameworkSpec
from curriculum.formats.exchange import Remark


@dataclass(frozen=True)
class Writer:
    """`dump(spec, base_url)`: `base_url` is the installation's address, for what has no address of its own.

    `losses(spec)` says what the form can't hold of this version, for whoever takes the file.
    """

    name: str
    extension: str
    media_type: str
    dump: Callable[[FrameworkSpec, str], bytes]
    losses: Callable[[FrameworkSpec], list[Remark]] = lambda _spec: []


WRITERS: dict[str, Writer] = {
    "case": Writer("case", ".case.json", "application/json", dump_case),
    "skos-ttl": Writer("skos-ttl", ".ttl", "text/turtle", skos.dump_turtle, skos.losses),
    "skos-jsonld": Writer("skos-jsonld", ".jsonld", "application/ld+json", skos.dump_json_ld, skos.losses),
    "moodle-csv": Writer("moodle-csv", ".csv", "text/csv", moodle_csv.dump_moodle_csv, moodle_csv.losses),
}
