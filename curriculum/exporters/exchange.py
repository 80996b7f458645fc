"""Who writes a framework version in the form of another standard. A writer adds itself to `WRITERS`."""

from collections.abc import Callable
from dataclasses import dataclass

from curriculum.exporters.case import dump_case
from curriculum.formats import FrameworkSpec


@dataclass(frozen=True)
class Writer:
    """`dump(spec, base_url)`: `base_url` is the installation's address, for what has no address of its own."""

    name: str
    extension: str
    media_type: str
    dump: Callable[[FrameworkSpec, str], bytes]


WRITERS: dict[str, Writer] = {
    "case": Writer("case", ".case.json", "application/json", dump_case),
}
