"""Which verb is the title of a post that no noun names."""

from __future__ import annotations

import pytest

from kg.extraction.reading import Reading
from kg.extraction.wordings import word
from kg.model import Analysis, Claim, Mention, Qualifiers


def _claim(analysis: Analysis, reading: Reading, predicate: str, title: str = "") -> Claim:
    holder = next(item for item in analysis.mentions if item.type == "Person")
    body = next(item for item in analysis.mentions if isinstance(item, Mention) and item.type != "Person")
    return Claim(holder, predicate, body, Qualifiers(title=title), reading.evidence(holder, body, "neural", 0.9))


@pytest.mark.parametrize(
    ("marked", "predicate", "title"),
    [
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company}.", "ceoOf", "runs"),
        ("{Ada Nord=e1/Person}, who once headed the {Birch=e2/Company}.", "ceoOf", "headed"),
        ("{Birch=e2/Company} shut; {Ada Nord=e1/Person} has run {it=e2/pron}.", "ceoOf", "run"),
        ("The {Birch=e2/Company}, which {Ada Nord=e1/Person} leads, closed.", "holdsPositionAt", "leads"),
        ("{Ada Nord=e1/Person} chairs {Birch=e2/Company}.", "chairOf", "chairs"),
        ("{Ada Nord=e1/Person} chairs {Birch=e2/Company}.", "ceoOf", ""),
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company} 's shops.", "ceoOf", ""),
        ("{Ada Nord=e1/Person} runs shops near {Birch=e2/Company}.", "ceoOf", ""),
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company}.", "founderOf", ""),
    ],
)
def test_a_verb_between_holder_and_body_is_the_title(analyse, marked, predicate, title):
    analysis = analyse(marked)
    reading = Reading(analysis)
    (claim,) = word([_claim(analysis, reading, predicate)], reading)
    assert claim.qualifiers.title == title


def test_a_post_that_a_noun_names_keeps_it(analyse):
    analysis = analyse("{Ada Nord=e1/Person} runs {Birch=e2/Company}.")
    reading = Reading(analysis)
    claims = [_claim(analysis, reading, "ceoOf"), _claim(analysis, reading, "ceoOf", "boss")]
    assert [claim.qualifiers.title for claim in word(claims, reading)] == ["", "boss"]
