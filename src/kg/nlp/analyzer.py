"""The nlp stage: a spaCy Language whose one component reads a text with one encoder pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Analysis, Document, Link, Mention, MentionKind, Modality, Span, Value, ValueKind
from kg.names import namer
from kg.nlp import (
    appositions,
    coreference,
    definitions,
    encoding,
    events,
    marking,
    marks,
    owners,
    relating,
    trees,
    weights,
)
from kg.nlp.chains import name_chains
from kg.nlp.confidence import LEAST, Calibration
from kg.nlp.coreference import Rankings
from kg.nlp.kinds import Kinds
from kg.nlp.weights import Weights

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings

LONGEST_TEXT = 100_000_000
"""Characters. spaCy's own limit guards a parser whose memory grows with the text; ours reads windows."""


class Component:
    """Completes a Doc (tags, lemmas, heads, sentences, ents); leaves the Analysis in `doc.user_data["kg"]`."""

    def __init__(self, model: Weights, ontology: Ontology) -> None:
        self.weights = model
        self.ontology = ontology
        self.kinds = Kinds(ontology)
        self.calibration = Calibration(**model.meta["calibration"])

    def __call__(self, doc: Doc) -> Doc:
        document = doc.user_data.get("document") or Document("text", doc.text, body=(Span(0, len(doc.text)),))
        encoded = encoding.encode(self.weights, document.text, document.body)
        trees.annotate(doc, encoded, self.weights)
        found = marking.marks(self.weights, encoded, document, self.kinds)
        items, links = self._relate(document, encoded, found)
        mentions = tuple(item for item in items if isinstance(item, Mention))
        values = tuple(item for item in items if isinstance(item, Value))
        _set_entities(doc, items)
        doc.user_data["kg"] = Analysis(document, doc, mentions, values, links)
        return doc

    def _relate(
        self, document: Document, encoded: encoding.Encoded, found: Sequence[marks.Mark]
    ) -> tuple[list[Mention | Value], tuple[Link, ...]]:
        """The marks as mentions and values, pronouns and descriptions joined to names, and the links between them."""
        spans = [marks.span_of(encoded, mark) for mark in found]
        found = definitions.of_defined_kinds(found, spans, document.text, namer(self.ontology))
        names = [i for i, mark in enumerate(found) if mark.is_name]
        references = frozenset(i for i, mark in enumerate(found) if mark.kind in marks.REFERENCES)
        chains = [-1] * len(found)
        named = [marking.as_mention(document.id, spans[i], document.text, found[i], 0) for i in names]
        for i, chain in zip(names, name_chains(named, document.text, self.ontology), strict=True):
            chains[i] = chain
        plain = owners.of_units(found, spans, document.text) | appositions.of_names(found, spans, document.text)
        for i, name in plain.items():
            chains[i] = chains[name]
        for i in sorted(references):
            if found[i].kind == "DescThing" and events.is_another(document.text[spans[i].start : spans[i].end]):
                chains[i] = max(chains) + 1
        references = frozenset(i for i in references if chains[i] < 0)
        scored = relating.score_pairs(self.weights, encoded, found)
        openers = frozenset(i for i in references if found[i].kind != "DescThing")
        relating.join_references(scored, chains, references, openers)
        self._join_events(document.text, spans, found, chains)
        fresh = max(chains, default=-1) + 1
        for i, chain in enumerate(chains):
            if chain < 0:
                chains[i], fresh = fresh, fresh + 1
        types = {chains[i]: found[i].kind for i in reversed(names)}
        items = {
            i: marking.as_value(document.id, spans[i], document.text, found[i].kind, document.published)
            if found[i].kind in marks.VALUES
            else _typed(marking.as_mention(document.id, spans[i], document.text, found[i], chains[i]), types)
            for i in range(len(found))
        }
        links = relating.chain_links(scored, chains, LEAST)
        return list(items.values()), tuple(self._link(link, items) for link in links)

    @staticmethod
    def _join_events(text: str, spans: Sequence[Span], found: Sequence[marks.Mark], chains: list[int]) -> None:
        """Gives described events their chains where that is plain, in place.

        `The Harbour Awards ceremony` is the event that the text names so. A description such as `the annual event` that
        the model joined to nothing nearly always means the event that the text is about, if people meet there.
        """
        words_of = [text[span.start : span.end] for span in spans]
        names = {words_of[i]: chains[i] for i, mark in enumerate(found) if mark.kind == "Event"}
        last = -1
        for i, mark in enumerate(found):
            words = words_of[i]
            if mark.kind == "DescThing" and (named := events.named_in(words, names)):
                last = chains[i] = names[named]
            elif mark.kind == "DescThing" and events.is_another(words):
                continue
            elif mark.kind == "DescThing" and events.is_described(words):
                if chains[i] < 0:
                    chains[i] = last if last >= 0 else max(chains) + 1
                last = chains[i]
            elif mark.kind == "Event" and events.may_gather(words):
                last = chains[i]

    def _link(self, link: relating.ChainLink, items: dict[int, Mention | Value]) -> Link:
        labels = self.weights.meta["labels"]
        label = labels["links"][link.label]
        logit = self.calibration.logit(label, link.logit, link.crowd, link.rivals)
        return Link(
            items[link.source], items[link.target], label, encoding.probability(logit),
            labels["statuses"][link.status], Modality(labels["modalities"][link.modality]),
        )  # fmt: skip


def _typed(mention: Mention, types: dict[int, str]) -> Mention:
    """A reference takes the class of the name that it stands for."""
    if mention.kind is MentionKind.NAME or mention.chain not in types:
        return mention
    return replace(mention, type=types[mention.chain])


def _set_entities(doc: Doc, items: Iterable[Mention | Value]) -> None:
    """`doc.ents`: names with their class, and dates and amounts; where two overlap, the longer."""
    found = []
    for item in items:
        is_name = isinstance(item, Mention) and item.kind is MentionKind.NAME
        is_value = isinstance(item, Value) and item.kind not in (ValueKind.TITLE, ValueKind.REASON)
        if is_name or is_value:
            label = item.type if isinstance(item, Mention) else str(item.kind).upper()
            span = doc.char_span(item.span.start, item.span.end, label=label, alignment_mode="expand")
            if span is not None:
                found.append(span)
    doc.ents = spacy.util.filter_spans(found)


class Analyzer:
    """Reads documents; see `Component` for what comes back."""

    def __init__(self, language: Language, rankings: Rankings) -> None:
        self.language = language
        self.rankings = rankings

    def analyze(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        """An Analysis a document, in order."""
        for document in documents:
            doc = self.language.make_doc(document.text)
            doc.user_data["document"] = document
            yield self.language(doc).user_data["kg"]

    def noun_phrases(self, analysis: Analysis) -> tuple[Mention, ...]:
        """All noun phrases of an analysis, things among them that are no entity, with chains: see `coreference.chains`.

        For reading on from here: no fact is drawn from what is no entity, so building a graph does without.
        """
        return coreference.chains(analysis, self.rankings)


def load(settings: Settings, ontology: Ontology, folder: Path | None = None) -> Analyzer:
    """An Analyzer on the weights in `folder`, by default those that kg carries.

    WeightsError if they are missing or damaged.
    """
    language = spacy.blank("en")
    language.max_length = LONGEST_TEXT
    model = weights.load(folder, settings.threads)
    component = Component(model, ontology)
    Language.component("kg_reader", func=component)
    language.add_pipe("kg_reader")
    return Analyzer(language, Rankings.of(model.meta["coreference"]))
