"""kg: news articles in, a queryable knowledge graph out.

>>> import kg
>>> graph = kg.build(["article.txt"])
>>> graph.query("SELECT ?name WHERE { ?who kg:ceoOf ?firm . ?who rdfs:label ?name }")

Nothing is imported before it is used, so that `import kg` is cheap and reading a graph loads no language model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import InputError, KGError, OntologyError, QueryError, StoreError, WeightsError
    from kg.knowledge_graph import KnowledgeGraph
    from kg.knowledge_graph import build_graph as build
    from kg.knowledge_graph import open_graph as open
    from kg.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "KGError",
    "KnowledgeGraph",
    "OntologyError",
    "QueryError",
    "Settings",
    "StoreError",
    "WeightsError",
    "build",
    "open",
]

_HOMES = {
    "KnowledgeGraph": ("kg.knowledge_graph", "KnowledgeGraph"),
    "Settings": ("kg.settings", "Settings"),
    "build": ("kg.knowledge_graph", "build_graph"),
    "open": ("kg.knowledge_graph", "open_graph"),
    **{
        name: ("kg.errors", name)
        for name in ("InputError", "KGError", "OntologyError", "QueryError", "StoreError", "WeightsError")
    },
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
