"""What an audit finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`kind` is for programs, `row` says where to look, `says` is for people."""

    kind: str
    row: str
    says: str
