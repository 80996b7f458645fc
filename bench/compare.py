"""Comparing two versions of 14,000 nodes without an identifier or a code in common: all is found by the words of titles."""

import random
import time
from collections.abc import Iterator

from bench.stage import Row as Figure
from curriculum.comparing import Side, compare
from curriculum.matching import Row

NODES = 14_000
WORDS = [
    a + b + c
    for a in ("pro", "dé", "ges", "cré")
    for b in ("ti", "ve", "lo", "man")
    for c in ("ger", "per", "rir", "dre")
]


def rows() -> Iterator[Figure]:
    old, new = (Side(label, "fr", _nodes(label), ()) for label in ("a", "b"))
    begun = time.process_time()
    compare(old, new)
    yield Figure("14,000 nodes compared with 14,000 reworded", time.process_time() - begun, "CPU s", 10)


def _nodes(label: str) -> list[Row]:
    made = []
    for number in range(NODES):
        chance = random.Random(number)
        title = " ".join(chance.choice(WORDS) for _word in range(8)) + f" {chance.randrange(3_000)}"
        made.append(Row(f"{label}{number}", "", "statement", {"fr": f"{title} {label}"}, path=f"{number:05d}"))
    return made
