"""IRIs and literals of the graph: how a thing of ours becomes an RDF term, and back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from kg.model import ValueKind

if TYPE_CHECKING:
    from kg.ontology import Ontology

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
STANDARD = {"rdf": RDF, "rdfs": RDFS, "xsd": XSD, "skos": SKOS, "dcterms": DCTERMS, "prov": PROV}

TYPE = NamedNode(RDF + "type")
SUBJECT = NamedNode(RDF + "subject")
PREDICATE = NamedNode(RDF + "predicate")
OBJECT = NamedNode(RDF + "object")
LABEL = NamedNode(RDFS + "label")
ALT_LABEL = NamedNode(SKOS + "altLabel")
DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
IDENTIFIER = NamedNode(DCTERMS + "identifier")
TITLE = NamedNode(DCTERMS + "title")
SOURCE = NamedNode(DCTERMS + "source")
ISSUED = NamedNode(DCTERMS + "issued")
LANGUAGE = NamedNode(DCTERMS + "language")
INTEGER, DECIMAL = NamedNode(XSD + "integer"), NamedNode(XSD + "decimal")

_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ?(\S+)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"\d{4}")
_WEB = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:[/?#][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(r"[^\w.-]+")
_REMEMBERED = 4096
"""Names with what they are in IRIs: each entity names all its documents, each fact a dozen terms. Some 1 MB."""
_DIGITS = 18
"""An xsd:decimal of a store has 18 digits on either side of the point; longer numbers stay text."""


class Vocabulary:
    """Terms of one graph: an ontology's namespace, and IRIs under a base."""

    def __init__(self, ontology: Ontology, base: str) -> None:
        self.ontology = ontology
        self.base = base

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix to namespace: the ontology's, the standard ones that the shape uses, and those of the base."""
        own = {"id": "", "doc": "document/", "fact": "fact/", "evidence": "evidence/", "merge": "merge/"}
        return {**STANDARD, **self.ontology.prefixes, **{name: self.base + tail for name, tail in own.items()}}

    def term(self, local: str) -> NamedNode:
        """A class or property of the ontology."""
        return _node(self.ontology.namespace + local)

    def local(self, node: NamedNode) -> str:
        """The local name of a class or property of the ontology; the whole IRI of any other."""
        return node.value.removeprefix(self.ontology.namespace)

    def entity(self, identifier: str) -> NamedNode:
        return NamedNode(self.base + _escape(identifier))

    def document(self, identifier: str) -> NamedNode:
        return NamedNode(f"{self.base}document/{_escape(identifier)}")

    def hashed(self, kind: str, *says: str) -> NamedNode:
        """An IRI of a `fact`, `evidence` or `merge` made from what it says."""
        digest = hashlib.blake2b("\x1f".join(says).encode("utf-8", "surrogatepass"), digest_size=12)
        return self.hashed_as(kind, digest.hexdigest())

    def hashed_as(self, kind: str, digest: str) -> NamedNode:
        """The IRI whose last part is known."""
        return NamedNode(f"{self.base}{kind}/{_escape(digest)}")

    def entity_id(self, node: NamedNode) -> str:
        return unquote(node.value.removeprefix(self.base))

    def document_id(self, node: NamedNode) -> str:
        return unquote(node.value.removeprefix(self.base + "document/"))

    def classes(self, name: str) -> list[str]:
        """A class and all that it is a kind of, the class itself first."""
        found, todo = [], [name]
        while todo:
            current = todo.pop(0)
            if current not in found:
                found.append(current)
                known = self.ontology.classes.get(current)
                todo.extend(known.parents if known else ())
        return found

    def narrowest(self, names: list[str]) -> str:
        """Of the classes of one entity, the one that is not above another; empty for none."""
        above = {parent for name in names for parent in self.classes(name)[1:]}
        return min((name for name in names if name not in above), default="")


def text(value: str) -> RdfLiteral:
    """A plain string; half a surrogate pair, which no RDF file can hold, becomes U+FFFD."""
    return RdfLiteral(_SURROGATE.sub("\ufffd", value))


def integer(value: int) -> RdfLiteral:
    return RdfLiteral(str(value), datatype=INTEGER)


def decimal(value: str | float) -> RdfLiteral:
    """An xsd:decimal written the one way that a store would write it back."""
    exact = Decimal(value) if isinstance(value, str) else Decimal(f"{value:.4f}")
    digits = f"{exact:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return RdfLiteral("0" if digits == "-0" else digits, datatype=DECIMAL)


def web_address(value: str) -> NamedNode | RdfLiteral:
    """An http address as an IRI, anything else as text."""
    return NamedNode(value) if _WEB.fullmatch(value) else text(value)


def day(lexical: str) -> RdfLiteral:
    """A date, month or year typed as such; text where it is not one of them."""
    if _YEAR.fullmatch(lexical) and lexical != "0000":
        return RdfLiteral(lexical, datatype=NamedNode(XSD + "gYear"))
    if _MONTH.fullmatch(lexical) and not lexical.startswith("0000"):
        return RdfLiteral(lexical, datatype=NamedNode(XSD + "gYearMonth"))
    return RdfLiteral(lexical, datatype=NamedNode(XSD + "date")) if _is_date(lexical) else text(lexical)


def literal(lexical: str, kind: ValueKind) -> RdfLiteral:
    """The object of a fact that has a value for its object."""
    if kind is ValueKind.DATE:
        return day(lexical)
    if kind is ValueKind.NUMBER and _NUMBER.fullmatch(lexical) and _fits(lexical):
        return decimal(lexical)
    return text(lexical)


def amount(lexical: str) -> tuple[RdfLiteral, RdfLiteral] | None:
    """Value and unit (a currency's code, or `%`) of an amount such as `1200000000 USD`; None for any other text."""
    found = _AMOUNT.fullmatch(lexical)
    if not found or not _fits(found[1]):
        return None
    return decimal(found[1]), text(found[2])


def _fits(number: str) -> bool:
    whole, _, part = number.lstrip("-").partition(".")
    return len(whole) < _DIGITS and len(part) < _DIGITS


def _is_date(lexical: str) -> bool:
    if len(lexical) != len("2021-07-03"):
        return False
    try:
        return date.fromisoformat(lexical).isoformat() == lexical
    except ValueError:
        return False


_node = lru_cache(maxsize=_REMEMBERED)(NamedNode)


@lru_cache(maxsize=_REMEMBERED)
def _escape(identifier: str) -> str:
    return _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="replace"), identifier)
