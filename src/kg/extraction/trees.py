"""Match the verb and noun cues of the cue files on the dependency tree (Universal Dependencies v2 labels).

Paths of a verb: `agent` (who does it, in either voice), `patient` (whom it is done to), `obl:with` (a phrase with that
preposition), or a plain label such as `obj`. Paths of a noun: `poss` (`X's rival`), `nmod:of`, `compound` (`X rival
Y`), and `self`: what the noun itself stands for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extraction.authorities import acting_authority
from kg.extraction.cues import Cues, Trigger
from kg.extraction.reading import PATTERNS, Item, Reading
from kg.model import Claim, Mention, MentionKind, Qualifiers, Value
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVE = frozenset({"which", "who", "that", "whom"})
_PLURAL = frozenset({"NNS", "NNPS"})
_DEEPEST = 6
"""Steps up from a verb to its understood subject: an end to the climb in a misparsed list."""
_OBJECT_CONTROL = frozenset(
    {"allow", "ask", "force", "order", "permit", "require", "tell", "urge", "let", "help", "want"}
)
"""Verbs whose object, not subject, does what the verb below them says."""


def claims(reading: Reading, cues: Cues, ontology: Ontology) -> Iterator[Claim]:
    """The claims of the verb and noun cues; none in a doc without trees."""
    if not reading.parsed:
        return
    by_word = _by_first_word(cues)
    for first, last in reading.sentences:
        places = [place for place in range(first, last) if reading.lemmas[place] in by_word]
        if not places or not reading.items_in(first, last):
            continue
        for place in places:
            token = reading.doc[place]
            lemma, is_verb = lemma_of(token), _is_verb(token)
            for trigger, of_verb in by_word[reading.lemmas[place]]:
                if is_verb == of_verb and lemma in trigger.lemmas:
                    yield from _fire(trigger, token, reading, ontology)


@lru_cache(maxsize=4)
def _by_first_word(cues: Cues) -> dict[str, list[tuple[Trigger, bool]]]:
    """The triggers, and whether each is a verb's, by the first word of their lemmas; in order."""
    found: dict[str, list[tuple[Trigger, bool]]] = defaultdict(list)
    for triggers, of_verb in ((cues.verbs, True), (cues.nouns, False)):
        for trigger in triggers:
            for word in {lemma.partition(" ")[0] for lemma in trigger.lemmas}:
                found[word].append((trigger, of_verb))
    return found


def lemma_of(token: Token) -> str:
    """The lemma in lower case, with its particle (`take over`)."""
    particle = next((child.lower_ for child in token.children if child.dep_ == "compound:prt"), "")
    return f"{token.lemma_.lower()} {particle}".strip()


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def _fire(trigger: Trigger, token: Token, reading: Reading, ontology: Ontology) -> Iterator[Claim]:
    relation = ontology.relations[trigger.relation]
    subjects = _ends(trigger.subject, token, reading)
    objects = [other for other in _ends(trigger.object, token, reading) if _fits(other, relation.range, ontology)]
    named = [
        subject for subject in subjects if isinstance(subject, Mention) and _fits(subject, relation.domain, ontology)
    ]
    if not subjects and trigger.unnamed and objects:
        named = [acting_authority(reading, token.i)]
    for subject in named:
        for other in objects:
            evidence = reading.evidence(subject, other, PATTERNS, trigger.score)
            yield Claim(subject, trigger.relation, other, Qualifiers(status=trigger.status), evidence)


def _fits(item: Item, types: tuple[str, ...], ontology: Ontology) -> bool:
    if isinstance(item, Value):
        return str(item.kind) in types
    return any(ontology.fits(item.type, name) for name in types)


def _ends(paths: tuple[str, ...], token: Token, reading: Reading) -> list[Item]:
    """What stands at the end of the first path that leads anywhere."""
    for path in paths:
        found = [item for node in _walk(path, token) for item in _items_at(node, reading)]
        if found:
            return found
    return []


def _walk(path: str, token: Token) -> list[Token]:
    label, _, word = path.partition(":")
    if path == "agent":
        return _by_phrases(token) if is_passive(token) else understood_subjects(token)
    if path == "patient":
        return understood_subjects(token) if is_passive(token) else _objects(token)
    if path == "poss":
        return _with_conjuncts(child for child in token.children if child.dep_ == "nmod:poss")
    if path == "self":
        return _denoted(token)
    if label in ("obl", "nmod") and word:
        return _with_conjuncts(child for child in token.children if _has_case(child, label, word))
    return _with_conjuncts(child for child in token.children if child.dep_ == path)


def _has_case(child: Token, label: str, word: str) -> bool:
    return child.dep_.split(":")[0] == label and any(c.dep_ == "case" and c.lower_ == word for c in child.children)


def _by_phrases(verb: Token) -> list[Token]:
    return _with_conjuncts(
        child for child in verb.children if child.dep_ == "obl:agent" or _has_case(child, "obl", "by")
    )


def is_passive(verb: Token) -> bool:
    """Whether what happens is done to the verb's subject: `was bought`, `bought by Y` after a noun."""
    if any(child.dep_ in ("aux:pass", "nsubj:pass") for child in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not _own_subjects(verb):
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN" and not _own_subjects(verb)


def _own_subjects(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("nsubj", "nsubj:pass")]


def understood_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The subject of a verb: its own, or the one that it shares with the verb or noun that it hangs on."""
    if own := _own_subjects(verb):
        return _with_conjuncts(_antecedent(subject, verb) for subject in own)
    if depth >= _DEEPEST:
        return []
    if verb.dep_ == "acl":
        return [verb.head] if verb.tag_ in ("VBG", "VBN") else []
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _OBJECT_CONTROL and not is_passive(verb.head):
        return _objects(verb.head)
    if verb.dep_ in ("xcomp", "conj") or (verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN")):
        return understood_subjects(verb.head, depth + 1) if _is_verb(verb.head) else []
    return []


def _objects(verb: Token) -> list[Token]:
    own = [child for child in verb.children if child.dep_ == "obj"]
    return _with_conjuncts(_antecedent(child, verb) for child in own)


def _antecedent(pronoun: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for; any other word itself."""
    if pronoun.lower_ not in _RELATIVE:
        return pronoun
    clause = verb
    while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head is not clause:
        clause = clause.head
    return clause.head if clause.dep_ == "acl:relcl" else pronoun


def _with_conjuncts(tokens: Iterable[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        found += [child for child in token.children if child.dep_ == "conj" and not _is_verb(child)]
    return found


def _denoted(noun: Token) -> list[Token]:
    """What a noun stands for: its apposition, the subject that it is said of, the name that it stands before.

    Of several names behind it a noun in the singular has the first only: `its unit Globex, Initech and Hooli`.
    """
    named = [child for child in noun.children if child.dep_ in ("appos", "flat")]
    if noun.tag_ in _PLURAL:
        named = _with_conjuncts(named)
    found: list[Token] = []
    if noun.dep_ in ("appos", "compound", "nmod:desc"):
        found.append(noun.head)
    if any(child.dep_ == "cop" for child in noun.children):
        found += [_antecedent(subject, noun) for subject in _own_subjects(noun)]
    return [*named, *_with_conjuncts(found)] or [noun]


def _items_at(token: Token, reading: Reading) -> list[Item]:
    """The name with that head, else the longest description or pronoun; else what the word's apposition names."""
    items = reading.headed.get(token.i, [])
    names = [item for item in items if isinstance(item, Value) or item.kind is MentionKind.NAME]
    if chosen := (names or items)[:1]:
        return list(chosen)
    for child in token.children:
        if child.dep_ == "appos" and child.i in reading.headed:
            return _items_at(child, reading)
    return []
