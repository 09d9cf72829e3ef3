"""The label sets that the network is trained on; they travel into the weights' `meta.json`."""

from __future__ import annotations

CLASSES = [
    "Person",
    "Organization",
    "Company",
    "GovernmentAgency",
    "Regulator",
    "PoliticalParty",
    "EducationalOrganization",
    "MediaOrganization",
    "StockExchange",
    "Place",
    "Country",
    "City",
    "Event",
    "Product",
]
VALUES = ["Date", "Money", "Percent", "Number"]
REFERENCES = ["DescPerson", "DescOrg", "DescPlace", "DescThing", "PronPerson", "PronThing"]
SPANS = ["Title", "Reason"]

NAME_KINDS = CLASSES + VALUES
KINDS = NAME_KINDS + REFERENCES + SPANS
"""Every kind of span, in the order of the mention embedding."""

GROUPS = {"Person": 0, "DescPerson": 0, "PronPerson": 0, "Place": 2, "Country": 2, "City": 2, "DescPlace": 2}
GROUPS |= dict.fromkeys([*VALUES, *SPANS], 3) | dict.fromkeys(["Event", "Product", "DescThing"], 4)
GROUP_OF_KIND = [GROUPS.get(kind, 1) for kind in KINDS]
"""Coarse kinds: person, organization, place, value, other thing."""

LAYERS = (NAME_KINDS, REFERENCES, SPANS)
"""Mentions nest, so they are tagged in three layers of BIO tags."""

RELATIONS = [
    "ceoOf",
    "chairOf",
    "directorOf",
    "holdsPositionAt",
    "founderOf",
    "memberOf",
    "educatedAt",
    "spouseOf",
    "childOf",
    "siblingOf",
    "bornIn",
    "diedIn",
    "livesIn",
    "nationality",
    "birthDate",
    "deathDate",
    "subsidiaryOf",
    "ownerOf",
    "acquired",
    "mergedWith",
    "investedIn",
    "partnerOf",
    "supplierOf",
    "competitorOf",
    "headquarteredIn",
    "operatesIn",
    "foundedOn",
    "listedOn",
    "produces",
    "locatedIn",
    "regulates",
    "fined",
    "investigated",
    "charged",
    "sued",
    "settledWith",
    "approved",
    "blocked",
    "metWith",
    "attended",
    "organized",
    "heldOn",
]
SYMMETRIC = ["spouseOf", "siblingOf", "mergedWith", "partnerOf", "competitorOf", "settledWith", "metWith"]
QUALIFIERS = ["title", "amount", "date", "startDate", "endDate", "reason"]
LINKS = RELATIONS + QUALIFIERS + [f"{q}^" for q in QUALIFIERS]
"""Labels of a pair: relations, then `x` (the target qualifies a fact whose subject is the source) and `x^` (object)."""

MODALITIES = ["asserted", "planned", "rumoured", "hypothetical", "negated"]
STATUSES = ["", "current", "former", "incoming", "completed", "agreed", "proposed", "failed"]


def bio(kinds: list[str]) -> list[str]:
    """The tags of one layer: O, then B of each kind, then I of each kind."""
    return ["O", *(f"B-{k}" for k in kinds), *(f"I-{k}" for k in kinds)]
