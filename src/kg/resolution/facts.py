"""Claims about mentions lifted to facts about entities, each fact once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from kg.model import Claim, Entity, Evidence, Extraction, Fact, Literal, Mention, Modality, Span
from kg.names import plain
from kg.resolution.chains import Place
from kg.resolution.dates import Stated, fold_dates
from kg.resolution.qualifiers import Source, merge_qualifiers
from kg.resolution.variants import find_variants

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings

_MOST = 0.99
_WEAKER = (Modality.PLANNED, Modality.RUMOURED, Modality.HYPOTHETICAL)
Triple = tuple[str, str, str | Literal]


def make_facts(
    extractions: Sequence[Extraction],
    entities: Mapping[Place, Entity],
    copies: Mapping[str, str],
    ontology: Ontology,
    settings: Settings,
) -> list[Fact]:
    """The facts that the claims add up to, sorted; none about nothing, about itself, or below the least confidence.

    One fact a triple and side: what the texts assert, or else what they plan, rumour or suppose (the first of these
    that is claimed), and beside it what they deny. `merge_qualifiers` puts the qualifiers of its claims together.
    `copies` are what `find_copies` gives: each is a source of the fact, but all of them together vouch for it as one.
    """
    return put_together(_lifted(extractions, entities, copies, ontology), ontology, settings)


def put_together(stated: Iterable[Stated], ontology: Ontology, settings: Settings) -> list[Fact]:
    """The facts that some statements add up to, as `make_facts` gives them.

    Of statements about other pairs of ends they do not depend, nor do those with values on those of other subjects.
    """
    grouped: dict[Triple, list[Source]] = defaultdict(list)
    for triple, source in fold_dates(stated):
        grouped[triple].append(source)
    facts = [fact for triple, sources in grouped.items() for fact in _facts(triple, sources)]
    sure = [fact for fact in facts if fact.confidence >= settings.min_confidence]
    return sorted(_most_specific(sure, ontology), key=_order)


def _lifted(
    extractions: Iterable[Extraction], entities: Mapping[Place, Entity], copies: Mapping[str, str], ontology: Ontology
) -> Iterator[Stated]:
    for extraction in extractions:
        document = extraction.document
        for claim in extraction.claims:
            subject = entities.get((document.id, claim.subject.chain))
            target = _target(claim, entities)
            if subject is None or target is None or subject is target:
                continue
            triple = lift(claim.predicate, subject, target, ontology)
            if triple is not None:
                story = copies.get(document.id, document.id)
                yield (
                    triple,
                    Source(claim.qualifiers, claim.evidence, claim.object.text, document.published, story),
                )


def _target(claim: Claim, entities: Mapping[Place, Entity]) -> Entity | Literal | None:
    if isinstance(claim.object, Mention):
        return entities.get((claim.object.document, claim.object.chain))
    return Literal(claim.object.lexical, claim.object.kind)


def lift(predicate: str, subject: Entity, target: Entity | Literal, ontology: Ontology) -> Triple | None:
    """The triple that a claim about these ends says; None where the ontology does not allow it."""
    end = target.type if isinstance(target, Entity) else target.kind.value
    if not ontology.allows(predicate, subject.type, end):
        return None
    if isinstance(target, Literal):
        return subject.id, predicate, target
    ends = (subject.id, target.id)
    first, second = sorted(ends) if ontology.relations[predicate].symmetric else ends
    return first, predicate, second


def _facts(triple: Triple, sources: Iterable[Source]) -> Iterator[Fact]:
    """One fact for each side that the documents take."""
    sides: dict[Modality, list[Source]] = defaultdict(list)
    for own in _by_document(sources).values():
        for modality, kept in _sides_of_document(own).items():
            sides[modality] += kept
    taken = next((m for m in (Modality.ASSERTED, *_WEAKER) if m in sides), None)
    for side in (taken, Modality.NEGATED):
        if side is not None and side in sides:
            yield _fact(triple, side, sides[side])


def _by_document(sources: Iterable[Source]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        found[source.evidence.document].append(source)
    return found


def _sides_of_document(sources: Iterable[Source]) -> dict[Modality, list[Source]]:
    """A document's claims by modality; of a sentence that is read as both said and denied, only the surer reading."""
    best: dict[Span, Source] = {}
    ranked = sorted(sources, key=lambda s: (-s.evidence.score, s.qualifiers.modality, s.order))
    for source in ranked:
        best.setdefault(source.evidence.span, source)
    sides: dict[Modality, list[Source]] = defaultdict(list)
    for source in ranked:
        modality = source.qualifiers.modality
        surest = best[source.evidence.span].qualifiers.modality
        if (modality is Modality.NEGATED) == (surest is Modality.NEGATED):
            sides[modality].append(source)
    return sides


def _fact(triple: Triple, modality: Modality, sources: Sequence[Source]) -> Fact:
    subject, predicate, target = triple
    qualifiers = replace(merge_qualifiers(sources), modality=modality)
    surest = _surest(sources)
    return Fact(
        subject,
        predicate,
        _with_text(target, sources),
        qualifiers,
        _confidence(surest.values()),
        _evidence(sources),
        find_variants(sources),
        independent=len(surest),
    )


def _with_text(target: str | Literal, sources: Sequence[Source]) -> str | Literal:
    if isinstance(target, str):
        return target
    texts = sorted(s.text for s in sources if s.text)
    return replace(target, text=max(texts, key=len, default=""))


def _evidence(sources: Iterable[Source]) -> tuple[Evidence, ...]:
    """The surest evidence of each sentence of each document, sorted."""
    best: dict[tuple[str, Span], Evidence] = {}
    for evidence in sorted((s.evidence for s in sources), key=_rank):
        best.setdefault((evidence.document, evidence.span), evidence)
    return tuple(sorted(best.values(), key=lambda e: (e.document, e.span)))


def _rank(evidence: Evidence) -> tuple[float, Span, Span, str]:
    return (-evidence.score, evidence.subject, evidence.object, evidence.extractor)


def _surest(sources: Iterable[Source]) -> dict[str, float]:
    """The highest score of each story that says it."""
    surest: dict[str, float] = defaultdict(float)
    for source in sources:
        surest[source.story] = max(surest[source.story], source.evidence.score)
    return surest


def _confidence(scores: Iterable[float]) -> float:
    """How likely at least one story says it: the surest of each, joined as independent; never certain."""
    return round(min(_MOST, 1 - prod(1 - score for score in sorted(scores))), 4)


def _most_specific(facts: Sequence[Fact], ontology: Ontology) -> list[Fact]:
    """`facts` without those that a special case of the same two ends already tells."""
    by_ends: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.object, str):
            by_ends[fact.subject, fact.object].append(fact)
    return [
        fact
        for fact in facts
        if not isinstance(fact.object, str)
        or not any(_tells(other, fact, ontology) for other in by_ends[fact.subject, fact.object])
    ]


def _tells(special: Fact, general: Fact, ontology: Ontology) -> bool:
    if special is general or ontology.more_specific(special.predicate, general.predicate) != special.predicate:
        return False
    if special.asserted < general.asserted:
        return False
    titles = [set(plain(fact.qualifiers.title).split()) for fact in (special, general)]
    return not titles[1] or titles[1] <= titles[0] or not titles[0]


def _order(fact: Fact) -> tuple[str, str, str, str]:
    target = fact.object if isinstance(fact.object, str) else fact.object.lexical
    return (fact.subject, fact.predicate, target, fact.qualifiers.modality)
