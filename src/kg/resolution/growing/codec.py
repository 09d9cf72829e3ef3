"""What resolution remembers, as JSON text and back: in one order, so that equal things give equal text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kg.model import (
    Claim,
    Entity,
    Evidence,
    Fact,
    Literal,
    Mention,
    Merge,
    Modality,
    Qualifiers,
    Span,
    ValueKind,
    Variant,
)
from kg.names import Family, Name, Namer
from kg.resolution.chains import Chain, Place
from kg.resolution.clusters import Cluster
from kg.resolution.judgement import Subject
from kg.resolution.profiles import Profile

write = json.JSONEncoder(separators=(",", ":")).encode
"""JSON text of lists, texts and numbers."""


def dump_chain(chain: Chain, profile: Profile) -> str:
    return write([chain.type, chain.names, chain.best.text, chain.described, chain.local, _profile(profile)])


def load_chain(place: Place, written: str, namer: Namer) -> tuple[Chain, Profile]:
    cls, names, best, described, local, profile = json.loads(written)
    known = tuple((text, count) for text, count in names)
    forms = frozenset(namer.parse(text, cls) for text in [text for text, _ in known] or [best])
    return Chain(place, cls, known, forms, namer.parse(best, cls), described, local), _load_profile(profile)


def _profile(profile: Profile) -> list[object]:
    dates = {key: sorted(found) for key, found in sorted(profile.dates.items())}
    sets = (profile.countries, profile.links, profile.company, profile.lands)
    return [dates, *(sorted(one) for one in sets)]


def _load_profile(written: list[Any]) -> Profile:
    dates, countries, links, company, lands = written
    known = Profile(countries=set(countries), links={(a, b, c) for a, b, c in links}, company=set(company))
    known.lands.update(lands)
    for key, found in dates.items():
        known.dates[key].update(found)
    return known


def dump_names(item: Cluster, namer: Namer) -> str:
    """What a cluster is called, and what it is."""
    subject = item.subject
    forms = sorted(_form(form, namer) for form in subject.forms)
    return write([subject.type, subject.best.family, _form(subject.best, namer), forms, item.local])


def load_names(named: str, judged: str, namer: Namer) -> tuple[Subject, bool]:
    """Who a cluster is, but for its profile, and whether it is local; `judged` as `dump_sides` gives it."""
    cls, kind, (text, acts), forms, local = json.loads(named)
    family = Family(kind)
    known = frozenset(namer.parse_as(one, family, acting) for one, acting in forms)
    sides = frozenset((number, side) for number, side in json.loads(judged))
    return Subject(cls, namer.parse_as(text, family, acts), known, Profile(), sides), local


def dump_cluster(item: Cluster) -> str:
    """All of a cluster that `dump_names` and `dump_sides` do not give."""
    names = [[text, *item.names[text]] for text in sorted(item.names)]
    merges = [_merge(merge) for merge in item.merges]
    return write(
        [_profile(item.subject.profile), item.places, names, sorted(item.types.items()), item.described, merges]
    )


def load_cluster(named: str, judged: str, said: str, namer: Namer) -> Cluster:
    """A cluster of its own, which may be changed."""
    subject, local = load_names(named, judged, namer)
    profile, places, names, types, described, merges = json.loads(said)
    subject.profile = _load_profile(profile)
    return Cluster(
        subject,
        [(document, number) for document, number in places],
        {text: (chains, times) for text, chains, times in names},
        Counter(dict(types)),
        described,
        local,
        [_load_merge(merge) for merge in merges],
    )


def dump_sides(item: Cluster) -> str:
    return write(sorted(item.subject.sides))


def _form(name: Name, namer: Namer) -> tuple[str, bool]:
    """The text of a name, and whether it is read as that of one who acts."""
    return name.text, name.family is Family.PLACE and name != namer.parse_as(name.text, name.family, False)


def _merge(merge: Merge) -> list[object]:
    return [merge.name, merge.other, merge.score, merge.reasons]


def _load_merge(written: list[Any]) -> Merge:
    name, other, score, reasons = written
    return Merge(name, other, score, tuple(reasons))


def dump_entity(id_: str, cls: str, said: str) -> str:
    """An entity, of which `said` is what `dump_details` gives."""
    return f"[{write(id_)},{write(cls)},{said}]"


def dump_details(name: str, aliases: Iterable[str], documents: Iterable[str], merges: Iterable[Merge]) -> str:
    return write([name, list(aliases), list(documents), [_merge(merge) for merge in merges]])


def load_entity(written: str) -> Entity:
    id_, cls, (name, aliases, documents, merges) = json.loads(written)
    return Entity(id_, cls, name, tuple(aliases), tuple(documents), tuple(_load_merge(one) for one in merges))


def dump_claim(claim: Claim) -> str:
    """What a claim says beside its two ends, if they are mentions."""
    target = claim.object
    value = None if isinstance(target, Mention) else [target.lexical, target.kind]
    return write(
        [claim.predicate, value, target.text, _qualifiers(claim.qualifiers), _evidence(claim.evidence)],
    )


def load_claim(written: str, document: str) -> tuple[str, Literal | None, str, Qualifiers, Evidence]:
    """Predicate, object if it is a value, object as written, qualifiers and evidence."""
    predicate, value, text, qualifiers, evidence = json.loads(written)
    target = Literal(value[0], ValueKind(value[1])) if value else None
    return predicate, target, text, _load_qualifiers(qualifiers), _load_evidence([document, *evidence[1:]])


def dump_facts(facts: Iterable[Fact]) -> str:
    return write([_fact(fact) for fact in facts])


def load_facts(written: str) -> list[Fact]:
    return [_load_fact(fact) for fact in json.loads(written)]


def _fact(fact: Fact) -> list[object]:
    target = fact.object
    end = [target.lexical, target.kind, target.text] if isinstance(target, Literal) else target
    evidence = [_evidence(one) for one in fact.evidence]
    variants = [[one.qualifier, one.value, [[name, *_span(at)] for name, at in one.places]] for one in fact.variants]
    said = [fact.subject, fact.predicate, end, _qualifiers(fact.qualifiers), fact.confidence]
    return [*said, evidence, variants, fact.independent]


def _load_fact(written: list[Any]) -> Fact:
    subject, predicate, end, qualifiers, confidence, evidence, variants, independent = written
    target = Literal(end[0], ValueKind(end[1]), end[2]) if isinstance(end, list) else end
    said = (subject, predicate, target, _load_qualifiers(qualifiers), confidence)
    return Fact(*said, tuple(map(_load_evidence, evidence)), tuple(map(_load_variant, variants)), independent)


def _load_variant(written: list[Any]) -> Variant:
    qualifier, value, places = written
    return Variant(qualifier, value, tuple((document, Span(start, end)) for document, start, end in places))


def _qualifiers(said: Qualifiers) -> dict[str, str]:
    values = ((name, str(getattr(said, name))) for name in Qualifiers.__slots__)
    return {name: value for name, value in values if value}


def _load_qualifiers(written: dict[str, str]) -> Qualifiers:
    return Qualifiers(**{**written, "modality": Modality(written["modality"])})  # type: ignore[arg-type]  # texts else


def _evidence(said: Evidence) -> list[object]:
    spans = [*_span(said.span), *_span(said.subject), *_span(said.object)]
    return [said.document, said.quote, spans, said.extractor, said.score]


def _load_evidence(written: list[Any]) -> Evidence:
    document, quote, (a, b, c, d, e, f), extractor, score = written
    return Evidence(document, Span(a, b), quote, Span(c, d), Span(e, f), extractor, score)


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end
