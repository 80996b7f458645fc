"""Pages as people read them."""

from typing import Any


def answer_of(response: Any) -> str:
    """What the page answers, without the forms below it, which repeat what was typed."""
    return text(response).partition("Vérifier un autre certificat")[0]


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())
