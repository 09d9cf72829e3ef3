from __future__ import annotations

import pytest

from kg import ontology
from kg.names import fold, plain, read_tables


@pytest.fixture(scope="module")
def tables():
    return read_tables(ontology.load().names)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The Bank of England", "bank of england"),
        ("Mr. Robin Li", "robin li"),
        ("Dame Philippa Orme", "philippa orme"),
        ("Tencent Holdings Ltd.", "tencent"),
        ("Kestrel & Pike plc", "kestrel and pike"),
        ("Enel S.p.A.", "enel"),
        ("PT Astra", "astra"),
        ("Halvorsen Sjømat’s", "halvorsen sjomat"),
        ("Škoda", "skoda"),
        ("U.S.", "us"),
        ("Sotheby's", "sotheby"),
        ("Al-Futtaim Foods", "al futtaim foods"),
        ("Holdings Ltd", "holdings"),
        ("The The", "the"),
        ("Mr", "mr"),
    ],
)
def test_folding(tables, name, folded):
    assert fold(name, tables) == folded


def test_folding_keeps_what_is_no_latin_letter(tables):
    assert fold("陈玉兰", tables) == "陈玉兰"


def test_only_marks_fold_to_nothing(tables):
    assert fold("— ’", tables) == ""


def test_plain_words_keep_legal_forms():
    assert plain("The Acme Co., Ltd.") == "the acme co ltd"
