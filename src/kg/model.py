"""The types that travel from stage to stage: documents -> analyses -> extractions -> knowledge."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (half-open) of a document's text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read. `text` is never altered: every offset in the project points into it."""

    id: str
    """Stable: from the source's name or its content."""
    text: str
    source: str = ""
    """Path or URL that the text came from."""
    title: str = ""
    published: str = ""
    """ISO date as exact as known (`2021-07-03`, `2021-07`), or empty."""
    body: tuple[Span, ...] = ()
    """The parts to read, in order; what lies outside is page furniture. Empty: nothing to read."""
    language: str = "en"
    """`en`, or `und` where the text does not look like English: such a document is kept but not read."""
    sketch: str = ""
    """What tells copies of one story apart from other texts: see `documents.sketch`. Empty: unknown."""


class MentionKind(StrEnum):
    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one document that stand for a thing."""

    document: str
    span: Span
    text: str
    kind: MentionKind
    type: str
    """Local name of an ontology class, e.g. `Company`."""
    chain: int
    """Mentions of the same thing in one document share it."""
    score: float = 1.0
    """In [0, 1]."""


class ValueKind(StrEnum):
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    TITLE = "title"
    """A post as written: `deputy head`."""
    REASON = "reason"
    """An offence or subject as written: `inflating revenue`."""


@dataclass(frozen=True, slots=True)
class Value:
    """Words of one document that say a date, an amount, a title or a reason."""

    document: str
    span: Span
    text: str
    kind: ValueKind
    lexical: str
    """As exact as the text: `2021-07`, `1200000000 USD`, `33 %`; the text itself where it cannot be normalised."""


class Modality(StrEnum):
    ASSERTED = "asserted"
    PLANNED = "planned"
    RUMOURED = "rumoured"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What a text says about a fact beside its two ends; empty strings where it says nothing."""

    title: str = ""
    status: str = ""
    """`current`, `former`, `incoming` on roles; `proposed`, `agreed`, `completed`, `failed` on deals."""
    start_date: str = ""
    end_date: str = ""
    date: str = ""
    amount: str = ""
    reason: str = ""
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a document says a fact."""

    document: str
    span: Span
    """The sentence (or the two sentences) that says it."""
    quote: str
    """The document's text at `span`."""
    subject: Span
    object: Span
    extractor: str
    """`neural` or `patterns`."""
    score: float
    """Confidence in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says of two mentions, or of a mention and a value."""

    subject: Mention
    predicate: str
    object: Mention | Value
    qualifiers: Qualifiers
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that the model sees between two spans of one document, before the ontology has its say."""

    source: Mention | Value
    target: Mention | Value
    label: str
    """A relation's local name, or the qualifier (`amount`, `date`, `title` ...) that `target` gives to `source`."""
    score: float
    status: str = ""
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the nlp stage knows of a document."""

    document: Document
    doc: Doc
    """Complete: tags, lemmas, heads, sentences, entities. `doc.text == document.text`, furniture included."""
    mentions: tuple[Mention, ...]
    values: tuple[Value, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that is kept of a document once it is read; the graph is a function of the set of these."""

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, order=True)
class Meant:
    """A thing as a person means it who judges it: whatever bears the name."""

    name: str
    type: str
    """Local name of an ontology class."""
    documents: tuple[str, ...] = ()
    """Only what bears it in one of these, sorted; empty: in any document, those to come too."""


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """What a person decided of two things."""

    left: Meant
    right: Meant
    verdict: Verdict
    by: str
    at: str
    """When: an ISO date and time in UTC."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two names are one entity."""

    name: str
    other: str
    score: float
    """In [0, 1]; 1 where a rule leaves no doubt."""
    reasons: tuple[str, ...]
    """Features that spoke for it, e.g. `acronym of the full name`, `both ceoOf Baidu`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph."""

    id: str
    """Stable and readable, e.g. `didi-chuxing`; unique in a graph."""
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other names seen, sorted; never holds `name`."""
    documents: tuple[str, ...] = ()
    """Ids of the documents that mention it, sorted."""
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as the object of a fact."""

    lexical: str
    kind: ValueKind
    text: str = ""
    """As written."""


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """One of several values that documents give for a qualifier of a fact and that contradict each other."""

    qualifier: str
    """A field of `Qualifiers`."""
    value: str
    places: tuple[tuple[str, Span], ...]
    """Ids of the documents that give it, and the sentences in them; sorted."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the graph says of an entity."""

    subject: str
    """An entity's id."""
    predicate: str
    object: str | Literal
    """An entity's id, or a literal."""
    qualifiers: Qualifiers
    confidence: float
    """In [0, 1]."""
    evidence: tuple[Evidence, ...] = field(default=())
    """One or more, sorted by document and offset."""
    variants: tuple[Variant, ...] = ()
    """The values that contradict each other, that of `qualifiers` among them; sorted."""
    independent: int = 1
    """How many of its documents are no copies of each other."""

    @property
    def asserted(self) -> bool:
        return self.qualifiers.modality is Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a set of documents says: sorted by id and by triple, so that equal knowledge compares equal."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    copies: tuple[tuple[str, str], ...] = ()
    """Documents that tell a story in nearly the same words as others, each with the first by id of all that do."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of what a graph says that shares no statement with its other parts."""

    knowledge: Knowledge = Knowledge((), ())
    documents: tuple[Document, ...] = ()
    """Without their texts."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a part of a graph."""

    before: Portion
    after: Portion
