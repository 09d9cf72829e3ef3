"""Lemmas as small edits of a word's form, so that a tagger can predict them (Chrupała 2006, Straka 2018)."""

from __future__ import annotations

from functools import lru_cache

_REMEMBERED = 65_536
"""Words with their rules; some 15 MB."""


def lemma_rule(form: str, lemma: str) -> str:
    """The edit that makes `lemma` of `form`: `=` (as it is), or `case|letters to cut|letters to add`."""
    if form == lemma:
        return "="
    lowered = form.lower()
    case, base = ("l", lowered) if not lemma[:1].isupper() else ("k", form)
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    return f"{case}|{len(base) - shared}|{lemma[shared:]}"


@lru_cache(maxsize=_REMEMBERED)
def apply_rule(form: str, rule: str) -> str:
    """The lemma that `rule` makes of `form`; the lower-cased form where the rule does not fit."""
    if rule == "=":
        return form
    case, cut, suffix = rule.split("|", 2)
    base = form.lower() if case == "l" else form
    if int(cut) > len(base):
        return form.lower()
    return base[: len(base) - int(cut)] + suffix
