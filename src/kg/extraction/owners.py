"""Whose a post or a deed is: of two named bodies the inner one, of an official and his place the official."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.combine import object_key
from kg.extraction.posts import Posts
from kg.extraction.reading import APOSTROPHE_S, PATTERNS, PLACES, Reading
from kg.extraction.titles import leads_to, place_of
from kg.model import Claim, Mention, MentionKind
from kg.ontology import Ontology

_DEEDS = frozenset({"sued", "settledWith", "charged", "investigated", "fined"})
"""What officials do in person. In 145 of 150 facts of one the corpus does not say the same of the place."""
SURE_OF_POST = 0.6
"""Least score of a post without a title: of those below, 17 of 22 are wrong on the corpus dev part."""
_NO_BODIES = PLACES | {"Person", "Product", "Event"}

Chain = int | str
"""What a thing is inside the document: its chain, or a value as normalised."""


def moved(claim: Claim, reading: Reading, ontology: Ontology) -> Claim:
    """The claim; a post `of the X's BODY`, `of X member BODY` that it gives to X goes to BODY, whose it is.

    So it is in all 78 such of the corpus with `'s`, and in all 17 with a noun.
    """
    posts = Posts.of(ontology)
    body = _body_within(claim, reading) if posts.is_post(claim.predicate, ontology) else None
    if body is None or not ontology.allows(posts.general, claim.subject.type, body.type):
        return claim
    evidence = replace(claim.evidence, object=body.span)
    return posts.retype(replace(claim, predicate=posts.general, object=body, evidence=evidence), ontology)


def _body_within(claim: Claim, reading: Reading) -> Mention | None:
    """The body named in `POST of [the] OBJECT's BODY` or `OBJECT member BODY`; None where no such stands there."""
    place = place_of(claim.qualifiers.title, claim, reading)
    first, last = reading.tokens_of(claim.evidence.object)
    last -= reading.lower[last - 1] in APOSTROPHE_S
    if not place or last >= len(reading.lower) or not leads_to(place, first, reading):
        return None
    if reading.lower[last] not in APOSTROPHE_S:
        behind = reading.named_behind(last)
        return next((item for item in behind if item.type == "Country" or _is_body(item, claim)), None)
    behind = [item for item in reading.starting.get(last + 1, ()) if isinstance(item, Mention)]
    return next((item for item in behind if item.kind is MentionKind.NAME and _is_body(item, claim)), None)


def _is_body(item: Mention, claim: Claim) -> bool:
    return item.type not in _NO_BODIES and item.chain != claim.subject.chain


def spare_places(claims: Sequence[Claim], ontology: Ontology) -> list[Claim]:
    """The claims, less those that a place did what one who holds a post there did in person."""
    places: dict[Chain, set[Chain]] = defaultdict(set)
    for claim in claims:
        is_there = isinstance(claim.object, Mention) and claim.object.type in PLACES
        if is_there and Posts.of(ontology).is_post(claim.predicate, ontology):
            places[claim.subject.chain].add(object_key(claim))
    deeds = [(claim, *ends) for claim in claims if claim.predicate in _DEEDS for ends in _directions(claim, ontology)]
    done = {(claim.predicate, place, other) for claim, doer, other in deeds for place in places.get(doer, ())}
    spared = {id(claim) for claim, doer, other in deeds if (claim.predicate, doer, other) in done}
    return [claim for claim in claims if id(claim) not in spared]


def _directions(claim: Claim, ontology: Ontology) -> list[tuple[Chain, Chain]]:
    """Who did it and to whom; both ways round where the relation is symmetric."""
    ends = claim.subject.chain, object_key(claim)
    return [ends, ends[::-1]] if ontology.relations[claim.predicate].symmetric else [ends]


def spare_vague(claims: Sequence[Claim], ontology: Ontology) -> list[Claim]:
    """The claims, less the model's weak ones of a post that it cannot name."""
    general = Posts.of(ontology).general
    return [claim for claim in claims if claim.predicate != general or claim.qualifiers.title or not _is_weak(claim)]


def _is_weak(claim: Claim) -> bool:
    return claim.evidence.extractor != PATTERNS and claim.evidence.score < SURE_OF_POST
