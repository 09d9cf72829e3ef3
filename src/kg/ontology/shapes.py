"""SHACL shapes that follow from kg.ttl: what may stand at each end of each relation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.ontology.terms import NAMESPACE, ROOT, Relation

if TYPE_CHECKING:
    from kg.ontology.view import Ontology

_PREFIXES = f"""\
@prefix kg: <{NAMESPACE}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> ."""


def end_shapes(ontology: Ontology) -> str:
    """Turtle, to stand after shapes.ttl: a shape for each end of each relation.

    A shape lists the classes that do not fit: entities carry the classes above their own too, so having one that fits
    says nothing.
    """
    shapes = [shape for relation in ontology.relations.values() for shape in _relation_shapes(relation, ontology)]
    return "\n\n".join([_PREFIXES, *shapes]) + "\n"


def _relation_shapes(relation: Relation, ontology: Ontology) -> Iterator[str]:
    ends = [("Subject", relation.domain), ("Object", relation.range)]
    for end, wanted in ends:
        head = f"kg:{relation.name}{end}Shape a sh:NodeShape ;\n    sh:target{end}sOf kg:{relation.name} ;\n"
        yield head + _constraint(f"the {end.lower()} of {relation.name} is {' or '.join(wanted)}", wanted, ontology)


def _constraint(message: str, wanted: tuple[str, ...], ontology: Ontology) -> str:
    if not any(name in ontology.classes for name in wanted):
        return f'    sh:nodeKind sh:Literal ;\n    sh:message "{message}" .'
    unfit = [name for name in ontology.classes if not any(ontology.fits(name, other) for other in wanted)]
    members = " ".join(f"kg:{name}" for name in unfit)
    return (
        f'    sh:property [ sh:path rdf:type ; sh:not [ sh:in ( {members} ) ] ; sh:message "{message}" ] ,\n'
        f'        [ sh:path rdf:type ; sh:hasValue kg:{ROOT} ; sh:message "{message}" ] .'
    )
