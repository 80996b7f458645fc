"""The paper of all of a person's awards, made anew each time."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from certificates.queries.transcript import transcript_context
from content.documents import DocumentError, render_pdf
from people.models import Person


def make_transcript(*, person: Person, at: datetime) -> bytes:
    """In the language of the reader. Raises ValidationError with a sentence where a letter has no font."""
    return transcript_of(transcript_context(person, at))


def transcript_of(context: dict[str, Any]) -> bytes:
    try:
        return render_pdf(
            template="certificates/pdf/transcript.html",
            context=context,
            title=context["document_title"],
            language=get_language() or "fr",
        )
    except DocumentError as error:
        raise ValidationError(str(error), code="document") from error
