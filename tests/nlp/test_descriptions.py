"""How far a description goes."""

from kg.nlp.descriptions import with_heads
from kg.nlp.marks import Mark

PLAIN = [False] * 6
FIRM = ["DET", "ADJ", "NOUN", "VERB", "DET", "NOUN"]
"""`the Danish firm left the harbour`"""


def described(start: int, end: int, kind: str = "DescOrg") -> Mark:
    return Mark(start, end, kind, 0.9)


def test_article_goes_on_to_its_noun() -> None:
    assert with_heads([described(0, 1)], FIRM, PLAIN) == [described(0, 3)]


def test_rest_of_the_last_word_belongs_to_it() -> None:
    tags = ["DET", "NOUN", "X", "VERB"]
    assert with_heads([described(0, 1)], tags, [False, False, True, False]) == [described(0, 3)]


def test_whole_description_stays() -> None:
    assert with_heads([described(0, 3)], FIRM, PLAIN) == [described(0, 3)]


def test_what_no_noun_follows_stays() -> None:
    tags = ["DET", "ADJ", "VERB"]
    assert with_heads([described(0, 2, "DescPerson")], tags, PLAIN) == [described(0, 2, "DescPerson")]


def test_article_of_a_name_describes_nothing() -> None:
    tags = ["DET", "PROPN", "PROPN", "VERB"]
    assert with_heads([described(0, 1)], tags, PLAIN) == []


def test_noun_that_is_described_itself_is_not_described_twice() -> None:
    rest = described(2, 3, "DescPerson")
    assert with_heads([described(0, 1), rest], FIRM, PLAIN) == [rest]


def test_pronouns_and_names_stay() -> None:
    marks = [described(0, 1, "PronThing"), described(0, 1, "Company")]
    assert with_heads(marks, FIRM, PLAIN) == marks
