from pathlib import Path

import pytest

from gum import Article, articles
from kg.model import Span

CONLLU = """\
# newdoc id = GUM_news_one
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# newpar
# text = Ann Roe's firm, Acme, didn't pay.
1	Ann	Ann	PROPN	NNP	_	4	nmod:poss	_	Entity=(1-person-new-n-cf1-1,2-coref-Ann_Roe
2-3	Roe's	_	_	_	_	_	_	_	_
2	Roe	Roe	PROPN	NNP	_	1	flat	_	_
3	's	's	PART	POS	_	1	case	_	Entity=1)
4	firm	firm	NOUN	NN	_	10	nsubj	_	Entity=(2-organization-new-n-cf2-1-coref(3-abstract-new-n-cf3-1-sgl)|SpaceAfter=No
5	,	,	PUNCT	,	_	6	punct	_	_
6	Acme	Acme	PROPN	NNP	_	4	appos	_	Bridge=1<2|Entity=(2-organization-new-n-cf2-1-appos)2)|SpaceAfter=No
7	,	,	PUNCT	,	_	4	punct	_	_
8-9	didn't	_	_	_	_	_	_	_	_
8	did	do	AUX	VBD	_	10	aux	_	_
9	n't	not	PART	RB	_	10	advmod	_	_
10	pay	pay	VERB	VB	_	0	root	_	SpaceAfter=No
11	.	.	PUNCT	.	_	10	punct	_	_

# text = She left.
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv:act-nnnnn-cf1*-1-ana-Ann_Roe)
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
# text = End
1	End	end	NOUN	NN	_	0	root	_	_

# newdoc id = GUM_news_two
# newpar
# text = Hi
1	Hi	hi	INTJ	UH	_	0	root	_	_
"""  # noqa: E501  (the format has no line breaks)


@pytest.fixture
def article(tmp_path: Path) -> Article:
    path = tmp_path / "train.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    first, second = articles(path)
    assert (second.id, second.text, second.phrases) == ("GUM_news_two", "Hi", [])
    return first


def words(article: Article, span: Span) -> str:
    return article.text[span.start : span.end]


def test_the_text_is_as_it_was_printed_with_paragraphs_parted(article):
    assert article.text == "Ann Roe's firm, Acme, didn't pay. She left.\n\nEnd"
    assert [words(article, block) for block in article.blocks] == ["Ann Roe's firm, Acme, didn't pay. She left.", "End"]
    assert [words(article, s) for s in article.sentences] == ["Ann Roe's firm, Acme, didn't pay.", "She left.", "End"]


def test_phrases_have_their_words_head_core_and_form(article):
    found = [(words(article, p.span), words(article, p.head), words(article, p.core), p.form) for p in article.phrases]
    assert sorted(found) == [
        ("Acme", "Acme", "Acme", "name"),
        ("Ann Roe's", "Ann", "Ann Roe", "name"),
        ("She", "She", "She", "pronoun"),
        ("firm", "firm", "firm", "description"),
        ("firm, Acme", "firm", "firm", "description"),
    ]


def test_clusters_hold_the_phrases_of_one_thing_in_order(article):
    clusters = {key: [words(article, p.span) for p in group] for key, group in article.clusters().items()}
    assert clusters == {1: ["Ann Roe's", "She"], 2: ["firm, Acme", "Acme"], 3: ["firm"]}
