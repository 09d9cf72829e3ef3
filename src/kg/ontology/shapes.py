"""SHACL shapes that follow from kg.ttl: what may stand at each end of each relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ontology.view import NAMESPACE, Ontology, Relation


def end_shapes(ontology: Ontology) -> str:
    """Turtle, to stand after shapes.ttl: the shape of entities, then a shape for each end of each relation."""
    blocks = [f"@prefix kg: <{NAMESPACE}> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .", _entity_shape(ontology)]
    for relation in ontology.relations.values():
        blocks.extend(_relation_shapes(relation, ontology))
    return "\n\n".join(blocks) + "\n"


def _entity_shape(ontology: Ontology) -> str:
    message = "an entity has a class of kg"
    return _shape("EntityClass", "sh:targetSubjectsOf kg:mentionedIn", ontology.classes, message)


def _relation_shapes(relation: Relation, ontology: Ontology) -> Iterator[str]:
    for end, target, wanted in (
        ("Subject", "sh:targetSubjectsOf", relation.domain),
        ("Object", "sh:targetObjectsOf", relation.range),
    ):
        fitting = [name for name in ontology.classes if any(ontology.fits(name, other) for other in wanted)]
        if fitting:
            message = f"the {end.lower()} of {relation.name} is {_alternatives(wanted)}"
            yield _shape(f"{relation.name}{end}", f"{target} kg:{relation.name}", fitting, message)


def _shape(name: str, target: str, classes: Iterable[str], message: str) -> str:
    members = " ".join(f"kg:{cls}" for cls in classes)
    return (
        f"kg:{name}Shape a sh:NodeShape ;\n"
        f"    {target} ;\n"
        f"    sh:property [\n"
        f"        sh:path <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ;\n"
        f"        sh:qualifiedValueShape [ sh:in ( {members} ) ] ;\n"
        f"        sh:qualifiedMinCount 1 ;\n"
        f'        sh:message "{message}" ] .'
    )


def _alternatives(names: tuple[str, ...]) -> str:
    return " or ".join(names)
