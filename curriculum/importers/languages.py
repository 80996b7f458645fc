"""Is a text in the language it is said to be in? Asked only where the answer is sure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from curriculum.formats.exchange import Remark

#: Short words that a language can't do without and the others here don't have.
MARKS = {
    "fr": "les des et une du dans aux avec pour sur par est sont ou leurs son ses cette",
    "en": "the and of with for from by or their is are through using how them this",
    "de": "und der das mit für oder von zu den dem ist sind durch eine einer sich nicht",
    "es": "los las y del con para por una el o sus este entre como mediante",
    "it": "gli e della delle dei con per una il o sono nel alla degli",
}
ENOUGH_WORDS, ENOUGH_MARKS = 40, 0.08
WORD = re.compile(r"[^\W\d_]+")


def doubtful_languages(texts: Iterable[Mapping[str, str]]) -> list[Remark]:
    """A warning for each language whose texts, taken together, are plainly in another one."""
    words: dict[str, Counter[str]] = {}
    for entry in texts:
        for tongue, text in entry.items():
            words.setdefault(tongue, Counter()).update(WORD.findall(text.lower()))
    reason = _("les textes marqués « %(said)s » semblent être en « %(seen)s » : vérifiez les langues du fichier")
    found = ((tongue, _other_language(tongue.split("-")[0], count)) for tongue, count in sorted(words.items()))
    return [Remark(said, reason % {"said": said, "seen": seen}) for said, seen in found if seen]


def _other_language(said: str, words: Counter[str]) -> str:
    total = words.total()
    if said not in MARKS or total < ENOUGH_WORDS:
        return ""
    shares = {name: sum(words[mark] for mark in marks.split()) / total for name, marks in MARKS.items()}
    best = max(shares, key=lambda name: shares[name])
    sure = shares[best] >= ENOUGH_MARKS and shares[best] > 5 * shares[said]
    return best if best != said and sure else ""
