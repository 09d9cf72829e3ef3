"""Posts that a verb tells and no noun does: `Ada Nord runs Birch`, `Birch, which Ada Nord leads`, `Birch, run by Nord`.

The verb may be the title, and say which relation it is and that it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.combine import object_key
from kg.extraction.posts import Posts
from kg.extraction.reading import Place, Reading
from kg.extraction.titles import goes_on
from kg.model import Claim, Mention, Modality
from kg.ontology import Ontology

_CHAIRS = frozenset({"chair", "chairs", "chaired"})
_HEADS = frozenset("run runs ran head heads headed lead leads led manage manages managed".split())
"""Whoever does so to a firm is its chief: 202 of 210 such posts of the corpus are `ceoOf`; all 65 of `_CHAIRS` are
`chairOf`."""
_RUN = "run"
"""The verb that is the title of a chief wherever it stands: of 174 facts at a firm with it, 154 are `ceoOf`."""
_VERBS = _HEADS | frozenset(
    "edit edits edited govern governs governed coach coaches coached direct directs directed".split()
)
FORMS = {"chairOf": _CHAIRS, "ceoOf": _VERBS, "holdsPositionAt": _VERBS | _CHAIRS}
"""Words that tell a post of each relation. One that joins the two names is the title of 3 facts in 4 of the corpus."""
_PAST = frozenset({"chaired", "ran", "headed", "led", "managed", "edited", "governed", "coached", "directed"})
"""What somebody `led` he leads no more: `former` in 127 of 141 facts of the corpus."""
_NOUNS = frozenset({"chair", "head", "lead"})
"""As a title, the noun."""
_PERFECT = frozenset({"has", "have"})
_SMALL = frozenset(
    ", who which that has have had been now once still also currently to used and the its his her their".split()
)
_SMALL_PASSIVE = frozenset(
    ", which that is are was were be being has have had been now still also will by the its".split()
)
_RELATIVE = frozenset({"which", "that", "whom"})


def word(claims: Sequence[Claim], reading: Reading, ontology: Ontology) -> list[Claim]:
    """The claims; one of a post that only a verb tells is of the relation and the status that the verb states.

    Where it has a title nowhere in the document, its title is the verb, as written.
    """
    told = [(claim, _verb_of(claim, reading)) for claim in claims]
    typed = [(_typed(claim, verb, reading, ontology), verb) for claim, verb in told]
    titled = {_fact(claim) for claim, _ in typed if claim.qualifiers.title and not _is_verb(claim.qualifiers.title)}
    return [
        claim if claim.predicate not in FORMS or _fact(claim) in titled else _worded(claim, verb, reading)
        for claim, verb in typed
    ]


def _fact(claim: Claim) -> tuple[int, int | str, str]:
    return claim.subject.chain, object_key(claim), claim.predicate


def _is_verb(title: str) -> bool:
    return title.lower() in FORMS["holdsPositionAt"] - _NOUNS


def _typed(claim: Claim, verb: int | None, reading: Reading, ontology: Ontology) -> Claim:
    """The claim of the catch-all relation under the one that the verb states."""
    title = claim.qualifiers.title
    is_open = claim.predicate == Posts.of(ontology).general and (not title or _is_verb(title))
    if not is_open or not isinstance(claim.object, Mention):
        return claim
    if verb is not None and reading.lower[verb] in _CHAIRS:
        return replace(claim, predicate="chairOf")
    heads = title.lower() == _RUN if verb is None else reading.lower[verb] in _HEADS
    is_whole = not goes_on(reading, reading.tokens_of(claim.evidence.object)[1])
    is_chief = heads and is_whole and ontology.is_a(claim.object.type, "Company")
    return replace(claim, predicate="ceoOf") if is_chief else claim


def _worded(claim: Claim, verb: int | None, reading: Reading) -> Claim:
    """The claim with the verb as its title, and `former` where it tells of the past."""
    if verb is None:
        return claim
    known = replace(claim.qualifiers, title=reading.doc[verb].text)
    is_open = not known.status and known.modality is Modality.ASSERTED
    is_over = (
        reading.lower[verb] in _PAST and reading.lower[verb - 1] not in _PERFECT and not _is_passive(verb, reading)
    )
    return replace(claim, qualifiers=replace(known, status="former") if is_open and is_over else known)


def _is_passive(verb: int, reading: Reading) -> bool:
    return reading.lower[verb + 1 : verb + 2] == ["by"]


def _verb_of(claim: Claim, reading: Reading) -> int | None:
    """The verb by which the two ends hang together; None where none does."""
    if claim.predicate not in FORMS or not isinstance(claim.object, Mention):
        return None
    bodies = reading.places_of(claim.object.chain, claim.evidence.span)
    for holder in reading.places_of(claim.subject.chain, claim.evidence.span):
        for body in bodies:
            verb = _verb(holder, body, FORMS[claim.predicate], reading)
            if verb is not None:
                return verb
    return None


def _verb(holder: Place, body: Place, forms: frozenset[str], reading: Reading) -> int | None:
    """The one verb in `HOLDER [, who once] VERB BODY`, `BODY[,] which HOLDER VERB` or `BODY[,] [is] VERB by HOLDER`."""
    small = _SMALL
    if holder[1] <= body[0] and not goes_on(reading, body[1]):
        words = range(holder[1], body[0])
    elif body[1] < holder[0] <= body[1] + 2 and reading.lower[holder[0] - 1] in _RELATIVE:
        words = range(holder[1], min(holder[1] + 1, len(reading.lower)))
    elif body[1] < holder[0] and not goes_on(reading, holder[1]):
        words, small = range(body[1], holder[0]), _SMALL_PASSIVE
    else:
        return None
    verbs = [token for token in words if reading.lower[token] in forms]
    if small is _SMALL_PASSIVE and not (verbs and _is_passive(verbs[0], reading)):
        return None
    is_plain = all(reading.lower[token] in small or reading.lower[token] in forms for token in words)
    return verbs[0] if is_plain and len(verbs) == 1 else None
