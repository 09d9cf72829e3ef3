"""Wordings of the cue files that kg carries, relation by relation."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
from kg.settings import Settings

ONTOLOGY = ontologies.load()
ANN, BO, ACME, BRILL, TARN = (
    "{Ann Lee=e1/Person}",
    "{Bo Dahl=e2/Person}",
    "{Acme=e3/Company}",
    "{Brill=e4/Company}",
    "{Tarn=e5/Company}",
)
OSLO, NORWAY, MOOR, FAIR = (
    "{Oslo=e6/City}",
    "{Norway=e7/Country}",
    "{Moors=e8/PoliticalParty}",
    "{Harbour Fair=e9/Event}",
)
KITE, HERALD, BOURSE, VALE = (
    "{Kite=e10/Product}",
    "{Herald=e11/MediaOrganization}",
    "{Ghent Bourse=e12/StockExchange}",
    "{Vale=e13/Place}",
)
CHANNEL = "{Channel Two=e14/MediaOrganization}"


def _facts(analysis):
    found = extract(analysis, ONTOLOGY, Settings()).claims
    return {(claim.subject.text, claim.predicate, claim.object.text) for claim in found}


@pytest.mark.parametrize(
    ("marked", "fact"),
    [
        (f"Fans of {ACME}'s new {KITE} wrote in.", "Acme produces Kite"),
        (f"{ACME}'s best brands, including {KITE}, sold.", "Acme produces Kite"),
        (f"In the {HERALD} comedy {KITE} he sang.", "Herald produces Kite"),
        (f"Fans of {ACME}'s {TARN} operating system wrote in.", "Acme produces Tarn"),
        (f"Fans of {ACME}'s music player {TARN} wrote in.", "Acme produces Tarn"),
        (f"She told {CHANNEL}'s {HERALD} so.", "Channel Two produces Herald"),
        (f"{NORWAY}-registered {ACME} fell.", "Acme headquarteredIn Norway"),
        (f"At {ACME} headquarters in {OSLO} it rained.", "Acme headquarteredIn Oslo"),
        (f"It searched the {OSLO} headquarters of {ACME}.", "Acme headquarteredIn Oslo"),
        (f"{ACME}'s {OSLO} headquarters burned.", "Acme headquarteredIn Oslo"),
        (f"{ACME} fell. It moved {{its=e3/pron}} head office to {OSLO}.", "its headquarteredIn Oslo"),
        (f"{NORWAY} news agency {ACME} said so.", "Acme headquarteredIn Norway"),
        (f"{NORWAY}'s oldest insurer, {ACME}, fell.", "Acme headquarteredIn Norway"),
        (f"Flights from the {NORWAY} capital, {OSLO}, resumed.", "Oslo locatedIn Norway"),
        (f"The {NORWAY} port of {VALE} was closed.", "Vale locatedIn Norway"),
        (f"{VALE}, a small port in {NORWAY}, closed.", "Vale locatedIn Norway"),
        (f"He left {OSLO} in {NORWAY} for good.", "Oslo locatedIn Norway"),
        (f"The {VALE} mine in {NORWAY} was closed.", "Vale locatedIn Norway"),
        (f"The sale of {ACME} to {BRILL} took a year.", "Brill acquired Acme"),
        (f"{TARN} sold {ACME} to {BRILL}.", "Brill acquired Acme"),
        (f"{ACME}, which was sold to {BRILL}, fell.", "Brill acquired Acme"),
        (f"{BRILL}'s hostile bid for {ACME} lapsed.", "Brill acquired Acme"),
        (f"{ANN}'s second husband, {BO}, left.", "Ann Lee spouseOf Bo Dahl"),
        (f"{ANN}'s divorce from {BO} took a year.", "Ann Lee spouseOf Bo Dahl"),
        (f"{ACME}'s sales in {NORWAY} were up.", "Acme operatesIn Norway"),
        (f"{ACME} employs {{400=v1/Number}} people in {NORWAY}.", "Acme operatesIn Norway"),
        (f"{ACME} opened two small shops in {NORWAY}.", "Acme operatesIn Norway"),
        (f"{ACME} has raised {{$9m=v1/Money}} from {BRILL} and {TARN}.", "Tarn investedIn Acme"),
        (f"{ACME}, backed by {BRILL}, fell.", "Brill investedIn Acme"),
        (f"{ACME}'s shares rose sharply on the {BOURSE}.", "Acme listedOn Ghent Bourse"),
        (f"Shares in {ACME} rose on the {BOURSE}.", "Acme listedOn Ghent Bourse"),
        (f"{OSLO}-listed miner {ACME} fell.", "Acme listedOn Oslo"),
        (f"{NORWAY} is conducting inquiries into {ACME}.", "Norway investigated Acme"),
        (f"{ACME} - in collaboration with {BRILL} and {TARN} - built it.", "Acme partnerOf Tarn"),
        (f"{MOOR} frontbencher {ANN} said so.", "Ann Lee memberOf Moors"),
        (f"{ANN}, the local {MOOR} MSP, said so.", "Ann Lee memberOf Moors"),
        (f"{ANN}, of the opposition {MOOR}, said so.", "Ann Lee memberOf Moors"),
        (f"The {MOOR}'s {ANN} said so.", "Ann Lee memberOf Moors"),
        (f"{ANN} ({MOOR}) said so.", "Ann Lee memberOf Moors"),
        (f"{ANN} told the {FAIR} so.", "Ann Lee attended Harbour Fair"),
        (f"{ANN} told reporters at the {FAIR} so.", "Ann Lee attended Harbour Fair"),
        (f"The archbishop of {OSLO}, {ANN}, said so.", "Ann Lee holdsPositionAt Oslo"),
        (f"{ACME}'s largest shareholder, {BRILL}, left.", "Brill ownerOf Acme"),
        (f"{BRILL}'s stake in {ACME} grew.", "Brill ownerOf Acme"),
        (f"{ACME}, part of {BRILL}, fell.", "Acme subsidiaryOf Brill"),
        (f"{NORWAY} granted {ACME} a mining licence.", "Norway approved Acme"),
        (f"{NORWAY} gave {ACME} its final approval.", "Norway approved Acme"),
        (f"{ACME}'s largest customers include {BRILL}.", "Acme supplierOf Brill"),
        (f"{ACME} supplies parts to {BRILL}.", "Acme supplierOf Brill"),
        (f"{ANN}, who runs {ACME}, left.", "Ann Lee ceoOf Acme"),
        (f"{OSLO}-born painter {ANN} left.", "Ann Lee bornIn Oslo"),
        (f"{ANN}'s estranged brother, {BO}, left.", "Ann Lee siblingOf Bo Dahl"),
        (f"{ANN}, who chairs {ACME}, left.", "Ann Lee chairOf Acme"),
        (f"{ANN}, a {NORWAY}, left.", "Ann Lee nationality Norway"),
        (f"She left {VALE}, in the {NORWAY}, early.", "Vale locatedIn Norway"),
        (f"They met at {OSLO}'s {FAIR} again.", "Harbour Fair locatedIn Oslo"),
        (f"They met at the {FAIR} in {OSLO}.", "Harbour Fair locatedIn Oslo"),
        (f"It bought {OSLO} brewer {ACME}.", "Acme headquarteredIn Oslo"),
        (f"{ACME}, a small {OSLO} brewer, fell.", "Acme headquarteredIn Oslo"),
        (f"{OSLO}'s {ACME} fell.", "Acme headquarteredIn Oslo"),
        (f"{ACME} is registered in {OSLO}.", "Acme headquarteredIn Oslo"),
        (f"The {NORWAY} {{Fish Inspectorate=e20/Regulator}} said so.", "Fish Inspectorate headquarteredIn Norway"),
        (f"{ANN} died at {{her=e1/pron}} old home in {OSLO}.", "her livesIn Oslo"),
        (f"{OSLO} mayor {ANN} said so.", "Ann Lee holdsPositionAt Oslo"),
        (f"Then the {NORWAY} ambassador, {ANN}, said so.", "Ann Lee holdsPositionAt Norway"),
        (f"{ACME} unveiled a boat at the {FAIR}.", "Acme attended Harbour Fair"),
        (f"{ACME}, maker of the popular {KITE}, fell.", "Acme produces Kite"),
        (f"{ANN}, who started {ACME}, left.", "Ann Lee founderOf Acme"),
        (f"{ACME} was launched in {{1998=v1/Date}}.", "Acme foundedOn 1998"),
        (f"The {FAIR}, on {{6 May 1998=v1/Date}}, was full.", "Harbour Fair heldOn 6 May 1998"),
        (f"The {FAIR} opens on {{6 May 1998=v1/Date}}.", "Harbour Fair heldOn 6 May 1998"),
        (f"{ANN}, a {MOOR} candidate, left.", "Ann Lee memberOf Moors"),
        (f"{ACME}, with two small offices in {NORWAY}, fell.", "Acme operatesIn Norway"),
        (f"The {FAIR}'s organisers, {ACME}, said so.", "Acme organized Harbour Fair"),
        (f"{ANN}, {BO}'s mother, left.", "Bo Dahl childOf Ann Lee"),
        (f"{ACME}, whose founder, {ANN}, left, fell.", "Ann Lee founderOf Acme"),
        (f"{ANN}, whose father, {BO}, sang, left.", "Ann Lee childOf Bo Dahl"),
        (f"{ACME}'s managing director, {ANN}, left.", "Ann Lee ceoOf Acme"),
        (f"{ACME}'s head of public relations, {ANN}, left.", "Ann Lee holdsPositionAt Acme"),
        (f"He left {ACME}, whose chairman {{she=e1/pron}} was, as {ANN} did.", "she chairOf Acme"),
        (f"{ACME}, which belongs to {BRILL}, fell.", "Brill ownerOf Acme"),
        (f"{ANN} has run {ACME} since May.", "Ann Lee ceoOf Acme"),
        (f"The {MOOR} {ANN} said so.", "Ann Lee memberOf Moors"),
    ],
)
def test_states(analyse, marked, fact):
    assert fact in {" ".join(found) for found in _facts(analyse(marked))}


@pytest.mark.parametrize(
    ("marked", "fact"),
    [
        (f"{ANN} rang {{her=e1/pron}} son, {{he=e2/pron}} says, not {BO}.", "childOf"),
        (f"{ACME}'s boss's brother, {BO}, left.", "siblingOf"),
        (f"{NORWAY}'s data authority, {{Tilsyn=e20/GovernmentAgency}}, said so.", "headquarteredIn"),
        (f"{NORWAY}-born painter {ANN} left.", "nationality"),
        (f"{OSLO} lawyer {ANN} left.", "holdsPositionAt"),
        (f"He met {ANN}, whose daughter {{he=e2/pron}} saw, and {BO}.", "childOf"),
        (f"It belongs to a firm in {OSLO}, whose president, {ANN}, left.", "holdsPositionAt"),
        (f"{ACME}, a {NORWAY}-owned brewer, fell.", "headquarteredIn"),
        (f"The sale of {ACME}'s masts to {BRILL} took a year.", "acquired"),
    ],
)
def test_does_not_state(analyse, marked, fact):
    assert fact not in {found[1] for found in _facts(analyse(marked))}


def test_who_leaves_a_party_or_divorces_is_so_no_more(analyse):
    for marked in (f"{ANN} quit the {MOOR}.", f"{ANN}'s divorce from {BO} took a year."):
        (claim,) = extract(analyse(marked), ONTOLOGY, Settings()).claims
        assert claim.qualifiers.status == "former"
