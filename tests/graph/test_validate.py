from __future__ import annotations

import pytest
from graph_samples import world, write_graph

from kg.graph.store import Store
from kg.graph.validate import validate
from kg.model import Entity, Fact, Knowledge, Qualifiers


def test_a_graph_made_of_what_texts_say_conforms() -> None:
    with world().store() as store:
        report = validate(store)
    assert report.violations == ()
    assert report.conforms


@pytest.mark.parametrize(
    ("change", "node", "said"),
    [
        ("DELETE { ?x rdfs:label ?n } WHERE { ?x rdfs:label ?n FILTER(?x = id:jane-roe) }", "jane-roe", "one label"),
        ("DELETE { ?f kg:evidence ?e } WHERE { ?f rdf:predicate kg:ceoOf ; kg:evidence ?e }", "fact/", "has evidence"),
        ("INSERT { ?f kg:confidence 7.5 } WHERE { ?f rdf:predicate kg:ceoOf }", "fact/", "confidence from 0 to 1"),
        ("DELETE DATA { id:jane-roe kg:ceoOf id:acme-holdings }", "", "lacks its plain triple"),
        ("INSERT DATA { id:acme-holdings kg:mergedWith id:delta-rail }", "", "is not asserted"),
    ],
)
def test_a_graph_that_was_tampered_with_does_not_conform(change: str, node: str, said: str) -> None:
    with world().store() as store:
        store._graph.update(change, prefixes=dict(store.vocabulary.prefixes))
        report = validate(store)
    assert not report.conforms
    assert any(node in one.node and said in one.message for one in report.violations), report.violations


def test_ends_of_the_wrong_class_are_found() -> None:
    city = Entity("rome", "City", "Rome")
    firm = Entity("acme", "Company", "Acme")
    wrong = Fact("rome", "ceoOf", "acme", Qualifiers(), 0.9)
    with Store.open(None) as store:
        write_graph(store, Knowledge((firm, city), (wrong,)))
        messages = [one.message for one in validate(store).violations if one.node.endswith("/rome")]
    assert "the subject of ceoOf is Person" in messages
