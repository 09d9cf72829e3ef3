"""Lemma rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.lemmas import apply_rule, lemma_rule


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("fined", "fine"), ("Said", "say"), ("Companies", "company"), ("Didi", "Didi"), ("was", "be"), ("US", "US")],
)
def test_a_rule_made_of_a_pair_gives_the_lemma_back(form: str, lemma: str) -> None:
    assert apply_rule(form, lemma_rule(form, lemma)) == lemma


def test_a_rule_works_on_other_forms() -> None:
    assert apply_rule("Owned", lemma_rule("fined", "fine")) == "owne"
    assert apply_rule("Bought", "l|5|uy") == "buy"


def test_a_rule_that_cuts_too_much_leaves_the_form() -> None:
    assert apply_rule("At", "l|5|uy") == "at"


@given(st.text(alphabet="abcXYZ", min_size=1, max_size=8), st.text(alphabet="abc", min_size=1, max_size=8))
def test_any_lower_case_lemma_comes_back(form: str, lemma: str) -> None:
    assert apply_rule(form, lemma_rule(form, lemma)) == lemma
