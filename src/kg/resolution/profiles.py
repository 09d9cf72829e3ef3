"""What documents say of a thing beside its names: the ground on which two names are joined or kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Claim, Extraction, Mention, Modality
from kg.names import Family
from kg.resolution.chains import Chain, Place

_DATED = {"birthDate": "born", "deathDate": "died", "foundedOn": "founded"}


@dataclass(slots=True)
class Profile:
    """Of one chain, or of several taken together."""

    dates: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """`born`, `died`, `founded` -> ISO dates."""
    countries: set[str] = field(default_factory=set)
    """Keys of the countries stated as its nationality."""
    links: set[tuple[str, str, str]] = field(default_factory=set)
    """(predicate, `to` or `from`, the other end's name), in asserted claims."""
    company: set[str] = field(default_factory=set)
    """Full names of persons and bodies in the same documents."""
    lands: set[str] = field(default_factory=set)
    """Keys of the countries in the same documents."""

    def add(self, other: Profile) -> None:
        for key, dates in other.dates.items():
            self.dates[key] |= dates
        self.countries |= other.countries
        self.links |= other.links
        self.company |= other.company
        self.lands |= other.lands


def read_profiles(extraction: Extraction, chains: Iterable[Chain]) -> dict[Place, Profile]:
    """What one document says of each of its `chains`."""
    known = {chain.place[1]: chain for chain in chains}
    company = {c.best.folded for c in known.values() if _tells(c)}
    lands = {c.best.key for c in known.values() if c.best.country}
    profiles = {
        chain.place: Profile(company=company - {name.folded for name in chain.forms}, lands=set(lands))
        for chain in known.values()
    }
    for claim in extraction.claims:
        if claim.qualifiers.modality is Modality.ASSERTED and claim.subject.chain in known:
            _note(claim, known, profiles)
    return profiles


def _tells(chain: Chain) -> bool:
    """Whether to share a document with it says something: countries and cities are in too many."""
    return chain.best.family in (Family.PERSON, Family.BODY) and not chain.best.country and not chain.local


def _note(claim: Claim, known: Mapping[int, Chain], profiles: Mapping[Place, Profile]) -> None:
    subject = known[claim.subject.chain]
    profile = profiles[subject.place]
    if not isinstance(claim.object, Mention):
        if claim.predicate in _DATED and claim.object.lexical[:1].isdigit():
            profile.dates[_DATED[claim.predicate]].add(claim.object.lexical)
        return
    other = known.get(claim.object.chain)
    if other is None or other is subject:
        return
    if claim.predicate == "nationality":
        profile.countries.add(other.best.key)
    profile.links.add((claim.predicate, "to", other.best.folded))
    profiles[other.place].links.add((claim.predicate, "from", subject.best.folded))
