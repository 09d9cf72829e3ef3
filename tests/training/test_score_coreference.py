import pytest

from coreference import Question
from gum import Phrase
from kg.model import Analysis, Document, Mention, MentionKind, Span
from score_coreference import GapScores, Ratio, Scores, aligned, b_cubed, by_head, by_span, ceaf, meant, muc


def clusters(*texts: str) -> list[frozenset[str]]:
    return [frozenset(text) for text in texts]


def prf(right_response, all_response, right_key, all_key):
    ratio = Ratio()
    ratio.add((right_response, all_response), (right_key, all_key))
    return ratio.prf()


KEY = clusters("abcde", "fg", "hijkl")
"""The worked example of Bagga & Baldwin (1998): mentions 1-5, 6-7 and 8-12."""
TWO_SMALL_JOINED = clusters("abcde", "fghijkl")
TWO_LARGE_JOINED = clusters("abcdehijkl", "fg")


@pytest.mark.parametrize("response", [TWO_SMALL_JOINED, TWO_LARGE_JOINED])
def test_muc_misses_no_link_and_has_one_too_many(response):
    p, r, _ = prf(*muc(response, KEY), *muc(KEY, response))
    assert (p, r) == (pytest.approx(0.9), 1)


@pytest.mark.parametrize(("response", "precision"), [(TWO_SMALL_JOINED, 16 / 21), (TWO_LARGE_JOINED, 7 / 12)])
def test_b_cubed_tells_a_large_mistake_from_a_small_one(response, precision):
    p, r, _ = prf(*b_cubed(response, KEY), *b_cubed(KEY, response))
    assert (p, r) == (pytest.approx(precision), 1)


@pytest.mark.parametrize(
    ("response", "shared"),
    [(KEY, 3), (TWO_SMALL_JOINED, 1 + 10 / 12), (TWO_LARGE_JOINED, 1 + 10 / 15), (clusters("xy"), 0), ([], 0)],
)
def test_ceaf_gives_each_cluster_one_partner_at_most(response, shared):
    assert ceaf(KEY, response) == pytest.approx(shared)
    assert ceaf(response, KEY) == pytest.approx(shared)


def test_ceaf_finds_the_best_assignment_where_the_nearest_pair_is_not_in_it():
    key, response = clusters("abcdef", "gh"), clusters("abcdgh", "ef")
    assert ceaf(key, response) == pytest.approx(4 / 8 + 4 / 8), "more than the 8 / 12 of the nearest pair alone"


def test_mentions_that_only_one_side_has_cost_precision_or_recall():
    response = clusters("abc", "xy")
    key = clusters("abcd")
    assert muc(response, key) == (2, 3)
    assert muc(key, response) == (2, 3)
    assert b_cubed(response, key) == (3, 5)
    assert b_cubed(key, response) == (9 / 4, 4)


def phrase(start: int, end: int, head: tuple[int, int], cluster: int) -> Phrase:
    return Phrase(Span(start, end), Span(*head), Span(*head), cluster, "person", "coref", "NOUN")


def mention(start: int, end: int, chain: int, kind: MentionKind = MentionKind.NAME) -> Mention:
    return Mention("d", Span(start, end), "x" * (end - start), kind, "Person", chain)


def test_documents_add_up_and_the_mean_of_three_is_taken():
    scores = Scores()
    one, two, three, four = (phrase(i, i + 1, (i, i + 1), i) for i in range(4))
    scores.add([frozenset({one, two})], [frozenset({one, two})])
    scores.add([frozenset({three, four})], [])
    assert scores.metrics["MUC"].prf() == (1, 0.5, pytest.approx(2 / 3))
    assert scores.metrics["mentions"].prf() == (1, 0.5, pytest.approx(2 / 3))
    assert scores.conll() == pytest.approx(2 / 3)
    assert scores.forms["description"] == {"all": 4, "found": 2, "joined": 2}


def test_a_name_inside_its_phrase_finds_it_by_its_head_but_not_exactly():
    wide = phrase(0, 30, (4, 10), 1)
    assert by_head(wide, Span(4, 14)) and not by_span(wide, Span(4, 14))
    assert by_span(wide, Span(0, 30))
    assert not by_head(wide, Span(12, 20)), "the head is missing"
    assert not by_head(wide, Span(4, 31)), "leaves the phrase"


def test_a_mention_finds_the_smallest_phrase_and_no_phrase_is_found_by_two_chains():
    outer, inner = phrase(0, 30, (4, 10), 1), phrase(0, 10, (4, 10), 2)
    first, second, lost = mention(4, 10, 7), mention(0, 30, 8), mention(5, 10, 9)
    assert aligned([first, second], [outer, inner], by_head) == {first: inner, second: outer}
    rival = mention(3, 10, 8)
    assert aligned([first, rival], [inner], by_head) == {rival: inner, first: first}
    assert aligned([lost], [inner], by_head) == {lost: lost}


QUESTION = Question("q", "Ann met Sue. She left.", Span(13, 16), (Span(0, 3), Span(8, 11)), (True, False))


def test_a_name_is_meant_where_a_name_of_the_pronouns_chain_overlaps_it():
    she = mention(13, 16, 1, MentionKind.PRONOUN)
    found = (mention(0, 3, 1), mention(8, 11, 2), mention(8, 11, 1, MentionKind.DESCRIPTION), she)
    assert meant(QUESTION, Analysis(Document("q", QUESTION.text), None, found, ())) == (True, False)
    assert meant(QUESTION, Analysis(Document("q", QUESTION.text), None, found[:3], ())) == (False, False)


def test_gap_counts_both_names_by_gender():
    scores = GapScores()
    scores.add(QUESTION, (True, False))
    scores.add(QUESTION, (False, True))
    assert scores.counts["F"] == {"tp": 1, "tn": 1, "fn": 1, "fp": 1}
    assert scores.f1("F") == scores.f1() == 0.5
    assert scores.f1("M") == 0
