"""Members of a party and holders of a post at it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction.memberships import as_member, spare_posts
from kg.model import Claim, Evidence, Mention, MentionKind, Qualifiers, Span

ONTOLOGY = ontologies.load()


def _mention(start: int, chain: int, kind: str) -> Mention:
    return Mention("doc", Span(start, start + 4), "Moor", MentionKind.NAME, kind, chain)


ANN, PARTY, ACME = _mention(20, 2, "Person"), _mention(10, 1, "PoliticalParty"), _mention(10, 1, "Organization")


def _claim(predicate: str, score: float = 0.9, **qualifiers: str) -> Claim:
    evidence = Evidence("doc", Span(0, 40), "…", ANN.span, PARTY.span, "patterns", score)
    return Claim(ANN, predicate, PARTY, Qualifiers(**qualifiers), evidence)


def _told(claim: Claim, quote: str) -> Claim:
    return replace(claim, evidence=replace(claim.evidence, quote=quote, extractor="neural"))


def test_a_post_is_no_membership_unless_the_sentence_says_so():
    post, member = _claim("holdsPositionAt", title="treasurer"), _claim("memberOf", 0.6)
    assert spare_posts([post, _told(member, "The Moor party's treasurer, Ann, spoke.")], ONTOLOGY) == [post]
    said = _told(member, "Ann, a member and the treasurer of the Moor party, spoke.")
    assert spare_posts([post, said], ONTOLOGY) == [post, said]
    surer = replace(
        _told(member, "The Moor treasurer spoke."), evidence=replace(said.evidence, score=0.95, quote="Ann")
    )
    assert spare_posts([post, surer], ONTOLOGY) == [post, surer]


def test_a_post_at_a_party_takes_a_membership_of_another_sentence_too():
    post, member = _claim("holdsPositionAt", title="leader"), _told(_claim("memberOf", 0.6), "Ann and the Moors won.")
    elsewhere = replace(member, evidence=replace(member.evidence, span=Span(50, 90)))
    assert spare_posts([post, elsewhere], ONTOLOGY) == [post]
    at_body = [replace(claim, object=ACME) for claim in (post, elsewhere)]
    assert spare_posts(at_body, ONTOLOGY) == at_body


@pytest.mark.parametrize("title", ["senator", "MSP", "frontbencher", "chancellor", "prime minister", "home secretary"])
def test_a_seat_or_an_office_of_state_at_a_party_is_membership(title):
    found = as_member(_claim("holdsPositionAt", title=title, status="former"), ONTOLOGY)
    assert (found.predicate, found.qualifiers) == ("memberOf", Qualifiers())
    elsewhere = replace(_claim("holdsPositionAt", title=title), object=ACME)
    assert as_member(elsewhere, ONTOLOGY) == elsewhere


@pytest.mark.parametrize("title", ["shadow chancellor", "shadow home secretary", "general secretary", "leader", ""])
def test_a_post_of_the_party_stays_one(title):
    post = _claim("holdsPositionAt", title=title)
    assert as_member(post, ONTOLOGY) == post
