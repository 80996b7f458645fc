"""A tree of criteria held against what is known of somebody: criterion by criterion, met or missing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.models import Attempt
from certificates.choices import CriterionKind
from certificates.queries.criteria import Node, phrase


@dataclass(frozen=True)
class Fact:
    """What meets a leaf, and since which day (where the body is). `record` names rows and figures and nobody: it enters the
    evidence digest. `attempt` is the try it rests on, if any; `supervised` is False for one that nobody watched."""

    on: date
    record: dict[str, Any]
    attempt: Attempt | None = None
    supervised: bool = True


@dataclass(frozen=True)
class Reading:
    node: Node
    met: bool
    fact: Fact | None = None
    children: tuple["Reading", ...] = field(default=())

    @property
    def text(self) -> str:
        return phrase(self.node)

    def used(self) -> Iterator["Reading"]:
        """The leaves that the verdict rests on: of « one of these », the first that is met."""
        if not self.met:
            return
        if not self.node.is_group:
            yield self
        elif self.node.kind == CriterionKind.ANY:
            yield from next(child for child in self.children if child.met).used()
        else:
            for child in self.children:
                yield from child.used()

    def leaves(self) -> Iterator["Reading"]:
        if not self.node.is_group:
            yield self
        for child in self.children:
            yield from child.leaves()


def weigh(node: Node, fact_for: Callable[[Node], Fact | None]) -> Reading:
    """An empty group is never met: a certificate that asks for nothing is nobody's."""
    if not node.is_group:
        fact = fact_for(node)
        return Reading(node, fact is not None, fact)
    children = tuple(weigh(child, fact_for) for child in node.children)
    if node.kind == CriterionKind.ANY:
        return Reading(node, any(child.met for child in children), None, children)
    return Reading(node, bool(children) and all(child.met for child in children), None, children)
