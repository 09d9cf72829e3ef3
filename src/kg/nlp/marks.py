"""Marks: the spans of a text that name, describe or refer to things, or say a value, and their kinds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import MentionKind, Span, ValueKind
from kg.nlp.encoding import Encoded

REFERENCES = {
    "DescPerson": (MentionKind.DESCRIPTION, "Person"),
    "DescOrg": (MentionKind.DESCRIPTION, "Organization"),
    "DescPlace": (MentionKind.DESCRIPTION, "Place"),
    "DescThing": (MentionKind.DESCRIPTION, "Event"),
    "PronPerson": (MentionKind.PRONOUN, "Person"),
    "PronThing": (MentionKind.PRONOUN, "Organization"),
}
"""Kind of mention and its class until its chain says better."""
PRONOUNS = frozenset(name for name, (kind, _) in REFERENCES.items() if kind is MentionKind.PRONOUN)

VALUES = {
    "Date": ValueKind.DATE, "Money": ValueKind.MONEY, "Percent": ValueKind.PERCENT, "Number": ValueKind.NUMBER,
    "Title": ValueKind.TITLE, "Reason": ValueKind.REASON,
}  # fmt: skip
KIND_OF_VALUE = {kind: name for name, kind in VALUES.items()}

FIRMS = frozenset({"Company", "Organization", "MediaOrganization"})
PLACES = frozenset({"City", "Country", "Place"})
NO_BODIES = PLACES | {"Person", "Event", "Product"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Pieces `start` to `end` (half-open), of a kind of the weights' `kinds`."""

    start: int
    end: int
    kind: str
    score: float

    @property
    def is_name(self) -> bool:
        """Whether it neither refers to what is named elsewhere nor says a value."""
        return self.kind not in REFERENCES and self.kind not in VALUES


def span_of(encoded: Encoded, mark: Mark) -> Span:
    """The characters of a mark."""
    return Span(int(encoded.pieces.starts[mark.start]), int(encoded.pieces.ends[mark.end - 1]))


def words_of(encoded: Encoded, text: str, mark: Mark) -> str:
    """The text of a mark."""
    span = span_of(encoded, mark)
    return text[span.start : span.end]
