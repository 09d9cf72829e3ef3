"""A beginning has to be told."""

from __future__ import annotations

import pytest

from kg.extraction.lives import is_of_another_deed
from kg.extraction.reading import Reading
from kg.model import Analysis, Claim, Qualifiers


def _claim(analysis: Analysis, predicate: str, extractor: str = "neural") -> tuple[Claim, Reading]:
    reading = Reading(analysis)
    subject, date = analysis.mentions[0], analysis.values[0]
    return Claim(subject, predicate, date, Qualifiers(), reading.evidence(subject, date, extractor, 0.7)), reading


_TREE = "nsubj<2 ROOT<2/{}/VBD nmod:poss<5 {}<5 obj<2 {}<7 obl<2 punct<2"


@pytest.mark.parametrize(
    ("words", "verb", "other"),
    [
        ("opened its online store in", "open", True),
        ("opened its first store in", "open", False),
        ("began its long life in", "begin", False),
        ("built its wooden organs since", "build", False),
    ],
)
def test_what_a_body_did_then_is_not_its_beginning(analyse, words, verb, other):
    analysis = analyse(f"{{Birch=e1/Company}} {words} {{2003=v1/Date}}.", _TREE.format(verb, "amod", "case"))
    assert is_of_another_deed(*_claim(analysis, "foundedOn")) is other
    assert not is_of_another_deed(*_claim(analysis, "foundedOn", "patterns"))


def test_what_somebody_did_to_a_body_may_be_its_beginning(analyse):
    tree = "nsubj<2 ROOT<2/open/VBD obj<2 case<5 obl<2 punct<2"
    analysis = analyse("Ada opened {Birch=e1/Company} in {2003=v1/Date}.", tree)
    assert not is_of_another_deed(*_claim(analysis, "foundedOn"))
