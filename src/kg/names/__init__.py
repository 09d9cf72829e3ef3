"""What names say by themselves: folding, and comparison with a score and reasons. Loads no language model."""

from __future__ import annotations

from kg.names.agree import agree
from kg.names.bodies import begins
from kg.names.compare import Namer, namer
from kg.names.folding import fold, plain
from kg.names.likeness import SPELLINGS, Likeness
from kg.names.name import Family, Name
from kg.names.tables import NameTables, read_tables

__all__ = [
    "SPELLINGS", "Family", "Likeness", "Name", "NameTables", "Namer", "agree", "begins", "fold", "namer", "plain",
    "read_tables",
]  # fmt: skip
