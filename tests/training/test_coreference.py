from pathlib import Path

from coreference import Question, cut, gap_marks, gum_marks, questions
from corpus import Mark
from gum import Article, Phrase
from kg.model import Span


def phrase(text: str, words: str, head: str, cluster: int, kind: tuple[str, str, str]) -> Phrase:
    """The first occurrence of `words`; `kind` is type, link and part of speech of the head."""
    start = text.index(words)
    place = start + words.index(head)
    etype, link, tag = kind
    return Phrase(Span(start, start + len(words)), *[Span(place, place + len(head))] * 2, cluster, etype, link, tag)


def marked(article: Article, read: list[Mark], window: Span | None = None) -> list[tuple[str, str, str]]:
    window = window or Span(0, len(article.text))
    text = article.text[window.start : window.end]
    return [(text[m.start : m.end], m.id, m.kind) for m in gum_marks(article, window, read)]


TEXT = (
    "Intro. Mayor Ann Roe sold her old car, which broke, to the city. It was a wreck. She told the city that rain fell"
)
PERSON, IT = ("person", "coref", "PROPN"), ("object", "ana", "PRON")
PHRASES = [
    phrase(TEXT, "Mayor Ann Roe", "Ann", 1, PERSON),
    phrase(TEXT, "her", "her", 1, ("person", "ana", "PRON")),
    phrase(TEXT, "her old car, which broke,", "car", 2, ("object", "coref", "NOUN")),
    phrase(TEXT, "the city.", "city", 3, ("place", "coref", "NOUN")),
    phrase(TEXT, "It", "It", 2, IT),
    phrase(TEXT, "a wreck", "wreck", 2, ("object", "pred", "NOUN")),
    phrase(TEXT, "She", "She", 1, ("person", "ana", "PRON")),
    phrase(TEXT, "the city that", "city", 3, ("place", "coref", "NOUN")),
    phrase(TEXT, "rain", "rain", 4, ("substance", "sgl", "NOUN")),
]
ARTICLE = Article("a", TEXT, [], [], PHRASES)


def test_names_are_as_the_reader_sees_them_and_descriptions_end_with_their_head():
    read = [Mark(TEXT.index("Ann"), TEXT.index("Ann") + 7, "e9", "Person"), Mark(0, 2, "e8", "Product")]
    assert marked(ARTICLE, read) == [
        ("Ann Roe", "e1", "Person"),
        ("her", "e1", "PronPerson"),
        ("old car", "e2", "DescThing"),
        ("the city", "e3", "DescPlace"),
        ("It", "e2", "PronThing"),
        ("She", "e1", "PronPerson"),
        ("the city", "e3", "DescPlace"),
    ]


def test_a_name_that_the_reader_misses_has_the_class_of_its_type():
    assert marked(ARTICLE, [])[0] == ("Ann", "e1", "Person")


def test_marks_count_from_the_window_and_lone_phrases_have_none():
    assert marked(ARTICLE, [], Span(TEXT.index("She"), len(TEXT)))[0] == ("She", "e1", "PronPerson")
    assert not gum_marks(Article("a", TEXT, [], [], PHRASES[:1] + PHRASES[-1:]), Span(0, len(TEXT)), [])


def test_lists_that_share_their_first_members_head_are_left_out():
    text = "Ann and Sue came. They left."
    phrases = [
        phrase(text, "Ann and Sue", "Ann", 1, PERSON),
        phrase(text, "Ann", "Ann", 2, PERSON),
        phrase(text, "They", "They", 1, ("person", "ana", "PRON")),
    ]
    assert marked(Article("a", text, [], [], phrases), [Mark(0, 3, "e5", "Person")]) == [
        ("Ann", "e2", "Person"),
        ("They", "e1", "PronPerson"),
    ]


def test_windows_hold_whole_sentences_and_a_long_one_stands_alone():
    lengths = [200, 100, 1, 400, 10]
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    article = Article("a", "x" * sum(lengths), [], [Span(e - n, e) for e, n in zip(ends, lengths, strict=True)], [])
    assert cut(article, list) == [Span(0, 300), Span(300, 301), Span(301, 701), Span(701, 711)]


QUESTION = Question("q", "Ann Roe met Sue Poe. She left.", Span(21, 24), (Span(0, 7), Span(12, 19)), (False, True))
ANN, SUE, SHE = Mark(0, 7, "e1", "Person"), Mark(12, 19, "e2", "Person"), Mark(21, 24, "e1", "pron")


def test_the_pronoun_is_bound_to_the_right_name_whatever_the_reader_thinks():
    she = Mark(21, 24, "e2", "PronPerson")
    assert gap_marks(QUESTION, [ANN, SUE, SHE]) == ([ANN, SUE, she], she)


def test_a_name_that_the_reader_does_not_see_is_marked():
    marks, _ = gap_marks(QUESTION, [ANN])
    assert [(m.start, m.kind) for m in marks] == [(0, "Person"), (12, "Person"), (21, "PronPerson")]
    assert marks[1].id == marks[2].id != ANN.id


def test_a_right_name_that_stands_only_after_the_pronoun_is_judged_in_its_place():
    question = Question("q", QUESTION.text, Span(8, 11), QUESTION.names, (False, True))
    marks, later = gap_marks(question, [ANN, SUE])
    assert marks == [ANN, Mark(8, 11, "e2", "PronPerson"), SUE]
    assert later == SUE


def test_nothing_is_known_where_the_reader_takes_both_names_for_one():
    assert gap_marks(QUESTION, [ANN, Mark(12, 19, "e1", "Person")])[1] is None


def test_questions_are_read_as_the_file_has_them(tmp_path: Path):
    path = tmp_path / "gap.tsv"
    columns = "ID Text Pronoun Pronoun-offset A A-offset A-coref B B-offset B-coref URL".split()
    cells = ["q", QUESTION.text, "She", "21", "Ann Roe", "0", "FALSE", "Sue Poe", "12", "TRUE", "u"]
    path.write_text("\t".join(columns) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    assert list(questions(path)) == [QUESTION]
