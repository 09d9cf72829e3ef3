"""The share of pairs of names that merely stand together and get a relation all the same.

    python training/score_together.py

Counted are the marked pairs of `tests/quality/factless.txt` and `together.txt`: each text is read as a document of its
own, and a pair counts as wronged where the text gives an asserted fact between the two names.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gold import plain_document
from kg import nlp, ontology
from kg.model import Extraction, Modality, Span
from kg.reading import Reader
from kg.settings import Settings

QUALITY = Path(__file__).parents[1] / "tests" / "quality"
MARKED = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class Pair:
    """A text and the two names of it between which no fact holds."""

    text: str
    one: str
    other: str


def pairs(folder: Path = QUALITY) -> Iterator[Pair]:
    """All pairs of the two files."""
    for line in lines_of(folder / "factless.txt"):
        one, other = MARKED.findall(line)
        yield Pair(MARKED.sub(r"\1", line), one, other)
    for line in lines_of(folder / "together.txt"):
        yield Pair(*line.split("\t"))


def lines_of(path: Path) -> list[str]:
    """The lines of a file that are neither empty nor comments."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@dataclass(frozen=True)
class Together:
    """How many pairs there are, and the facts that were wrongly said of some."""

    pairs: int
    wronged: dict[Pair, str]

    def __str__(self) -> str:
        share = len(self.wronged) / self.pairs
        return f"pairs that merely stand together: {len(self.wronged)} of {self.pairs} get a relation ({share:.1%})"


def score(reader: Reader) -> Together:
    """Reads every text and finds the pairs that get a relation."""
    wronged, count = {}, 0
    for pair in pairs():
        count += 1
        if said := next(facts_between(pair, reader.read(plain_document("pair", pair.text))), None):
            wronged[pair] = said
    return Together(count, wronged)


def facts_between(pair: Pair, found: Extraction) -> Iterator[str]:
    """The asserted claims whose two things the names of a pair are, as text."""
    chains = [{m.chain for m in found.mentions if overlaps(m.span, pair.text, name)} for name in (pair.one, pair.other)]
    for claim in found.claims:
        ends = [getattr(end, "chain", None) for end in (claim.subject, claim.object)]
        joined = any(a in chains[0] and b in chains[1] for a, b in (ends, ends[::-1]))
        if joined and claim.qualifiers.modality is Modality.ASSERTED:
            yield f"{claim.subject.text} {claim.predicate} {claim.object.text} ({claim.evidence.score:.2f})"


def overlaps(span: Span, text: str, name: str) -> bool:
    """Whether a span lies on an occurrence of a name."""
    places = [m.start() for m in re.finditer(re.escape(name), text)]
    return any(span.overlaps(Span(at, at + len(name))) for at in places)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    settings = Settings()
    found = score(Reader(settings, nlp.load(settings, ontology.load(), options.weights)))
    for pair, said in found.wronged.items():
        print(f"{said} | {pair.text}")
    print(found)


if __name__ == "__main__":
    main()
