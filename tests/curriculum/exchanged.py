"""Framework versions to send out and read again: those of the library, and any that hypothesis can think of."""

from pathlib import Path

from django.conf import settings
from hypothesis import strategies as st

from content.packages import Fields, read_folder
from curriculum.formats import (
    AssociationSpec,
    CompetencySpec,
    FrameworkSpec,
    LevelSpec,
    RungSpec,
    ScaleSpec,
    association_identifier,
    competency_identifier,
    framework_identifier,
)
from curriculum.importers.frameworks import parse_framework

BASE = settings.VOLET_BASE_URL
LIBRARY = Path(settings.VOLET_LIBRARY) / "fr" / "frameworks"
SHIPPED = sorted(path.stem for path in LIBRARY.glob("*.yaml"))

#: Any text a person can type: neither blank nor with blanks at its ends.
words = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
codes = st.from_regex(r"[A-Z][0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True)
dates = st.none() | st.dates()
titles = st.fixed_dictionaries({"fr": words}, optional={"en": words})


def shipped(name: str) -> FrameworkSpec:
    document = next(entry for entry in read_folder(LIBRARY) if Path(entry.name).stem == name)
    fields = Fields(document, document.data, [])
    fields.text("format")
    return parse_framework(fields)


@st.composite
def frameworks(draw):
    """Two roots with children, and all that a version of ours can say."""
    names = draw(st.lists(codes, min_size=2, max_size=6, unique=True))
    found = []

    def node(code, children=()):
        address = draw(st.just("") | st.just(f"https://example.org/{code}") | st.just(f"urn:x:{code}"))
        about = draw(st.just({}) | st.fixed_dictionaries({"fr": lines}))
        identifier = draw(st.just(competency_identifier("f", "1.0", code)) | st.just(f"urn:x:{code}"))
        kind = draw(st.sampled_from(["area", "competence", "statement"]))
        extra = draw(st.just({}) | st.just({"mine": {"a": [1, "deux"]}}))
        shown = draw(st.just(code) | st.just(""))
        found.append(identifier)
        return CompetencySpec(
            shown,
            kind,
            draw(titles),
            identifier,
            children,
            uri=address,
            description=about,
            type_label=draw(words),
            extra=extra,
        )

    roots = (node(names[0], tuple(node(code) for code in names[2:])), node(names[1]))
    ranks = draw(st.lists(st.integers(1, 9), unique=True, max_size=3).map(sorted))
    levels = tuple(LevelSpec(rank, draw(codes), draw(titles), draw(st.just({}) | titles)) for rank in ranks)
    rungs = tuple(RungSpec(draw(codes), draw(titles), rank, rank) for rank in ranks)
    status = {"fr": "official", "en": draw(st.sampled_from(["unofficial", "draft"]))}
    return FrameworkSpec(
        "f", "1.0", "fr", draw(words), draw(titles), draw(words), draw(lines), draw(words), draw(dates),
        status, levels, roots,
        identifier=draw(st.just("") | st.just("3f2504e0-4f89-11d3-9a0c-0305e82c3301")),
        uri=draw(st.just("") | st.just("https://example.org/f")),
        creator=draw(words), description=draw(st.just("") | lines), starts_on=draw(dates), ends_on=draw(dates),
        adoption_status=draw(st.sampled_from(["", "adopted", "draft"])),
        scales=(ScaleSpec("letters", draw(titles), rungs),) if rungs and draw(st.booleans()) else (),
        associations=_associations(draw, roots),
    )  # fmt: skip


def _associations(draw, roots):
    """From the second root, in the order of their properties."""
    other = roots[0].identifier
    version = framework_identifier("f", "1.0")
    outside = "https://example.org/elsewhere/é"
    link = {"title": outside, "identifier": outside, "uri": outside}
    choices = [
        ("exactMatchOf", outside, link),
        ("isRelatedTo", other, {}),
        ("precedes", other, {}),
    ]
    kept = draw(st.lists(st.sampled_from(range(3)), unique=True).map(sorted))
    return tuple(
        AssociationSpec(
            association_identifier(version, kind, roots[1].identifier, end),
            kind,
            roots[1].identifier,
            end,
            destination_link=about,
        )
        for kind, end, about in (choices[number] for number in kept)
    )
