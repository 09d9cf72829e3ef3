"""Seconds of joining names, a document, as the number of documents grows; on invented mentions, so without the model.

python benchmarks/resolving.py [200 2000 20000]

Prints the cost of a document at each size as a multiple of that at the size before, and a digest of the result, which
tells whether a change of the program changed what is joined.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import time
from collections.abc import Iterator

from kg import ontology
from kg.model import Claim, Document, Evidence, Extraction, Mention, MentionKind, Qualifiers, Span
from kg.resolution import resolve
from kg.settings import Settings

SIZES = (200, 2_000, 20_000)
ONSETS = "b c d f g h j k l m n p r s t v w z br ch cr dr fl gr kl kr pl pr sh sk sl st str th tr".split()
VOWELS = "a e i o u ai ea ie oa ou".split()
ENDS = "n r l s t m nd rt ld ck x y".split()
GIVEN = "Ada Ben Carl Dora Emil Gus Hana Ivo Jane Kofi Lena Mark Nora Omar Pia Quinn Rosa Saul Tess Uma Vera".split()
TRADES = "Motor Water Rail Energy Foods Media Bank Steel Pharma Software Airlines Capital Group Holdings".split()
FIELDS = "Trade Water Energy Data Health Justice Transport Labour Finance Industry Competition Aviation".split()
COUNTRIES = "Norway Kenya Japan Brazil France India Chile Germany Poland Mexico".split()
CLASSES = {"p": "Person", "f": "Company", "a": "Regulator", "c": "Country", "t": "City"}


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    terms, before = ontology.load(), 0.0
    for size in sizes:
        told = list(corpus(size))
        started = time.process_time()
        knowledge = resolve(told, terms, Settings())
        each = (time.process_time() - started) / size * 1000
        digest = hashlib.sha256(repr(knowledge).encode()).hexdigest()[:12]
        ratio = f", {each / before:.2f} times that before" if before else ""
        found = f"{len(knowledge.entities)} entities, {len(knowledge.facts)} facts, {digest}"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size} documents: {each:.2f} ms each{ratio}; {found}; peak memory {peak:.0f} MB", flush=True)
        before = each


def corpus(size: int) -> Iterator[Extraction]:
    """The same documents at every call: few names are in many of them, most in one or two, as in news."""
    rng = random.Random(7)
    for number in range(size):
        yield document(f"doc-{number:06}", rng)


def document(id_: str, rng: random.Random) -> Extraction:
    """Three persons, three firms, an authority, a country and a town, with what some do to others."""
    persons, firms = [person(draw(rng)) for _ in range(3)], [firm(draw(rng)) for _ in range(3)]
    things: list[tuple[str, list[str]]] = [("p", names) for names in persons]
    things += [("f", names) for names in firms]
    things += [("a", authority(rng)), ("c", [rng.choice(COUNTRIES)]), ("t", [word(draw(rng), "town")])]
    at, mentions = 0, []
    for chain, (kind, names) in enumerate(things):
        for name in names:
            span = Span(at, at + len(name))
            mentions.append(Mention(id_, span, name, MentionKind.NAME, CLASSES[kind], chain))
            at = span.end + 1
    first = {mention.chain: mention for mention in reversed(mentions)}
    links = [(0, "ceoOf", 3), (1, "holdsPositionAt", 4), (6, "fined", 5), (3, "headquarteredIn", 8)]
    claims = tuple(claim(id_, at, first[one], name, first[other]) for one, name, other in links)
    return Extraction(Document(id_, "x" * at), tuple(mentions), claims)


def claim(id_: str, end: int, one: Mention, predicate: str, other: Mention) -> Claim:
    said = Evidence(id_, Span(0, end), predicate, one.span, other.span, "patterns", 0.8)
    return Claim(one, predicate, other, Qualifiers(), said)


def draw(rng: random.Random) -> int:
    """A rank: 1 often, large ones seldom; half of all that are drawn were never drawn before, as in news."""
    return rng.randrange(10**9) if rng.random() < 0.5 else int(1 / (1 - rng.random()) ** 1.4) % 10**9


def word(rank: int, kind: str) -> str:
    """The invented word of this rank."""
    rng = random.Random(f"{kind} {rank}")
    parts = [rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((1, 2, 2, 3)))]
    return ("".join(parts) + rng.choice(ENDS)).title()


def person(rank: int) -> list[str]:
    """A full name, and the surname alone; surnames are shared."""
    rng = random.Random(f"person {rank}")
    surname = word(rank // 3, "surname")
    return [f"{rng.choice(GIVEN)} {surname}", surname]


def firm(rank: int) -> list[str]:
    """A full name, a short one, or both."""
    rng = random.Random(f"firm {rank}")
    short = word(rank // 2, "firm")
    full = f"{short} {rng.choice(TRADES)}"
    return rng.choice([[full, short], [full], [f"{full} Ltd"], [short]])


def authority(rng: random.Random) -> list[str]:
    name = f"{rng.choice(COUNTRIES)} {rng.choice(FIELDS)} and {rng.choice(FIELDS)} Authority"
    return rng.choice([[name], [name, "".join(part[0] for part in name.split() if part != "and")]])


if __name__ == "__main__":
    main()
