"""The extractor that works on the ontology's cue files: what a user adds there is found without training."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction import trees
from kg.extraction.cues import Cues, Pattern, compile_cues
from kg.extraction.posts import Posts
from kg.extraction.reading import Reading
from kg.extraction.surface import Match, Matcher, Sentence
from kg.model import Analysis, Claim, Mention, Qualifiers, Value
from kg.ontology import Ontology
from kg.settings import Settings

NAME = "patterns"


def claims(analysis: Analysis, ontology: Ontology, settings: Settings) -> Iterator[Claim]:
    """A claim for each match of a cue; the same fact may come several times."""
    reading = Reading(analysis)
    cues = compile_cues(ontology)
    yield from surface_claims(reading, cues, ontology)
    yield from trees.claims(reading, cues, ontology)


def surface_claims(reading: Reading, cues: Cues, ontology: Ontology) -> Iterator[Claim]:
    """The claims of the surface patterns."""
    posts = Posts.of(ontology)
    matchers = [Matcher(pattern, ontology) for pattern in cues.patterns]
    for bounds in reading.sentences:
        if not reading.items_in(*bounds):
            continue
        sentence = Sentence.of(reading, bounds, posts.find(reading, *bounds))
        for matcher in matchers:
            for match in matcher.find(sentence):
                yield from _claims_of(matcher.pattern, match, reading, ontology)


def _claims_of(pattern: Pattern, match: Match, reading: Reading, ontology: Ontology) -> Iterator[Claim]:
    qualifiers = _qualifiers(pattern, match, reading)
    for subject in match.items["subject"]:
        for other in match.items["object"]:
            if isinstance(subject, Mention):
                for relation in _relations(pattern, match, other, (reading, ontology)):
                    evidence = reading.evidence(subject, other, NAME, pattern.score)
                    yield Claim(subject, relation, other, qualifiers, evidence)


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
