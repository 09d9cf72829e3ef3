"""Turtle that people can read and compare: sorted, grouped by subject, only the prefixes that are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph import vocabulary as v

_FIRST = (v.TYPE.value, v.LABEL.value, v.ALT_LABEL.value, v.SUBJECT.value, v.PREDICATE.value, v.OBJECT.value)


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Equal sets of triples give equal bytes."""
    ordered = sorted(set(triples), key=order)
    used = used_prefixes(ordered, prefixes)
    written = (serialize(ordered, format=RdfFormat.TURTLE, prefixes=used) or b"").decode()
    # The engine puts its header in another order each time; a line that does not start with a tab opens a subject.
    lines = [line for line in written.split("\n") if line and not line.startswith("@prefix ")]
    body = "".join(line + "\n" if line[0] == "\t" else f"\n{line}\n" for line in lines)
    header = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(used.items()))
    return (header + body.replace("\n\t", "\n    ")).encode()


def order(triple: Triple) -> tuple[str, int, str, str]:
    """Sorts triples by subject; what names a thing comes first."""
    predicate = triple.predicate.value
    rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return (str(triple.subject), rank, predicate, str(triple.object))


def used_prefixes(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of `prefixes` that shorten some IRI."""
    longest = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
    iris = {iri for triple in triples for iri in _iris(triple)}
    found = {next((name for name, namespace in longest if iri.startswith(namespace)), "") for iri in iris}
    return {name: prefixes[name] for name in sorted(found & prefixes.keys())}


def _iris(triple: Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value
