"""The cue files that kg carries, on sentences without trees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
from kg.extraction.posts import Posts
from kg.model import MentionKind
from kg.settings import Settings

ONTOLOGY = ontologies.load()


def _facts(analysis):
    found = extract(analysis, ONTOLOGY, Settings()).claims
    return {(claim.subject.text, claim.predicate, claim.object.text) for claim in found}


def test_each_executive_of_a_list_has_his_own_firm(analyse):
    analysis = analyse(
        "They were {Brill Foods=e1/Company} founder and CEO {Ann Lee=e2/Person}, {Tarn Rail=e3/Company} co-founder and"
        " chief executive {Bo Dahl=e4/Person}, and {Banka Morava=e5/Company} chairman {Cy Novak=e6/Person}."
    )
    assert _facts(analysis) == {
        ("Ann Lee", "founderOf", "Brill Foods"),
        ("Ann Lee", "ceoOf", "Brill Foods"),
        ("Bo Dahl", "founderOf", "Tarn Rail"),
        ("Bo Dahl", "ceoOf", "Tarn Rail"),
        ("Cy Novak", "chairOf", "Banka Morava"),
    }


@pytest.mark.parametrize(
    ("marked", "fact"),
    [
        ("{Ann Lee=e1/Person}, chief executive of {Brill=e2/Company}, left.", ("Ann Lee", "ceoOf", "Brill")),
        (
            "{Ann Lee=e1/Person}, founder of ride-hailing giant {Brill=e2/Company}, left.",
            ("Ann Lee", "founderOf", "Brill"),
        ),
        ("It led to a {$3m=v1/Money} fine against {Brill=e2/Company} by regulators.", ("regulators", "fined", "Brill")),
        ("{Brill=e2/Company}'s chairwoman, {Ann Lee=e1/Person}, left.", ("Ann Lee", "chairOf", "Brill")),
        (
            "{Its=e2/pron} finance director {Ann Lee=e1/Person} left {Brill=e2/Company}.",
            ("Ann Lee", "holdsPositionAt", "Its"),
        ),
        (
            "{Ann Lee=e1/Person}, deputy head of the {Port Office=e2/GovernmentAgency}, left.",
            ("Ann Lee", "holdsPositionAt", "Port Office"),
        ),
        ("{Oslo=e1/City}-based {Brill=e2/Company} closed.", ("Brill", "headquarteredIn", "Oslo")),
        ("{German=e1/Country} insurer {Brill=e2/Company} closed.", ("Brill", "headquarteredIn", "German")),
        ("{Brill=e1/Company}'s rival {Tarn=e2/Company} closed.", ("Brill", "competitorOf", "Tarn")),
        ("{Brill=e1/Company}, founded in {1998=v1/Date}, closed.", ("Brill", "foundedOn", "1998")),
        ("{Brill=e1/Company}, which owns {40%=v1/Percent} of {Tarn=e2/Company}, closed.", ("Brill", "ownerOf", "Tarn")),
        ("{Ann Lee=e1/Person} and her husband, {Bo Dahl=e2/Person}, left.", ("Ann Lee", "spouseOf", "Bo Dahl")),
        ("{Ann Lee=e1/Person}, who was born in {Oslo=e2/City}, left.", ("Ann Lee", "bornIn", "Oslo")),
        ("{Ann Lee=e1/Person} was born on {3 May 1970=v1/Date} in {Oslo=e2/City}.", ("Ann Lee", "bornIn", "Oslo")),
        ("Born in {Oslo=e2/City}, {Ann Lee=e1/Person} sang.", ("Ann Lee", "bornIn", "Oslo")),
        ("{Ann Lee=e1/Person}, a native of {Oslo=e2/City}, sang.", ("Ann Lee", "bornIn", "Oslo")),
        ("{Ann Lee=e1/Person} (born {3 May 1970=v1/Date}) sang.", ("Ann Lee", "birthDate", "3 May 1970")),
        ("{Ann Lee=e1/Person} ({1912=v1/Date} – {1987=v2/Date}) sang.", ("Ann Lee", "birthDate", "1912")),
        ("{Ann Lee=e1/Person} ({1912=v1/Date} – {1987=v2/Date}) sang.", ("Ann Lee", "deathDate", "1987")),
        (
            "{She=e1/pron} sang until {her=e1/pron} death in {1987=v2/Date}, {Ann Lee=e1/Person}.",
            ("her", "deathDate", "1987"),
        ),
        ("{Ann Lee=e1/Person} lives and works in {Oslo=e2/City}.", ("Ann Lee", "livesIn", "Oslo")),
        (
            "{Ann Lee=e1/Person} is the daughter of {Cy Lee=e2/Person} and {Di Lee=e3/Person}.",
            ("Ann Lee", "childOf", "Di Lee"),
        ),
        ("It is run by {Ann Lee=e1/Person}, chair of {Brill=e2/Company}.", ("Ann Lee", "chairOf", "Brill")),
        (
            "Heads of {Brill=e1/Company}, which owns {40%=v1/Percent} of {Tarn=e2/Company}, left.",
            ("Brill", "ownerOf", "Tarn"),
        ),
        (
            "Former {Brill=e1/Company} treasurer Lord {Lee=e2/Person} left.",
            ("Lee", "holdsPositionAt", "Brill"),
        ),
        ("A {Brill=e1/Company} engineer, {Ann Lee=e2/Person}, left.", ("Ann Lee", "holdsPositionAt", "Brill")),
        ("{Ann Lee=e1/Person}, from {Brill=e2/Company}, spoke.", ("Ann Lee", "holdsPositionAt", "Brill")),
        ("{Brill=e1/Organization} drummer {Ann Lee=e2/Person} left.", ("Ann Lee", "memberOf", "Brill")),
        ("{Ann Lee=e1/Person}, 44, of {Oslo=e2/City}, won.", ("Ann Lee", "livesIn", "Oslo")),
        (
            "{Brill=e1/Company} has {2m=v1/Number} subscribers in {Norway=e2/Country}.",
            ("Brill", "operatesIn", "Norway"),
        ),
        ("{Brill=e1/Company}'s {Tarn=e2/Company} unit closed.", ("Tarn", "subsidiaryOf", "Brill")),
        (
            "It flies to {Ghent=e1/City}, {Belgium=e2/Country} and {Kyiv=e3/City}, {Ukraine=e4/Country}.",
            ("Ghent", "locatedIn", "Belgium"),
        ),
        (
            "{Brill=e1/Company}, which is vying with {Tarn=e2/Company}, fell.",
            ("Brill", "competitorOf", "Tarn"),
        ),
        ("{Brill=e1/Company}'s {annual congress=e2/Event} began.", ("Brill", "organized", "annual congress")),
        ("In {Oslo=e1/City} boroughs of {Grorud=e2/Place} it snowed.", ("Grorud", "locatedIn", "Oslo")),
        (
            "{Brill=e1/Company}, in collaboration with {Tarn=e2/Company}, built it.",
            ("Brill", "partnerOf", "Tarn"),
        ),
        ("Heads of {Brill=e1/Company}, a unit of {Tarn=e2/Company}, left.", ("Brill", "subsidiaryOf", "Tarn")),
        (
            "{Ann Lee=e1/Person} of {Brill=e2/Company}, an {Oslo=e3/City}-based insurer, left.",
            ("Brill", "headquarteredIn", "Oslo"),
        ),
        (
            "Votes by {Brill=e1/Organization} member {Norway=e2/Country}, it said, failed.",
            ("Norway", "memberOf", "Brill"),
        ),
        (
            "{Brill=e1/Company} was founded by {Oslo University=e2/EducationalOrganization} graduates"
            " {Ann Lee=e3/Person} and {Bo Dahl=e4/Person}.",
            ("Bo Dahl", "founderOf", "Brill"),
        ),
        (
            "{Ann Lee=e1/Person}, chair of {P2P=e2/Company} firm {Brill=e3/Company}, left.",
            ("Ann Lee", "chairOf", "Brill"),
        ),
        ("In {1998=v1/Date} {Ann Lee=e1/Person} founded {Brill=e2/Company}.", ("Brill", "foundedOn", "1998")),
    ],
)
def test_states(analyse, marked, fact):
    assert fact in _facts(analyse(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "{Ann Lee=e1/Person}, president of {Oslo=e2/City}'s {Brill=e3/Company}, left.",
        "A fund from {Ohio=e1/Place} sued {Brill=e2/Company}.",
        "{Brill=e1/Company} sued {Tarn=e2/Company}'s founder.",
        "{Ann Lee=e1/Person} met {Oslo=e2/City} mayor {Bo Dahl=e3/Person}.",
        "{Brill=e1/Company}, {Tarn=e2/Company}'s oil unit {Vang=e3/Company} and others fell.",
        "{US=e1/Country} arm of phone firm {Brill=e2/Company} closed.",
        "{Brill=e1/Company} was founded by {Oslo University=e2/EducationalOrganization} graduate {Ann Lee=e3/Person}.",
        "{Ann Lee=e1/Person}, chair of {Brill=e2/Company} unit {Tarn=e3/Company}, left.",
        "Chair of {Brill=e1/Company}, {Tarn=e2/Company} founder {Ann Lee=e3/Person}.",
        "Heads of {Brill=e1/Company} sued {Tarn=e2/Company}.",
        "{Brill=e1/Company}, the {Oslo=e2/City}-based {Tarn=e3/Company} and others fell.",
        "{Brill=e1/Company} owns the paper that {Tarn=e2/Company} printed.",
        "It flies to {Oslo=e1/City}, {Malta=e2/Country} and {Kyiv=e3/City}.",
        "{Ann Lee=e1/Person}'s {funeral=e2/Event} was on television.",
    ],
)
def test_does_not_state_a_fact_of_the_first_two(analyse, marked):
    analysis = analyse(marked)
    first, second = (mention.text for mention in analysis.mentions[:2])
    assert not [fact for fact in _facts(analysis) if {fact[0], fact[2]} == {first, second}]


@pytest.mark.parametrize("title", ["head of {China=e3/Country}", "director for {China=e3/Country} sales"])
def test_a_post_for_a_place_is_another_than_the_post_alone(analyse, title):
    found = extract(
        analyse(f"{{Ann Lee=e1/Person}}, {{Brill=e2/Company}}'s {title}, left."), ONTOLOGY, Settings()
    ).claims
    whole = title.replace("{", "").replace("=e3/Country}", "")
    assert [(claim.predicate, claim.qualifiers.title) for claim in found] == [("holdsPositionAt", whole)]


def test_a_deputy_leader_is_no_deputy_and_no_leader(analyse):
    analysis = analyse("{Ann Lee=e1/Person}, now {Greens=e2/PoliticalParty} deputy leader, won.")
    for token in analysis.doc:
        token.pos_ = "VERB" if token.lower_ == "deputy" else token.pos_
    (claim,) = extract(analysis, ONTOLOGY, Settings()).claims
    assert (claim.predicate, claim.qualifiers.title) == ("holdsPositionAt", "deputy leader")


def test_claim_of_any_post_goes_to_the_relation_that_lists_it(analyse):
    (claim,) = extract(
        analyse("{Brill=e1/Organization} drummer {Ann Lee=e2/Person} left."), ONTOLOGY, Settings()
    ).claims
    posts = Posts.of(ONTOLOGY)
    assert posts.retype(replace(claim, predicate="holdsPositionAt"), ONTOLOGY).predicate == "memberOf"
    assert posts.retype(replace(claim, predicate="ceoOf"), ONTOLOGY).predicate == "ceoOf"


def test_title_and_status_are_kept_apart(analyse):
    analysis = analyse("{Ann Lee=e1/Person}, former chief executive of {Brill=e2/Company}, left.")
    (claim,) = extract(analysis, ONTOLOGY, Settings()).claims
    assert (claim.qualifiers.title, claim.qualifiers.status) == ("chief executive", "former")


def test_evidence_is_the_sentence(analyse):
    analysis = analyse("It rained. {Ann Lee=e1/Person}, head of {Brill=e2/Company}, left. Nobody minded.")
    (claim,) = extract(analysis, ONTOLOGY, Settings()).claims
    evidence = claim.evidence
    assert evidence.quote == "Ann Lee, head of Brill, left."
    assert analysis.document.text[evidence.span.start : evidence.span.end] == evidence.quote
    assert (evidence.subject, evidence.object) == (claim.subject.span, claim.object.span)


def test_lone_amount_belongs_to_the_fine(analyse):
    analysis = analyse(
        "{Brill=e1/Company} was fined {£3m=v1/Money} by the {Port Office=e2/Regulator} for hiding its losses."
    )
    (claim,) = extract(analysis, ONTOLOGY, Settings()).claims
    assert (claim.qualifiers.amount, claim.qualifiers.reason) == ("3000000 GBP", "hiding its losses")


def test_no_mentions_no_claims(analyse):
    assert extract(analyse("Nothing happened."), ONTOLOGY, Settings()).claims == ()


def test_a_deputy_holds_no_post_of_the_chairman(analyse):
    marked = "Then deputy {Brill=e1/Company} chairman {Ann Lee=e2/Person} left."
    (claim,) = extract(analyse(marked), ONTOLOGY, Settings()).claims
    assert (claim.predicate, claim.qualifiers.title) == ("holdsPositionAt", "deputy chairman")


def test_who_speaks_for_a_party_has_the_post_there(analyse):
    marked = "For the {Grove Party=e1/PoliticalParty}, shadow trade secretary {Ann Lee=e2/Person} said so."
    assert _facts(analyse(marked)) == {("Ann Lee", "holdsPositionAt", "Grove Party")}


@pytest.mark.parametrize(
    ("marked", "facts"),
    [
        ("{Brill=e1/Company}'s {Harbour Days=e2/Event} drew many.", {("Brill", "organized", "Harbour Days")}),
        ("{Brill=e1/Company} kept {its=e1/pron} {ships=e2/Event} in port.", set()),
        (
            "{Brill=e1/Company}'s {fair=e2/desc} is the {Harbour Days=e2/Event} of old.",
            {("Brill", "organized", "fair")},
        ),
    ],
)
def test_what_a_firm_has_is_its_event_only_where_the_text_names_one(analyse, marked, facts):
    analysis = analyse(marked)
    described = [
        replace(item, kind=MentionKind.DESCRIPTION) if item.text == "ships" else item for item in analysis.mentions
    ]
    assert _facts(replace(analysis, mentions=tuple(described))) == facts


@pytest.mark.parametrize(("kind", "facts"), [(MentionKind.NAME, 1), (MentionKind.DESCRIPTION, 0)])
def test_what_must_be_named_is_not_only_described(analyse, kind, facts):
    analysis = analyse("{Brill=e1/Company} shows {the app=e2/Event} in {Oslo=e3/City}.")
    mentions = tuple(replace(one, kind=kind) if one.text == "the app" else one for one in analysis.mentions)
    claims = extract(replace(analysis, mentions=mentions), ONTOLOGY, Settings()).claims
    assert sum(claim.predicate == "locatedIn" for claim in claims) == facts
