"""The graph as files. A suffix names the format; equal graphs give equal bytes."""

from kg.export.formats import FORMATS, Exporter, export
from kg.export.network import to_networkx

__all__ = ["FORMATS", "Exporter", "export", "to_networkx"]
