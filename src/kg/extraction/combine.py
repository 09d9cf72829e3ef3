"""Make one list of the claims that several extractors found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from kg.extraction.reading import PATTERNS
from kg.model import Claim, Mention, MentionKind, Modality, Qualifiers, Span, Value
from kg.ontology import Ontology

Pair = tuple[int, "int | str"]
_EXACT = frozenset({"produces"})
"""Relations to which no description of something merely kindred fits: a firm makes a newspaper, which may be called one
(`Acme's Birch brand`), but `the chip` that stands for a firm is joined to the wrong name. Of 2,684 things that are
produced in the corpus one is a firm."""


def chain_types(mentions: Iterable[Mention]) -> dict[int, str]:
    """The class of each chain: the one that its names vote for, or its other mentions where it has no name."""
    votes: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        # A name outvotes any number of descriptions: `the group` is an Organization, its name says Company.
        votes[mention.chain][mention.type] += mention.score * (100 if mention.kind is MentionKind.NAME else 1)
    return {chain: max(sorted(types), key=lambda name: types[name]) for chain, types in votes.items()}


def object_key(claim: Claim) -> int | str:
    """What the object is inside the document: its chain, or the value as normalised."""
    return claim.object.chain if isinstance(claim.object, Mention) else claim.object.lexical


def enforce(claims: Iterable[Claim], mentions: Sequence[Mention], ontology: Ontology) -> list[Claim]:
    """The claims whose ends differ and whose classes the ontology allows for the relation."""
    types = chain_types(mentions)
    return [claim for claim in claims if _is_allowed(claim, types, ontology)]


def _is_allowed(claim: Claim, types: dict[int, str], ontology: Ontology) -> bool:
    subject_type = types.get(claim.subject.chain, claim.subject.type)
    if isinstance(claim.object, Value):
        return ontology.allows(claim.predicate, subject_type, str(claim.object.kind))
    if claim.subject.chain == claim.object.chain:
        return False
    object_type = types.get(claim.object.chain, claim.object.type)
    return ontology.allows(claim.predicate, subject_type, object_type) and (
        claim.predicate not in _EXACT
        or claim.object.kind is MentionKind.NAME
        or any(ontology.is_a(object_type, cls) for cls in ontology.relations[claim.predicate].range)
    )


def merge(claims: Iterable[Claim], ontology: Ontology) -> list[Claim]:
    """One claim per pair, relation and sentence, with the best score and the qualifiers of all; in text order."""
    groups: dict[tuple[Pair, str, Span], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_pair(claim, ontology), claim.predicate, claim.evidence.span].append(claim)
    return sorted((_merge_group(group) for group in groups.values()), key=_text_order)


def _pair(claim: Claim, ontology: Ontology) -> Pair:
    first, second = claim.subject.chain, object_key(claim)
    if ontology.relations[claim.predicate].symmetric and isinstance(second, int) and second < first:
        return second, first
    return first, second


def _text_order(claim: Claim) -> tuple[Span, Span, Span, str]:
    evidence = claim.evidence
    return evidence.span, evidence.subject, evidence.object, claim.predicate


def _merge_group(group: list[Claim]) -> Claim:
    ranked = sorted(group, key=lambda claim: (-claim.evidence.score, claim.evidence.extractor, *_text_order(claim)))
    merged = ranked[0].qualifiers
    for claim in ranked[1:]:
        merged = fill(merged, claim.qualifiers)
    return replace(ranked[0], qualifiers=merged)


def fill(known: Qualifiers, other: Qualifiers) -> Qualifiers:
    """`known`, with `other`'s values where it says nothing; a modality other than asserted is never lost."""
    changes = {
        item.name: getattr(other, item.name)
        for item in fields(Qualifiers)
        if getattr(known, item.name) in ("", Modality.ASSERTED) and getattr(other, item.name)
    }
    return replace(known, **changes)


def prefer_patterns(claims: Sequence[Claim], ontology: Ontology) -> list[Claim]:
    """The claims, less the model's guesses of a post where a pattern found whose post it is.

    In a list of executives each has his own firm: where a pattern ties a person to one firm by a post, the model's
    claim of the same post at another firm in the same sentence is the neighbour's.
    """
    sure = defaultdict(list)
    for claim in claims:
        if claim.evidence.extractor == PATTERNS:
            sure[claim.subject.chain, claim.predicate].append(claim)
    return [
        claim
        for claim in claims
        if claim.evidence.extractor == PATTERNS
        or not _is_post(claim.predicate, ontology)
        or not any(
            rival.evidence.span.overlaps(claim.evidence.span) and object_key(rival) != object_key(claim)
            for rival in sure[claim.subject.chain, claim.predicate]
        )
    ]


ONE_FIRM = frozenset({"founderOf"})
"""Posts that a sentence seldom gives one person at two firms. `ceoOf` is none: a group and its unit share a chief."""
ONE_PERSON = frozenset({"ceoOf", "chairOf"})
"""Posts of which a firm has one; founders come in pairs. Both rules were kept for what they do on the corpus dev part:
ceoOf 4 wrong facts of 21 fewer and none lost, founderOf 4 of 14 fewer and one lost."""


def prefer_rivals(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, less the model's partnerships of two whom a pattern finds to be rivals in the same sentence."""
    rivals = {
        _two_in(claim) for claim in claims if claim.predicate == "competitorOf" and claim.evidence.extractor == PATTERNS
    }
    return [
        claim
        for claim in claims
        if claim.predicate != "partnerOf" or claim.evidence.extractor == PATTERNS or _two_in(claim) not in rivals
    ]


def _two_in(claim: Claim) -> tuple[frozenset[int | str], Span]:
    """Between whom a claim is, whichever of the two is its subject, and where it is stated."""
    return frozenset((claim.subject.chain, object_key(claim))), claim.evidence.span


def settle_rivals(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, less the model's weaker ones for a post that one sentence gives to two."""
    rivals: dict[tuple[str, str, int | str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.predicate in ONE_FIRM:
            rivals[claim.predicate, "subject", claim.subject.chain].append(claim)
        if claim.predicate in ONE_PERSON:
            rivals[claim.predicate, "object", object_key(claim)].append(claim)
    beaten = {
        id(claim) for group in rivals.values() for claim in group if any(_outdoes(rival, claim) for rival in group)
    }
    return [claim for claim in claims if id(claim) not in beaten]


def _outdoes(rival: Claim, claim: Claim) -> bool:
    """Whether a rival of the same group, of another pair, is the surer reading of the same sentence."""
    return (
        claim.evidence.extractor != PATTERNS
        and rival.evidence.score > claim.evidence.score
        and rival.evidence.span.overlaps(claim.evidence.span)
        and (rival.subject.chain, object_key(rival)) != (claim.subject.chain, object_key(claim))
        and (rival.qualifiers.status, rival.qualifiers.modality) == (claim.qualifiers.status, claim.qualifiers.modality)
    )


def settle_places(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, less the weaker where one sentence gives a body both a seat in a place and a site there.

    The corpus states both of one pair once in 8,000.
    """
    seats: dict[Pair, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.predicate in ("headquarteredIn", "locatedIn"):
            seats[claim.subject.chain, object_key(claim)].append(claim)
    weaker = {
        id(claim) for group in seats.values() for claim in group if any(_is_surer(rival, claim) for rival in group)
    }
    return [claim for claim in claims if id(claim) not in weaker]


def _is_surer(rival: Claim, claim: Claim) -> bool:
    """Whether a rival says the other of two relations of one sentence, and is the surer; of equals the seat is."""
    return (
        rival.predicate != claim.predicate
        and rival.evidence.span.overlaps(claim.evidence.span)
        and (-rival.evidence.score, rival.predicate) < (-claim.evidence.score, claim.predicate)
    )


def prefer_named(claims: Sequence[Claim], mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, less those of an authority left open, or known by its country alone, where a named one did it."""
    types = chain_types(mention for mention in mentions if mention.kind is MentionKind.NAME)
    bodies = {chain for chain, type_ in types.items() if type_ != "Country"}
    done = {(claim.predicate, object_key(claim)) for claim in claims if claim.subject.chain in bodies}
    return [
        claim
        for claim in claims
        if claim.subject.chain in bodies
        or (claim.evidence.extractor != PATTERNS and types.get(claim.subject.chain) != "Country")
        or (claim.predicate, object_key(claim)) not in done
    ]


def spare_bodies(claims: Sequence[Claim], mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, less those that a country does to its own authority what that does to others in the sentence.

    `China's regulator, the CAC, fined Didi` gives no fine on the CAC.
    """
    types = chain_types(mention for mention in mentions if mention.kind is MentionKind.NAME)
    acting: dict[tuple[str, int | str], list[Span]] = defaultdict(list)
    for claim in claims:
        acting[claim.predicate, claim.subject.chain].append(claim.evidence.span)
    return [
        claim
        for claim in claims
        if types.get(claim.subject.chain) != "Country"
        or not any(span.overlaps(claim.evidence.span) for span in acting[claim.predicate, object_key(claim)])
    ]


def spare_bidders(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, less the model's ownerships, with no share, of what their owners have not bought yet or never did.

    Of 2,250 pairs of the corpus of which a takeover is not `completed` 21 have such an ownership beside it.
    """
    done: dict[Pair, bool] = {}
    for claim in claims:
        if claim.predicate == "acquired":
            key = claim.subject.chain, object_key(claim)
            done[key] = done.get(key, False) or _is_done(claim.qualifiers)
    return [
        claim
        for claim in claims
        if claim.predicate != "ownerOf"
        or claim.evidence.extractor == PATTERNS
        or claim.qualifiers.status not in ("", "proposed", "agreed")
        or claim.qualifiers.amount
        or claim.qualifiers.start_date
        or done.get((claim.subject.chain, object_key(claim)), True)
    ]


def _is_done(known: Qualifiers) -> bool:
    """Whether a takeover has come about, as far as is told."""
    return known.modality is Modality.ASSERTED and known.status in ("", "completed")


def _is_post(predicate: str, ontology: Ontology) -> bool:
    return "title" in ontology.relations[predicate].qualifiers


def keep_specific(claims: Sequence[Claim], ontology: Ontology) -> list[Claim]:
    """The claims, less those that a more specific relation of the pair says better (`ceoOf` over `holdsPositionAt`).

    Two different posts at one firm stay two claims.
    """
    by_pair: dict[Pair, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_pair[claim.subject.chain, object_key(claim)].append(claim)
    return [
        claim for claim in claims if not _is_covered(claim, by_pair[claim.subject.chain, object_key(claim)], ontology)
    ]


def _is_covered(claim: Claim, rivals: Iterable[Claim], ontology: Ontology) -> bool:
    return any(
        rival.predicate != claim.predicate
        and ontology.more_specific(rival.predicate, claim.predicate) == rival.predicate
        and _same_post(claim.qualifiers.title, rival.qualifiers.title)
        for rival in rivals
    )


def _same_post(general: str, specific: str) -> bool:
    return not general or not specific or general.casefold() in specific.casefold()
