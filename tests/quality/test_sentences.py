"""Where the shipped reader ends sentences."""

from __future__ import annotations

import pytest

from kg.model import Document
from kg.reading import Reader


@pytest.mark.model
def test_no_sentence_begins_behind_a_word(reader: Reader, documents: list[Document]) -> None:
    from kg import nlp  # noqa: PLC0415  (as slow to import as the weights are to load)

    analyses = nlp.load(reader.settings, reader.ontology).analyze(documents)
    docs = [analysis.doc for analysis in analyses]
    pairs = [doc[sentence.start - 1 : sentence.start + 1] for doc in docs for sentence in doc.sents if sentence.start]
    begun = [pair for pair in pairs if not pair[1].is_space]
    assert len(begun) > 100
    assert [pair.text for pair in begun if pair[0].is_alpha or pair[0].is_digit] == []
