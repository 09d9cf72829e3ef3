"""What a sentence says of a fact's status by its verb."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
from kg.extraction.places import is_beside
from kg.extraction.qualifiers import qualify
from kg.extraction.reading import Reading
from kg.model import Analysis, Claim, Mention, Qualifiers
from kg.settings import Settings

ONTOLOGY = ontologies.load()


@pytest.mark.parametrize(
    ("marked", "tree", "status"),
    [
        ("{Brill=e1/Company} bought {Tarn=e2/Company}.", "nsubj<2 ROOT<2/buy/VBD obj<2 punct<2", "completed"),
        (
            "{Tarn=e2/Company} was bought by {Brill=e1/Company}.",
            "nsubj:pass<3 aux:pass<3 ROOT<3/buy/VBN case<5 obl:agent<3 punct<3",
            "completed",
        ),
        (
            "{Brill=e1/Company} is buying {Tarn=e2/Company}.",
            "nsubj<3 aux<3/be/VBZ ROOT<3/buy/VBG obj<3 punct<3",
            "agreed",
        ),
        ("{Brill=e1/Company} will buy {Tarn=e2/Company}.", "nsubj<3 aux<3 ROOT<3/buy/VB obj<3 punct<3", "agreed"),
        (
            "Ada said {Brill=e1/Company} was to buy {Tarn=e2/Company}.",
            "nsubj<2 ROOT<2/say/VBD nsubj<6 aux<6/be/VBD mark<6 ccomp<2/buy/VB obj<6 punct<2",
            "agreed",
        ),
        (
            "Ada said {Brill=e1/Company} was buying {Tarn=e2/Company}.",
            "nsubj<2 ROOT<2/say/VBD nsubj<5 aux<5/be/VBD ccomp<2/buy/VBG obj<5 punct<2",
            "",
        ),
        ("{Brill=e1/Company} never bought {Tarn=e2/Company}.", "nsubj<3 advmod<3 ROOT<3/buy/VBD obj<3 punct<3", ""),
    ],
)
def test_the_tense_of_a_deal_tells_its_status(analyse, marked, tree, status):
    (claim,) = extract(analyse(marked, tree), ONTOLOGY, Settings()).claims
    assert (claim.predicate, claim.qualifiers.status) == ("acquired", status)
    assert (claim.qualifiers.modality == "asserted") is ("never" not in marked)


@pytest.mark.parametrize(
    ("words", "tree", "how"),
    [
        ("set up", "nsubj<2 ROOT<2/set/VBD compound:prt<2 obj<2 punct<2", "asserted"),
        ("is set to found", "nsubj<3 aux<3/be/VBZ ROOT<3/set/VBN mark<5 xcomp<3/found/VB obj<5 punct<3", "planned"),
        ("ruled out founding", "nsubj<2 ROOT<2/rule/VBD compound:prt<2 xcomp<2/found/VBG obj<4 punct<2", "negated"),
    ],
)
def test_a_particle_makes_another_verb(analyse, words, tree, how):
    (claim,) = extract(analyse(f"{{Ada=e1/Person}} {words} {{Tarn=e2/Company}}.", tree), ONTOLOGY, Settings()).claims
    assert (claim.predicate, claim.qualifiers.modality) == ("founderOf", how)


def _claim(analysis: Analysis, predicate: str, **known: str) -> tuple[Claim, Reading]:
    reading = Reading(analysis)
    one, two = (item for item in analysis.mentions[:2] if isinstance(item, Mention))
    return Claim(one, predicate, two, Qualifiers(**known), reading.evidence(one, two, "neural", 0.9)), reading


@pytest.mark.parametrize(
    ("marked", "share"),
    [
        ("{Acme=e1/Company} holds {60%=v1/Percent} of {Birch=e2/Company}.", "60 %"),
        ("{Acme=e1/Company}, owner of {Birch=e2/Company}, sold a {60%=v1/Percent} stake in {Cord=e3/Company}.", ""),
    ],
)
def test_a_share_of_another_thing_is_not_taken(analyse, marked, share):
    assert qualify(*_claim(analyse(marked), "ownerOf"), ONTOLOGY).qualifiers.amount == share


@pytest.mark.parametrize(("verb", "day"), [(2, "2023-05-05"), (7, "")])
def test_a_day_on_another_verb_is_not_taken(analyse, verb, day):
    marked = "{Acme=e1/Company} met {Birch=e2/Company}, who had arrived on {5 May 2023=v1/Date}."
    tree = (
        "nsubj<2 ROOT<2/meet/VBD obj<2 punct<3 nsubj<7 aux<7 acl:relcl<3/arrive/VBN case<9"
        f" obl<{verb} dep<9 dep<9 punct<2"
    )
    assert qualify(*_claim(analyse(marked, tree), "metWith"), ONTOLOGY).qualifiers.date == day


@pytest.mark.parametrize(
    ("words", "beside"),
    [("east of", True), ("south-west of", True), ("in the east of", False), ("in", False), ("of", False)],
)
def test_a_place_east_of_another_is_not_in_it(analyse, words, beside):
    analysis = analyse(f"{{Elm=e1/City}} lies {words} {{Ash=e2/City}}.")
    assert is_beside(*_claim(analysis, "locatedIn")) is beside


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("the incoming chairman of {Birch=e2/Company}, {Ada Nord=e1/Person},", "incoming"),
        ("ex-chairman of {Birch=e2/Company}, {Ada Nord=e1/Person},", "former"),
        ("the chairman of {Birch=e2/Company}, {Ada Nord=e1/Person},", ""),
        ("the former owner and the chairman of {Birch=e2/Company}, {Ada Nord=e1/Person},", ""),
    ],
)
def test_a_word_before_the_title_says_whether_it_is_held(analyse, words, status):
    analysis = analyse(f"It is up to {words} to sign.")
    reading = Reading(analysis)
    subject, other = sorted(analysis.mentions, key=lambda mention: mention.type, reverse=True)
    evidence = reading.evidence(subject, other, "neural", 0.9)
    claim = Claim(subject, "chairOf", other, Qualifiers(title="chairman"), evidence)
    assert qualify(claim, reading, ONTOLOGY).qualifiers.status == status


_CLOSE = "nsubj<2 ROOT<2/{}/VBD advmod<2 mark<5 advcl<2/buy/VBG obj<5 punct<2"


@pytest.mark.parametrize(
    ("words", "tree", "status", "how"),
    [
        ("nearly bought", "nsubj<3 advmod<3 ROOT<3/buy/VBD obj<3 punct<3", "failed", "negated"),
        ("came close to buying", _CLOSE.format("come"), "failed", "negated"),
        ("is close to buying", _CLOSE.format("be"), "completed", "asserted"),
        ("finally bought", "nsubj<3 advmod<3 ROOT<3/buy/VBD obj<3 punct<3", "completed", "asserted"),
    ],
)
def test_a_deal_that_nearly_happened_failed_and_anything_else_is_denied(analyse, words, tree, status, how):
    analysis = analyse(f"{{Acme=e1/Company}} {words} {{Birch=e2/Company}}.", tree)
    deal = qualify(*_claim(analysis, "acquired", status="completed"), ONTOLOGY).qualifiers
    assert (deal.status, deal.modality) == (status, "asserted")
    assert qualify(*_claim(analysis, "investedIn"), ONTOLOGY).qualifiers.modality == how
