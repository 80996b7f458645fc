"""What Volet proposes for a crosswalk, each proposal with what it rests on: a person decides."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from curriculum.choices import AlignmentBasis, AlignmentKind, AlignmentState
from curriculum.matching import Index, Link, Row, match, same_titles
from curriculum.models import Alignment, Competency, CrosswalkVersion
from curriculum.queries import version_rows
from people.actions import record
from people.models import Person

#: From this likeness on, a text is taken for the same one; from the other, it is worth a look, the best `WORTH` of them.
ALIKE, WORTH_A_LOOK, WORTH = 0.82, 0.45, 3
BASES = {"identifier": AlignmentBasis.IDENTIFIER, "code": AlignmentBasis.CODE}


@transaction.atomic
def propose_alignments(*, version: CrosswalkVersion, by: Person | None, at: datetime) -> int:
    """Proposals for the competencies of which nothing is said yet; returns how many. What a person decided stays.

    It changes nothing that a colleague may be writing, so it asks for no token. Run twice, it proposes nothing new.
    """
    draft = CrosswalkVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not draft.is_draft:
        return 0
    rows = version_rows((draft.source_id, draft.target_id))
    said = set(Alignment.objects.filter(version=draft).values_list("origin__identifier", flat=True))
    loose = [row for row in rows[draft.source_id] if row.identifier not in said]
    same = draft.source.framework_id == draft.target.framework_id
    links = list(proposals(loose, rows[draft.target_id], same_framework=same))
    origins, destinations = _ids(draft.source_id), _ids(draft.target_id)
    made = [
        Alignment(
            version=draft,
            origin_id=origins[link.old.identifier],
            destination_id=destinations[link.new.identifier],
            kind=_kind(link, same_framework=same),
            state=AlignmentState.PROPOSED,
            basis=BASES.get(link.basis, AlignmentBasis.TEXT),
            score=round(link.score, 3),
            proposed_by=by,
        )
        for link in links
    ]
    Alignment.objects.bulk_create(made, batch_size=500)
    owner = draft.crosswalk.owner
    record(verb="proposed", noun=draft, by=by, at=at, organisation=owner, label=draft.label, count=len(made))
    return len(made)


def proposals(old: list[Row], new: list[Row], *, same_framework: bool) -> Iterator[Link]:
    """For each origin its own match, then, unless that one is beyond discussion, the titles most like its own."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in match(old, new, same_framework=same_framework, alike=ALIKE).links:
        found[link.old.identifier].append(link)
    index = Index(new)
    for row in old:
        links = found[row.identifier]
        yield from links
        if any(link.basis == "identifier" or same_titles(row, link.new) for link in links):
            continue
        known = {link.new.identifier for link in links}
        nearest = [pair for pair in index.nearest(row, WORTH_A_LOOK) if pair[1].identifier not in known]
        yield from (Link(row, other, "text", score) for score, other in nearest[: WORTH - len(links)])


def _kind(link: Link, *, same_framework: bool) -> AlignmentKind:
    if link.basis != "identifier" and not same_framework:
        return AlignmentKind.CLOSE
    if same_titles(link.old, link.new):
        return AlignmentKind.EXACT
    return AlignmentKind.CLOSE if link.basis == "text" else AlignmentKind.REPLACED_BY


def _ids(version: UUID) -> dict[str, UUID]:
    return dict(Competency.objects.filter(version=version).values_list("identifier", "pk"))
