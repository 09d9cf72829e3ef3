"""Members of a body, and holders of a post at it: which of the two the words mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extraction.combine import object_key
from kg.extraction.posts import Posts
from kg.extraction.reading import PATTERNS
from kg.model import Claim, Mention
from kg.ontology import Ontology

_WORD = re.compile(r"[\w.]*\w")
MEMBERSHIPS: Mapping[str, frozenset[str]] = {
    "memberOf": frozenset(
        "member members membership mp mps mep meps senator senators councillor councillors candidate join joins joined "
        "joining belong belongs belonged sit sits sat faction caucus".split()
    ),
    "educatedAt": frozenset(
        "student students pupil pupils study studies studied studying graduate graduates graduated graduating degree "
        "degrees doctorate phd ph.d educated trained read mater alumnus alumna alumni schooled attended".split()
    ),
}
"""Relations that a post at a body is taken for, and the words that state them beside one. The corpus gives both of one
pair in 101 of 2,985 memberOf and 49 of 1,656 educatedAt."""
SEATS = re.compile(
    r"(?:.* )?(?:mps?|meps?|msps?|mlas?|ams?|tds?|peers?|(?:front|back)benchers?|senators?|congress(?:wo)?m[ae]n|"
    r"lawmakers?|councillors?)",
    re.IGNORECASE,
)
"""Seats in a parliament: of a party they make a member, no holder of a post."""
OFFICES = re.compile(
    r"(?!.*\b(?:shadow|opposition)\b)(?:.* )?(?:ministers?|chancellor|premier|(?:home|foreign) secretary)",
    re.IGNORECASE,
)
"""Offices of state. The corpus has none at a party in 342 posts there: `the Labour minister` is a member of it."""


def as_member(claim: Claim, ontology: Ontology) -> Claim:
    """The claim; one of a seat in parliament or an office of state that stands at a party, as membership of it.

    The status goes with the title: the former minister is a member still.
    """
    is_party = isinstance(claim.object, Mention) and claim.object.type == "PoliticalParty"
    if not is_party or claim.predicate != Posts.of(ontology).general or "memberOf" not in ontology.relations:
        return claim
    title = claim.qualifiers.title
    if not SEATS.fullmatch(title) and not OFFICES.fullmatch(title):
        return claim
    return replace(claim, predicate="memberOf", qualifiers=replace(claim.qualifiers, title="", status=""))


def spare_posts(claims: Sequence[Claim], ontology: Ontology) -> list[Claim]:
    """The claims, less the model's memberships behind which only a surer post stands."""
    by_pair: dict[tuple[int, int | str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_pair[claim.subject.chain, object_key(claim)].append(claim)
    return [
        claim
        for claim in claims
        if not any(_takes_over(rival, claim, ontology) for rival in by_pair[claim.subject.chain, object_key(claim)])
    ]


def _takes_over(rival: Claim, claim: Claim, ontology: Ontology) -> bool:
    """Whether a rival of the pair, a post, is all that a membership is taken from: at a party wherever it is told."""
    if claim.predicate not in MEMBERSHIPS or claim.evidence.extractor == PATTERNS or not _is_named(rival, ontology):
        return False
    is_party = isinstance(claim.object, Mention) and claim.object.type == "PoliticalParty"
    if not is_party and not rival.evidence.span.overlaps(claim.evidence.span):
        return False
    said = MEMBERSHIPS[claim.predicate].intersection(_WORD.findall(claim.evidence.quote.lower()))
    is_seat = SEATS.fullmatch(rival.qualifiers.title) is not None
    return rival.evidence.score >= claim.evidence.score and not said and not is_seat


def _is_named(claim: Claim, ontology: Ontology) -> bool:
    """Whether a claim is one of a post that has a title."""
    return bool(claim.qualifiers.title) and Posts.of(ontology).is_post(claim.predicate, ontology)
