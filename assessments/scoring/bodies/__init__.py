"""The kinds of bodies: one module each, found by itself and named by its `BODY`."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from assessments.scoring.body import NOT_GIVEN, Answer, Body, ItemScore, Question
from assessments.scoring.reading import BodyError, Flaw, Reader, _


def _found() -> dict[str, type[Body]]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return {module.BODY.kind: module.BODY for module in modules}


_KINDS = _found()


def body_kinds() -> tuple[str, ...]:
    """The names of all kinds, in alphabetical order."""
    return tuple(sorted(_KINDS))


def parse_body(kind: str, data: Mapping[str, Any]) -> Body:
    """The body in `data`, which holds `prompt`, `feedback` and the kind's own keys. Raises BodyError with every flaw."""
    if kind not in _KINDS:
        raise BodyError([Flaw(("kind",), _("« %(kind)s » n'est pas une sorte de question connue"), {"kind": kind})])
    flaws: list[Flaw] = []
    reader = Reader(data, flaws)
    body = _KINDS[kind].read(reader)
    reader.close()
    if flaws:
        raise BodyError(flaws)
    return body


def paper_of(body: Body, key: str = "", points: int = 1) -> Question:
    """What a trainee may see of `body`: no solution, no feedback."""
    return body.question(key, points)


def normalise_answer(question: Question, raw: Any) -> Answer | None:
    """`raw`, which may come from a hostile client, as a canonical answer; None where nothing is answered.

    Raises ValueError for an unknown id, a wrong shape, or a text over 200 signs.
    """
    return _KINDS[question.kind].clean(question, raw)


def score(body: Body, answer: Any) -> ItemScore:
    """Points of `answer`, whose shape is checked first (ValueError)."""
    given = normalise_answer(body.question(), answer)
    return NOT_GIVEN if given is None else body.mark(given)


def right_answer(body: Body) -> Answer:
    """The answer that gets all the points: for tests, demonstrations and corrections."""
    return body.right()
