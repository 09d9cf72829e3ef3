"""The extractor that works on the ontology's cue files: what a user adds there is found without training."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg.extraction import trees
from kg.extraction.authorities import acting_authority
from kg.extraction.cues import Pattern, compile_cues
from kg.extraction.posts import Posts
from kg.extraction.reading import PATTERNS, Reading
from kg.extraction.sentences import Sentence
from kg.extraction.surface import Match, Matcher, Matchers
from kg.model import Claim, Mention, Qualifiers, Value
from kg.ontology import Ontology
from kg.settings import Settings


def claims(reading: Reading, ontology: Ontology, settings: Settings) -> Iterator[Claim]:
    """A claim for each match of a cue that is sure enough; the same fact may come several times."""
    found = (*surface_claims(reading, ontology), *trees.claims(reading, compile_cues(ontology), ontology))
    yield from (claim for claim in found if claim.evidence.score >= settings.min_confidence)


@lru_cache(maxsize=4)
def _matchers(ontology: Ontology) -> Matchers:
    return Matchers(Matcher(pattern, ontology) for pattern in compile_cues(ontology).patterns)


def surface_claims(reading: Reading, ontology: Ontology) -> Iterator[Claim]:
    """The claims of the surface patterns."""
    posts = Posts.of(ontology)
    for bounds in reading.sentences:
        if not reading.items_in(*bounds):
            continue
        sentence = Sentence.of(reading, bounds, posts.find(reading, *bounds))
        for matcher in _matchers(ontology).likely(sentence):
            for match in matcher.find(sentence):
                yield from _claims_of(matcher.pattern, match, reading, ontology)


def _claims_of(pattern: Pattern, match: Match, reading: Reading, ontology: Ontology) -> Iterator[Claim]:
    qualifiers = _qualifiers(pattern, match, reading)
    for subject in match.items.get("subject") or _acting(match, reading):
        for other in match.items["object"]:
            named = {"subject": subject, "object": other}.get(pattern.named)
            if isinstance(subject, Mention) and not (named and _is_described(named, reading)):
                for relation in _relations(pattern, match, other, (reading, ontology)):
                    evidence = reading.evidence(subject, other, PATTERNS, pattern.score)
                    yield Claim(subject, relation, other, qualifiers, evidence)


def _is_described(item: Mention | Value, reading: Reading) -> bool:
    """Whether an item is a mention of what the text nowhere names."""
    return isinstance(item, Mention) and item.chain not in reading.named_chains


def _acting(match: Match, reading: Reading) -> tuple[Mention]:
    """The authority that acts where the pattern has no subject."""
    return (acting_authority(reading, reading.tokens_of(match.items["object"][0].span)[0]),)


def _relations(
    pattern: Pattern, match: Match, held_at: Mention | Value, context: tuple[Reading, Ontology]
) -> tuple[str, ...]:
    """The pattern's relation; of the catch-all relation of posts, those that the post states."""
    reading, ontology = context
    posts = Posts.of(ontology)
    if match.title is None or pattern.relation != posts.general or isinstance(held_at, Value):
        return (pattern.relation,)
    return posts.relations(reading.text(*match.title), held_at.type, ontology)


def _qualifiers(pattern: Pattern, match: Match, reading: Reading) -> Qualifiers:
    def lexical(role: str) -> str:
        item = match.items.get(role, (None,))[0]
        return item.lexical if isinstance(item, Value) else ""

    return Qualifiers(
        title=reading.text(*match.title) if match.title else "",
        status=pattern.status,
        start_date=lexical("startDate"),
        end_date=lexical("endDate"),
        date=lexical("date"),
        amount=lexical("amount"),
    )
