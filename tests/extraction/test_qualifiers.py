"""What a sentence says of a fact's status by its verb."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
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
        ("{Brill=e1/Company} is buying {Tarn=e2/Company}.", "nsubj<3 aux<3 ROOT<3/buy/VBG obj<3 punct<3", ""),
        ("{Brill=e1/Company} will buy {Tarn=e2/Company}.", "nsubj<3 aux<3 ROOT<3/buy/VB obj<3 punct<3", ""),
        ("{Brill=e1/Company} never bought {Tarn=e2/Company}.", "nsubj<3 advmod<3 ROOT<3/buy/VBD obj<3 punct<3", ""),
    ],
)
def test_a_deal_told_in_the_past_is_completed(analyse, marked, tree, status):
    (claim,) = extract(analyse(marked, tree), ONTOLOGY, Settings()).claims
    assert (claim.predicate, claim.qualifiers.status) == ("acquired", status)
