"""A certificate of elsewhere as it is kept: what its last check said, and what somebody who decides on it has to see."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from certificates.models import ForeignAward
from certificates.queries.checks import Check, Result
from certificates.queries.naming import names_correspond


@dataclass(frozen=True)
class Shown:
    """A kept file as a screen shows it. `namesake` is False where the file names somebody else than the record's person; a
    file that names nobody says so too."""

    foreign: ForeignAward
    today: date

    @property
    def checks(self) -> list[Check]:
        return [
            Check(line.get("key", ""), line["name"], cast(Result, line["result"]), line.get("detail", ""))
            for line in self.foreign.checks
        ]

    @property
    def namesake(self) -> bool:
        return names_correspond(self.foreign.holder_name, self.foreign.person.display_name)

    @property
    def unsure(self) -> bool:
        """Its issuer's list of status couldn't be read at the last check."""
        return any(check.key == "status" and check.result == "unknown" for check in self.checks)

    @property
    def over(self) -> bool:
        return self.foreign.valid_until is not None and self.foreign.valid_until < self.today
