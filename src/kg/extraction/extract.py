"""Run every extractor over a document and make one list of claims of what they find."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kg.extraction import combine, days, lists, neural, patterns
from kg.extraction.kin import is_of_kin
from kg.extraction.lives import is_of_another_deed
from kg.extraction.memberships import as_member, spare_posts
from kg.extraction.owners import moved, spare_places, spare_vague
from kg.extraction.places import is_beside, is_in_row
from kg.extraction.qualifiers import qualify
from kg.extraction.reading import Reading
from kg.extraction.shares import as_owner
from kg.extraction.signs import is_unsaid
from kg.extraction.standing import settle
from kg.extraction.sums import spare_sums
from kg.extraction.titles import retyped
from kg.extraction.wordings import word
from kg.model import Analysis, Claim, Extraction, Mention
from kg.ontology import Ontology
from kg.settings import Settings


class Extractor(Protocol):
    """Finds claims in one document; it may be broad, since the ontology has its say afterwards."""

    def __call__(self, reading: Reading, ontology: Ontology, settings: Settings, /) -> Iterable[Claim]: ...


EXTRACTORS: dict[str, Extractor] = {"neural": neural.claims, "patterns": patterns.claims}
"""What `extract` runs, by the name that evidence carries."""


NEVER = (is_beside, is_in_row, is_of_kin, is_of_another_deed, is_unsaid)
"""What the words around a claim may say against it."""


def extract(analysis: Analysis, ontology: Ontology, settings: Settings) -> Extraction:
    """The mentions of a document and the claims made of them: typed as the ontology allows, once a sentence."""
    if not analysis.mentions:
        return Extraction(analysis.document, (), ())
    reading = Reading(analysis)
    found = [claim for run in EXTRACTORS.values() for claim in run(reading, ontology, settings)]
    found = [as_owner(claim, reading) for claim in found]
    allowed = combine.enforce(found, analysis.mentions, ontology)
    allowed = [claim for claim in allowed if not any(rule(claim, reading) for rule in NEVER)]
    chosen = combine.settle_rivals(combine.prefer_rivals(combine.prefer_patterns(allowed, ontology)))
    chosen = combine.spare_bodies(combine.prefer_named(chosen, analysis.mentions), analysis.mentions)
    shared = lists.share(chosen, reading, ontology, settings.min_confidence)
    chosen = combine.settle_places(lists.spare_members(shared, reading, ontology))
    merged = days.date_patterns(combine.merge(chosen, ontology), reading, ontology)
    qualified = [retyped(qualify(claim, reading, ontology), reading, ontology) for claim in merged]
    owned = combine.merge([as_member(moved(claim, reading, ontology), ontology) for claim in qualified], ontology)
    claims = spare_posts(combine.keep_specific(owned, ontology), ontology)
    claims = spare_vague(word(spare_places(claims, ontology), reading, ontology), ontology)
    claims = spare_sums(combine.spare_bidders(settle(claims, reading, ontology)))
    return Extraction(analysis.document, _all_mentions(analysis.mentions, claims), tuple(claims))


def _all_mentions(known: tuple[Mention, ...], claims: Iterable[Claim]) -> tuple[Mention, ...]:
    """The mentions of the analysis and those that only a claim holds (an authority that the text leaves unnamed)."""
    ends = (end for claim in claims for end in (claim.subject, claim.object) if isinstance(end, Mention))
    given = frozenset(known)
    fresh = dict.fromkeys(end for end in ends if end not in given)
    return tuple(sorted((*known, *fresh), key=lambda mention: (mention.span, mention.chain)))
