"""The service description (SPARQL 1.1) with counts (VoID), prefixes and examples (SHACL's terms for both)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import vocabulary as v
from kg.query.questions import questions
from kg.serve.answering import Answered, Manner, packed
from kg.serve.negotiation import GRAPHS, choose
from kg.serve.worker import Bench

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
SH = "http://www.w3.org/ns/shacl#"
FORMATS = "http://www.w3.org/ns/formats/"
PREFIXES = {"sd": SD, "void": VOID, "sh": SH, "formats": FORMATS}
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
TRIPLES = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_CLASSES = "SELECT ?of (COUNT(?s) AS ?number) WHERE { ?s a ?of } GROUP BY ?of ORDER BY ?of"
_PROPERTIES = "SELECT ?of (COUNT(?s) AS ?number) WHERE { ?s ?of ?o } GROUP BY ?of ORDER BY ?of"
_GRAPHS = "SELECT DISTINCT ?of WHERE { GRAPH ?of {} } ORDER BY ?of"
Counts = list[tuple[NamedNode, int]]


def describe(bench: Bench, address: str, writable: bool, manner: Manner) -> Answered:
    """What the service at this address can do and what its store holds."""
    content_type, form = choose(manner.accept, GRAPHS)
    described = [
        *_service(address, writable, bool(manner.hosts)),
        *_contents(bench, address),
        *_examples(bench, address),
    ]
    prefixes = {**bench.store.vocabulary.prefixes, **PREFIXES} if form.engine == ox.RdfFormat.TURTLE else None
    data = ox.serialize(described, format=form.engine, prefixes=prefixes) or b""
    return packed(bench, Answered(content_type, data), manner)


def _service(address: str, writable: bool, federated: bool) -> Iterator[Triple]:
    service, said = NamedNode(address), _sayer(address)
    yield said(v.TYPE, NamedNode(SD + "Service"))
    yield said(_sd("endpoint"), service)
    yield said(_sd("supportedLanguage"), _sd("SPARQL11Query"))
    if writable:
        yield said(_sd("supportedLanguage"), _sd("SPARQL11Update"))
    if federated:
        yield said(_sd("feature"), _sd("BasicFederatedQuery"))
    for name in (*RESULTS, *TRIPLES):
        yield said(_sd("resultFormat"), NamedNode(FORMATS + name))
    for name in TRIPLES if writable else ():
        yield said(_sd("inputFormat"), NamedNode(FORMATS + name))
    yield said(_sd("defaultDataset"), NamedNode(address + "#dataset"))


def _contents(bench: Bench, address: str) -> Iterator[Triple]:
    classes, properties, graphs = _counted(bench)
    of_set, of_graph, graph = _sayer(address + "#dataset"), _sayer(address + "#graph"), NamedNode(address + "#graph")
    yield of_set(v.TYPE, _sd("Dataset"))
    yield of_set(_sd("defaultGraph"), graph)
    for place, (iri, _) in enumerate(graphs):
        of_named = _sayer(f"{address}#graph-{place}")
        yield of_set(_sd("namedGraph"), NamedNode(f"{address}#graph-{place}"))
        yield of_named(v.TYPE, _sd("NamedGraph"))
        yield of_named(_sd("name"), iri)
    yield of_graph(v.TYPE, _sd("Graph"))
    yield of_graph(v.TYPE, _void("Dataset"))
    yield of_graph(_void("sparqlEndpoint"), NamedNode(address))
    yield of_graph(_void("uriSpace"), Literal(bench.store.settings.base))
    yield of_graph(_void("vocabulary"), NamedNode(bench.store.ontology.namespace))
    for name, number in (
        ("triples", sum(number for _, number in properties)),
        ("classes", len(classes)),
        ("properties", len(properties)),
    ):
        yield of_graph(_void(name), v.integer(number))
    for part in (("class", "entities", classes), ("property", "triples", properties)):
        yield from _partition(graph, *part)


def _partition(graph: NamedNode, kind: str, unit: str, counts: Counts) -> Iterator[Triple]:
    for place, (iri, number) in enumerate(counts):
        part = NamedNode(f"{graph.value}-{kind}-{place}")
        said = _sayer(part.value)
        yield Triple(graph, _void(f"{kind}Partition"), part)
        yield said(_void(kind), iri)
        yield said(_void(unit), v.integer(number))


def _examples(bench: Bench, address: str) -> Iterator[Triple]:
    service = _sayer(address)
    for name, namespace in sorted(bench.store.vocabulary.prefixes.items()):
        said, declared = _sayer(f"{address}#prefix-{name}"), NamedNode(f"{address}#prefix-{name}")
        yield service(_sh("declare"), declared)
        yield said(_sh("prefix"), Literal(name))
        yield said(_sh("namespace"), Literal(namespace, datatype=NamedNode(v.XSD + "anyURI")))
    for question in questions().values():
        said = _sayer(f"{address}#question-{question.name}")
        yield said(v.TYPE, _sh("SPARQLSelectExecutable"))
        yield said(v.LABEL, Literal(question.title))
        yield said(NamedNode(v.RDFS + "comment"), Literal(question.description))
        yield said(_sh("select"), Literal(question.sparql))
        yield said(NamedNode("https://schema.org/target"), NamedNode(address))


def _counted(bench: Bench) -> tuple[Counts, Counts, Counts]:
    """Instances by class, triples by property, and the named graphs; counted once for each view."""
    engine = bench.store.engine
    if "counts" not in bench.kept:
        bench.kept["counts"] = tuple(_count(engine.query(text)) for text in (_CLASSES, _PROPERTIES, _GRAPHS))
    counts: tuple[Counts, Counts, Counts] = bench.kept["counts"]
    return counts


def _count(rows: object) -> Counts:
    solutions = rows if isinstance(rows, Iterable) else ()
    return [(row["of"], int(row["number"].value) if len(row) > 1 else 0) for row in solutions]


def _sayer(subject: str) -> Callable[[NamedNode, NamedNode | Literal], Triple]:
    node = NamedNode(subject)
    return lambda predicate, value: Triple(node, predicate, value)


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


def _void(name: str) -> NamedNode:
    return NamedNode(VOID + name)


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
