"""What one person gets: which items of each section, in which order, with their parts in which order. A seed decides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypedDict


@dataclass(frozen=True)
class Drawable:
    """An item that may be drawn. `shuffled` are the ids of its parts that change places, `never` an order to avoid."""

    key: str
    shuffled: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pool:
    """A section and its items; `draw` of them are taken, or all where it is None."""

    key: str
    items: tuple[Drawable, ...]
    draw: int | None = None


class Drawn(TypedDict):
    """One entry of `Attempt.drawn`."""

    key: str
    section: str
    order: list[str]


def draw(sections: Sequence[Pool], seed: str, *, seen: Collection[str] = ()) -> list[Drawn]:
    """The items a person gets, the same for the same seed. Items in `seen`, of earlier tries, are taken last."""
    chosen: list[Drawn] = []
    for pool in sections:
        # Not a secret: the draw is stored with the attempt, and knowing it beforehand gives no answer.
        random = Random(f"{seed}:{pool.key}")  # noqa: S311
        items = list(pool.items)
        if pool.draw is not None:
            random.shuffle(items)
            items = sorted(items, key=lambda item: item.key in seen)[: pool.draw]
        chosen += [Drawn(key=item.key, section=pool.key, order=_order(item, random)) for item in items]
    return chosen


def _order(item: Drawable, random: Random) -> list[str]:
    order = list(item.shuffled)
    random.shuffle(order)
    if len(order) > 1 and tuple(order) == item.never:
        order = order[1:] + order[:1]
    return order
