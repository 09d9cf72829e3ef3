"""A reader for a language of three-part sentences, so that all but the trained model runs in tests without weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import sparql_servers
from hypothesis import HealthCheck, settings
from spacy.lang.en import English
from spacy.tokens import Doc
from sparql_servers import Oxigraph

from kg.model import Analysis, Document, Mention, MentionKind, Span

# The same examples in every run, however slow the machine: a failure is a change, never luck.
settings.register_profile("kg", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kg")

DEAL = "The deal was the year's largest. Acme Corp acquired Beta. The price was not told, and nobody had expected it."
SUIT = "There was more to come in the same week. Gamma sued Acme. The court will hear both of them before the summer."

CLASSES = {
    "Acme": "Company",
    "Acme Corp": "Company",
    "Beta": "Company",
    "Gamma": "Company",
    "Jane Doe": "Person",
    "Jane Roe": "Person",
    "Norland": "Country",
}
LEMMAS = {"acquired": "acquire", "founded": "found", "sued": "sue", "heard": "hear"}
TOKENIZER = English().tokenizer
SENTENCE = re.compile(r"([A-Z][\w ]*?) (" + "|".join(LEMMAS) + r") ([A-Z][\w ]*?)\.")


class SentenceAnalyzer:
    """Reads `Acme acquired Beta.`: names as in CLASSES, verbs as in LEMMAS, trees as a parser would give them."""

    def __init__(self) -> None:
        self.read: list[str] = []
        """Ids of the documents that were analysed, in order."""

    def analyze(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        for document in documents:
            self.read.append(document.id)
            yield self._analysis(document)

    def _analysis(self, document: Document) -> Analysis:
        mentions: list[Mention] = []
        for found in SENTENCE.finditer(document.text):
            for group in (1, 3):
                mentions.append(_mention(document, Span(*found.span(group)), mentions))
        return Analysis(document, _doc(document.text), tuple(mentions), ())


def _mention(document: Document, span: Span, known: list[Mention]) -> Mention:
    text = document.text[span.start : span.end]
    chain = next((one.chain for one in known if one.text == text), len(known))
    return Mention(document.id, span, text, MentionKind.NAME, CLASSES[text], chain)


def _doc(text: str) -> Doc:
    """A complete tree: in each sentence of the language the verb heads its two names."""
    plain = TOKENIZER(text)
    size = len(plain)
    heads = [index if index == 0 or plain[index - 1].text == "." else index - 1 for index in range(size)]
    deps, tags = ["dep"] * size, ["X"] * size
    for found in SENTENCE.finditer(text):
        subject, verb, target = (plain.char_span(*found.span(group)) for group in (1, 2, 3))
        heads[verb.start], deps[verb.start], tags[verb.start] = verb.start, "ROOT", "VERB"
        heads[target.end], deps[target.end], tags[target.end] = verb.start, "punct", "PUNCT"
        for name, dep in ((subject, "nsubj"), (target, "obj")):
            for index in range(name.start, name.end):
                heads[index] = verb.start if index == name.start else name.start
                deps[index], tags[index] = dep if index == name.start else "flat", "PROPN"
    return Doc(
        plain.vocab,
        words=[token.text for token in plain],
        spaces=[bool(token.whitespace_) for token in plain],
        heads=heads,
        deps=deps,
        pos=tags,
        tags=tags,
        lemmas=[LEMMAS.get(token.text, token.text) for token in plain],
    )


@pytest.fixture(scope="session")
def make_analyzer() -> type[SentenceAnalyzer]:
    return SentenceAnalyzer


@pytest.fixture
def analyzer() -> SentenceAnalyzer:
    return SentenceAnalyzer()


@pytest.fixture(scope="session")
def articles() -> dict[str, str]:
    """Two articles, by name of file, that share a firm under two names."""
    return {"deal.txt": DEAL, "suit.txt": SUIT}


@pytest.fixture
def news(tmp_path: Path, articles: dict[str, str]) -> Path:
    """A folder of these articles."""
    folder = tmp_path / "news"
    folder.mkdir(exist_ok=True)
    for name, text in articles.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """One Oxigraph server for all tests that leave it alive."""
    with sparql_servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture
def server(oxigraph: Oxigraph) -> Oxigraph:
    """The same, empty."""
    oxigraph.clear()
    return oxigraph
