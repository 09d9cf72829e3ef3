"""Reads kg.ttl: OWL classes and relations, with domains and ranges as single classes or as owl:unionOf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.model import ValueKind
from kg.ontology.terms import NAMESPACE, ROOT, Class, Relation

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

_SHORT = {RDFS + "label": "rdfs:label", SKOS + "definition": "skos:definition", NAMESPACE + "valueKind": "kg:valueKind"}

QUALIFIERS = ("title", "status", "startDate", "endDate", "date", "amount", "reason")
STATUSES = ("current", "former", "incoming", "proposed", "agreed", "completed", "failed")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Vocabulary:
    """The triples of kg.ttl by subject and property."""

    def __init__(self, path: Path, quads: list[ox.Quad]) -> None:
        self.path = path
        self._objects: dict[tuple[str, str], list[Term]] = defaultdict(list)
        self._subjects: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            subject, predicate = str(quad.subject), quad.predicate.value
            self._objects[subject, predicate].append(quad.object)
            if predicate == RDF + "type":
                self._subjects[str(quad.object)].append(subject)
        self._value_kinds = self._read_value_kinds()

    def classes(self) -> dict[str, Class]:
        """Entity classes: the root and what lies below it."""
        found = {ROOT: self._read_class(ROOT)}
        names = [name for name in self._instances(OWL + "Class") if name != ROOT]
        while more := [n for n in names if n not in found and any(p in found for p in self._parents(n))]:
            found.update((name, self._read_class(name)) for name in more)
        return {name: found[name] for name in [ROOT, *names] if name in found}

    def relations(self, classes: Mapping[str, Class]) -> dict[str, Relation]:
        """Whatever is a kg:Relation; raises OntologyError where one does not say what it must."""
        names = list(self._instances(NAMESPACE + "Relation"))
        if foreign := set(self._subjects[f"<{NAMESPACE}Relation>"]) - {f"<{NAMESPACE}{name}>" for name in names}:
            raise OntologyError(f"{self.path}: the relation {min(foreign)} is not of {NAMESPACE}; write it as kg:NAME")
        relations = {name: self._read_relation(name, classes) for name in names}
        for relation in relations.values():
            self._check(relation, relations)
        return relations

    def disjoint(self) -> frozenset[frozenset[str]]:
        """Pairs of classes that owl:AllDisjointClasses keeps apart."""
        pairs: set[frozenset[str]] = set()
        for subject in self._subjects[f"<{OWL}AllDisjointClasses>"]:
            for members in self._objects[subject, OWL + "members"]:
                pairs.update(frozenset(pair) for pair in combinations(map(local, self._list(members)), 2))
        return frozenset(pairs)

    def _read_class(self, name: str) -> Class:
        return Class(name, self._text(name, RDFS + "label"), self._text(name, SKOS + "definition"), self._parents(name))

    def _read_relation(self, name: str, classes: Mapping[str, Class]) -> Relation:
        shared = self._locals("Relation", NAMESPACE + "qualifier")
        return Relation(
            name=name,
            label=self._text(name, RDFS + "label"),
            definition=self._text(name, SKOS + "definition"),
            domain=self._ends(name, "domain", classes),
            range=self._ends(name, "range", classes),
            symmetric=f"<{OWL}SymmetricProperty>" in map(str, self._of(name, RDF + "type")),
            parents=self._locals(name, RDFS + "subPropertyOf"),
            qualifiers=(*self._locals(name, NAMESPACE + "qualifier"), *shared),
            statuses=self._texts(name, NAMESPACE + "allowedStatus"),
            topic=self._text(name, NAMESPACE + "topic", default="Other relations"),
        )

    def _check(self, relation: Relation, relations: Mapping[str, Relation]) -> None:
        checks = {
            "rdfs:subPropertyOf": (relation.parents, tuple(relations)),
            "kg:qualifier": (relation.qualifiers, QUALIFIERS),
            "kg:allowedStatus": (relation.statuses, STATUSES),
        }
        for term, (got, known) in checks.items():
            for value in got:
                if value not in known:
                    raise self._error(relation.name, f"{term} says {value!r}", f"use one of: {', '.join(known)}")
        if relation.symmetric and set(relation.domain) != set(relation.range):
            raise self._error(relation.name, "symmetric, but domain and range differ", "make them the same")

    def _ends(self, name: str, end: str, classes: Mapping[str, Class]) -> tuple[str, ...]:
        found = [member for term in self._of(name, RDFS + end) for member in self._union(term)]
        if not found:
            raise self._error(name, f"has no rdfs:{end}", f"add one, e.g. `rdfs:{end} kg:Organization`")
        return tuple(self._end(name, end, term, classes) for term in found)

    def _end(self, name: str, end: str, term: Term, classes: Mapping[str, Class]) -> str:
        wanted, kinds = local(term), self._value_kinds if end == "range" else {}
        if wanted in classes:
            return wanted
        if wanted in kinds:
            return kinds[wanted]
        known = ", ".join([*classes, *kinds])
        todo = f"declare it (`kg:{wanted} a owl:Class ; rdfs:subClassOf kg:Entity .`) or use one of: {known}"
        raise self._error(name, f"has the {end} {wanted}, which is no class of entities", todo)

    def _read_value_kinds(self) -> dict[str, str]:
        kinds = {}
        for name in self._instances(RDFS + "Datatype"):
            kinds[name] = self._text(name, NAMESPACE + "valueKind")
            if kinds[name] not in list(ValueKind):
                raise self._error(name, f"has the value kind {kinds[name]!r}", f"use one of: {', '.join(ValueKind)}")
        return kinds

    def _union(self, term: Term) -> list[Term]:
        unions = self._objects[str(term), OWL + "unionOf"]
        return [member for union in unions for member in self._list(union)] if unions else [term]

    def _list(self, head: Term) -> Iterator[Term]:
        while firsts := self._objects[str(head), RDF + "first"]:
            yield firsts[0]
            head = self._objects[str(head), RDF + "rest"][0]

    def _instances(self, cls: str) -> Iterator[str]:
        prefix = f"<{NAMESPACE}"
        for subject in dict.fromkeys(self._subjects[f"<{cls}>"]):
            if subject.startswith(prefix):
                yield subject[len(prefix) : -1]

    def _of(self, name: str, predicate: str) -> list[Term]:
        return self._objects[f"<{NAMESPACE}{name}>", predicate]

    def _parents(self, name: str) -> tuple[str, ...]:
        return self._locals(name, RDFS + "subClassOf")

    def _locals(self, name: str, predicate: str) -> tuple[str, ...]:
        prefix = f"<{NAMESPACE}"
        return tuple(local(term) for term in self._of(name, predicate) if str(term).startswith(prefix))

    def _texts(self, name: str, predicate: str) -> tuple[str, ...]:
        return tuple(term.value for term in self._of(name, predicate) if isinstance(term, ox.Literal))

    def _text(self, name: str, predicate: str, default: str | None = None) -> str:
        for text in self._texts(name, predicate):
            return text
        if default is not None:
            return default
        raise self._error(name, f"has no {_SHORT[predicate]}", f'add one, e.g. `{_SHORT[predicate]} "..."@en`')

    def _error(self, name: str, got: str, todo: str) -> OntologyError:
        return OntologyError(f"{self.path}: kg:{name} {got}; {todo}")


def local(term: Term) -> str:
    """What an IRI says after `#` or the last `/`."""
    return str(term).strip("<>").replace("#", "/").rpartition("/")[2]
