"""The competency CSV of Moodle (tool_lpimportcsv): 14 columns known by their place, since their titles are translated."""

import html
import json
import re
from html.parser import HTMLParser

HEADER = (
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
)
(
    PARENT,
    NUMBER,
    NAME,
    DESCRIPTION,
    FORMAT,
    SCALE,
    SCALE_CONFIGURATION,
    RULE,
    RULE_OUTCOME,
    RULE_CONFIGURATION,
    RELATED,
    EXPORTED,
    IS_FRAMEWORK,
    TAXONOMY,
) = range(14)
#: Moodle cuts short names and ID numbers here, without a word.
LONGEST = 100
CUT = "…"
HTML = "1"
#: Our key in `extra` for cells that have no field.
CELLS = "moodle"
#: Moodle names the kinds of nodes by depth, for four depths.
DEPTHS = 4
TAXONOMY_OF_KIND = {"area": "domain", "competence": "competency", "statement": "outcome"}
KIND_OF_TAXONOMY = {
    "domain": "area",
    "concept": "area",
    "competency": "competence",
    "skill": "competence",
    "proficiency": "competence",
    "practice": "competence",
    "outcome": "statement",
    "indicator": "statement",
    "behaviour": "statement",
    "level": "statement",
    "value": "statement",
}
FORMULA = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
UNREAD = frozenset({"script", "style", "template"})


def guarded(cell: str) -> str:
    """A cell that a spreadsheet won't take for a formula. `unguarded` gives it back."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def shortened(text: str) -> str:
    """What Moodle would keep of a name, ending so that a reader sees that it goes on."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + CUT


def default_configuration(rungs: int) -> str:
    """Moodle wants one rung by default and one that counts as reached: the first and the last."""
    rest = [{"id": n, "scaledefault": int(n == 1), "proficient": int(n == rungs)} for n in range(1, rungs + 1)]
    return json.dumps([{"scaleid": "0"}, *rest], separators=(",", ":"))


def as_html(text: str) -> str:
    return f"<p>{'<br>'.join(html.escape(line, quote=False) for line in text.splitlines())}</p>" if text else ""


def from_html(markup: str) -> str:
    """The words of a piece of HTML, its lines kept, nothing else: no markup ever comes in."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.words).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread += 1
        elif tag == "br":
            self.words.append("\n")
        elif tag in BLOCKS:
            self._new_line()
            if tag == "li":
                self.words.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in BLOCKS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if not self.unread and (data.strip() or "\n" not in data):
            self.words.append(re.sub(r"\s*\n\s*", " ", data))

    def _new_line(self) -> None:
        if self.words and not self.words[-1].endswith("\n"):
            self.words.append("\n")
