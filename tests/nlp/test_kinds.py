"""What names cannot be, and what they are by the words beside them."""

import pytest

from kg import ontology
from kg.model import Span
from kg.nlp.kinds import Kinds, only_begin_sentences

KINDS = Kinds(ontology.load())


@pytest.mark.parametrize(
    "words",
    ["Norway", "the Hague", "Kremlin", "Franco-German", "Dutch-registered", "U.S.", "Scottish and", "Britain's"],
)
def test_lands_adjectives_and_seats_may_be_countries(words: str) -> None:
    assert KINDS.may_be_country(words)


@pytest.mark.parametrize("words", ["Melnik", "Foreign", "Conservative", "Hollywood", "Islamic"])
def test_what_no_table_knows_is_no_country(words: str) -> None:
    assert not KINDS.may_be_country(words)


@pytest.mark.parametrize(
    ("words", "whole"),
    [("UK", True), ("the Russian Federation", True), ("Norwegian", False), ("Norway Foods", False), ("turkey", False)],
)
def test_only_a_whole_name_is_a_country(words: str, whole: bool) -> None:
    assert KINDS.is_name_of_country(words) is whole


@pytest.mark.parametrize(
    ("words", "seat"), [("Kremlin", True), ("the Kremlin", True), ("Moscow", False), ("Kremlin Foods", False)]
)
def test_a_street_or_building_stands_for_a_government(words: str, seat: bool) -> None:
    assert KINDS.is_seat(words) is seat


@pytest.mark.parametrize(
    ("kind", "words", "name"),
    [
        ("Product", '"', False),
        ("Person", "Mr", False),
        ("Person", "Director", False),
        ("Person", "Mr Aldous", True),
        ("GovernmentAgency", "Commissioner for Fisheries", False),
        ("GovernmentAgency", "Fisheries Secretary", False),
        ("GovernmentAgency", "fisheries ministry", True),
        ("GovernmentAgency", "coal", False),
        ("Company", "Admiral", True),
        ("Company", "copied", False),
        ("Company", "e&", True),
        ("Product", "iPhone", True),
        ("Product", "one-way", False),
        ("Event", "a May", False),
        ("Product", "The", False),
        ("Person", "May", True),
        ("Event", "Christmas", True),
        ("City", "Christmas", False),
        ("Organization", "MPs", False),
        ("Company", "MPS", True),
        ("Company", "A", False),
        ("Place", "south", False),
        ("Place", "eurozone", True),
        ("Organization", "travellers", False),
        ("Organization", "works council", True),
        ("Company", "Muslim", False),
        ("Place", "Christians", False),
        ("Organization", "Muslim Council of Norland", True),
        ("Person", "Christian", True),
        ("Person", "HIV", False),
        ("Product", "HIV/Aids", False),
        ("Company", "GPS receivers", False),
        ("Company", "GPS Norland", True),
        ("Company", "Norland Coast Disease", False),
        ("PoliticalParty", "anti-Norland", False),
        ("PoliticalParty", "Anti-Toll Party", True),
        ("Event", "its", False),
        ("Event", "spring", False),
    ],
)
def test_words_that_name_nothing_by_themselves(kind: str, words: str, name: bool) -> None:
    assert KINDS.is_name(kind, words) is name


def products(marked: str) -> list[str]:
    """The words of the names in brackets, all tagged as firms, that the words beside them make products."""
    parts = marked.replace("]", "[").split("[")
    text, names = "", []
    for number, part in enumerate(parts):
        if number % 2:
            names.append((Span(len(text), len(text) + len(part)), "Company"))
        text += part
    return [text[names[i][0].start : names[i][0].end] for i in KINDS.products(text, names)]


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ("It sells the drug [Lorvexa] abroad.", ["Lorvexa"]),
        ('The film "[Rosewater]" won.', ["Rosewater"]),
        ("The drug maker [Halden] closed.", []),
        (
            "[Halden] owns brands such as [Corvo], [Sipa] and [Old Mill], and [Oxley] none.",
            ["Corvo", "Sipa", "Old Mill"],
        ),
        ("[Starfall], Oxley's new arcade game, is late.", ["Starfall"]),
        ("[Oxley], the studio behind the game, is late.", []),
        ("[Corvo], a brand of Halden, is sold.", []),
        ("The film The [Rosewater] won.", ["Rosewater"]),
        ("Her film, [Rosewater], won.", ["Rosewater"]),
        ("Shown in a film, [Oxley] said, it won.", []),
        ("It has shows such as [Oxley]'s Big Quiz.", []),
        ("It has games such as [Oxley]'s [Starfall] and [Brill]'s [Moonrise].", ["Starfall", "Moonrise"]),
    ],
)
def test_the_words_beside_a_name_make_it_a_product(marked: str, told: list[str]) -> None:
    assert products(marked) == told


def test_a_word_that_has_its_capital_from_the_sentence_alone_is_no_name() -> None:
    text = "Gadgets sell. Apple does not, an apple a day or not. Critics of Apple say gadgets bore. Oxley agrees."
    assert only_begin_sentences(text, ["Gadgets", "Apple", "Oxley"]) == {"Gadgets"}


def test_a_common_word_at_the_beginning_of_a_sentence_names_nothing() -> None:
    text = "Earlier talks failed. Oxley hopes on. He likes Mango. Mango sells.\n- Mending roads"
    words = ["Earlier", "Oxley", "Mango", "Mending"]
    assert only_begin_sentences(text, words, {"Earlier", "Mango", "Mending"}) == {"Earlier", "Mending"}


@pytest.mark.parametrize(
    ("words", "part"),
    [("Anti", True), ("Non", True), ("Coast Fever", True), ("Brill", False), ("Harbour", False)],
)
def test_the_beginning_of_a_word_or_of_an_ailment_is_no_name(words: str, part: bool) -> None:
    text = "Anti-Brill campaigns; Non-Norland ships; Coast Fever disease. Harbour-based Brill treats disease."
    start = text.rindex(words)
    assert KINDS.is_part(text, Span(start, start + len(words))) is part


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Tories", "PoliticalParty"),
        ("the Federal Trade Commission", "Regulator"),
        ("FTC", ""),
        ("tories", ""),
        ("Nasdaq", ""),
        ("Brill", ""),
    ],
)
def test_known_bodies_have_their_class(words: str, kind: str) -> None:
    assert KINDS.class_of_body(words) == kind
