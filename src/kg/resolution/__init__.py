"""Names, features and judgements make canonical entities; claims about mentions become facts about entities."""

from __future__ import annotations

from kg.resolution.resolve import resolve

__all__ = ["resolve"]
