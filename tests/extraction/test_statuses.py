"""Which words of a sentence, and which other facts of a document, say that a fact is over."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction.qualifiers import qualify
from kg.extraction.reading import Reading
from kg.extraction.standing import settle
from kg.model import Analysis, Claim, Mention, Modality, Qualifiers

ONTOLOGY = ontologies.load()


def _claim(analysis: Analysis, predicate: str, **known: str) -> tuple[Claim, Reading]:
    reading = Reading(analysis)
    one, two = (item for item in analysis.mentions[:2] if isinstance(item, Mention))
    return Claim(one, predicate, two, Qualifiers(**known), reading.evidence(one, two, "neural", 0.9)), reading


def _status(analysis: Analysis, predicate: str, **known: str) -> str:
    return qualify(*_claim(analysis, predicate, **known), ONTOLOGY).qualifiers.status


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("{Acme=e1/Company} sold {Birch=e2/Company} to Cord.", "former"),
        ("{Acme=e1/Company} has sold its stake in {Birch=e2/Company} to Cord.", "former"),
        ("{Acme=e1/Company} sold a stake in {Birch=e2/Company} to Cord.", ""),
        ("{Acme=e1/Company} sold most of its stake in {Birch=e2/Company} to Cord.", ""),
        ("{Acme=e1/Company} sold beer to {Birch=e2/Company}.", ""),
    ],
)
def test_who_has_sold_a_firm_owned_it(analyse, marked, status):
    assert _status(analyse(marked), "ownerOf") == status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Cord has bought {Birch=e2/Company} from", "former"),
        ("Cord won control of {Birch=e2/Company} by buying shares from founder", "former"),
        ("Cord is to be bought with {Birch=e2/Company} from", ""),
        ("Cord is buying {Birch=e2/Company} from", ""),
        ("{Birch=e2/Company} took a first loan from", ""),
        ("{Birch=e2/Company} took {its=e2/pron} first loan from", ""),
        ("Cord took {9%=v1/Percent} of {Birch=e2/Company} from", "former"),
        ("{Birch=e2/Company} had letters from", ""),
    ],
)
def test_what_was_bought_from_a_man_was_his(analyse, words, status):
    analysis = analyse(f"{words} {{Ada Nord=e1/Person}} in May.")
    owner = next(item for item in analysis.mentions if item.type == "Person")
    owned = next(item for item in analysis.mentions if item.type == "Company")
    reading = Reading(analysis)
    evidence = reading.evidence(owner, owned, "neural", 0.9)
    claim = Claim(owner, "ownerOf", owned, Qualifiers(), evidence)
    assert qualify(claim, reading, ONTOLOGY).qualifiers.status == status


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("{Ada Nord=e1/Person}, founder and then boss of {Birch=e2/Company}, left.", "former"),
        ("{Ada Nord=e1/Person} spoke first, then left, as boss of {Birch=e2/Company}.", ""),
    ],
)
def test_a_post_of_then_is_over(analyse, marked, status):
    assert _status(analyse(marked), "ceoOf", title="boss") == status


def test_what_is_bought_and_done_is_simply_owned(analyse):
    analysis = analyse("{Acme=e1/Company} bought 9% of {Birch=e2/Company}.")
    assert _status(analysis, "ownerOf", status="completed") == ""


@pytest.mark.parametrize(("modality", "status"), [(Modality.ASSERTED, "former"), (Modality.RUMOURED, "")])
def test_the_dead_held_their_posts(analyse, modality, status):
    analysis = analyse("{Ada Nord=e1/Person}, mayor of {Elm=e2/City}.")
    post, reading = _claim(analysis, "holdsPositionAt", title="mayor")
    death, _ = _claim(analysis, "diedIn")
    death = Claim(death.subject, "diedIn", death.object, Qualifiers(modality=modality), death.evidence)
    settled = settle([post, death], reading, ONTOLOGY)
    assert [claim.qualifiers.status for claim in settled] == [status, ""]


@pytest.mark.parametrize(("verb", "status"), [("is/VBZ", ""), ("was/VBD", "former")])
def test_who_is_told_to_be_something_now_is_not_dead(analyse, verb, status):
    word, tag = verb.split("/")
    analysis = analyse(
        f"{{Nord=e1/Person}} {word} mayor of {{Elm=e2/City}}.", f"nsubj<3 cop<3/be/{tag} ROOT<3 case<5 nmod<3 punct<3"
    )
    post, reading = _claim(analysis, "holdsPositionAt", title="mayor")
    death, _ = _claim(analysis, "diedIn")
    assert settle([post, death], reading, ONTOLOGY)[0].qualifiers.status == status


@pytest.mark.parametrize(("relation", "over"), [("livesIn", "former"), ("nationality", "")])
def test_a_nationality_outlives_who_has_it(analyse, relation, over):
    analysis = analyse("{Ada Nord=e1/Person} lived in {Elm=e2/Country}.")
    held, reading = _claim(analysis, relation)
    death, _ = _claim(analysis, "diedIn")
    assert settle([held, death], reading, ONTOLOGY)[0].qualifiers.status == over
