"""How the tests of quiz pages read and fill them."""

import json
import re
from html import unescape

from django.urls import reverse

from assessments.queries import model_answers, sitting_of

SECRET = re.compile(r"FEEDBACK-|POURQUOI-|sec[a-d]\b|secret[abc]|row[abc]\b|géolocalisation|lecon-[ab]")


def url(name, attempt, *more):
    return reverse(f"attempt-{name}", args=[attempt.token, *more])


def form_values(attempt, number, answer):
    """The fields a browser would send for `answer`."""
    place = sitting_of(attempt).place(number)
    return dict(place.kind.values(place.shown(), answer))


def answers(attempt):
    return model_answers(attempt.assessment_version_id, [entry["key"] for entry in attempt.drawn])


def text_of(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def save(client, attempt, item, answer, seq=1, **more):
    body = {"item": item, "answer": answer, "seq": seq, "client": "phone", **more}
    return client.post(url("save", attempt), json.dumps(body), content_type="application/json")
