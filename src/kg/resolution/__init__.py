"""Names, features and judgements make canonical entities; claims about mentions become facts about entities."""

from __future__ import annotations

from kg.resolution.doubts import Doubt
from kg.resolution.resolve import find_doubts, resolve

__all__ = ["Doubt", "find_doubts", "resolve"]
