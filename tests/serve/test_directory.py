"""Finding by name: exact names first, then beginnings, then names that are spelled differently."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_samples import World
from page_samples import site

from kg.serve.pages.directory import Directory, gram_index

NAMES = {
    "acme-holdings": ("Acme Holdings", "Acme", "ACME Group"),
    "acme-rail": ("Acme Rail",),
    "beta-foods": ("Beta Foods",),
    "sao-paulo": ("São Paulo",),
    "volkswagen": ("Volkswagen", "VW"),
    "zhang-yiming": ("Zhang Yiming", "Mr Zhang"),
    "didi": ("滴滴出行", "Didi"),
}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    made = World()
    made.document("one", "Acme Holdings met Beta Foods.")
    for identifier, names in NAMES.items():
        made.entity(identifier, "Company", *names)
    made.fact(("one", "Acme Holdings met Beta Foods."), ("acme-holdings", "metWith", "beta-foods"))
    found = site(made, tmp_path_factory.mktemp("directory"))
    return Directory(Path(found.folder))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Acme Holdings", "acme-holdings"),
        ("acme", "acme-holdings"),  # of two that begin so, the one with more facts
        ("acme r", "acme-rail"),
        ("rail", "acme-rail"),
        ("sao paulo", "sao-paulo"),
        ("SÃO", "sao-paulo"),
        ("vw", "volkswagen"),
        ("volkswagon", "volkswagen"),
        ("wolkswagen", "volkswagen"),
        ("Volkwsagen", "volkswagen"),
        ("acme holdigns", "acme-holdings"),
        ("betafoods", "beta-foods"),
        ("yiming zhang", "zhang-yiming"),
        ("zang yimin", "zhang-yiming"),
        ("滴滴", "didi"),
        ("滴滴出行", "didi"),
    ],
)
def test_the_thing_that_is_meant_comes_first(directory: Directory, words: str, first: str) -> None:
    assert directory.find(words)[0].id == first


@pytest.mark.parametrize("words", ["", "   ", "quetzalcoatl", "!?", '"', "*", "AND", "NEAR("])
def test_what_has_no_name_here_is_not_found(directory: Directory, words: str) -> None:
    assert directory.find(words) == []


def test_the_name_that_was_matched_is_told(directory: Directory) -> None:
    hit = directory.find("vw")[0]
    assert (hit.name, hit.matched, hit.model()["also"]) == ("Volkswagen", "VW", "VW")


def test_each_entity_is_found_once(directory: Directory) -> None:
    assert [hit.id for hit in directory.find("acme")] == ["acme-holdings", "acme-rail"]


def test_similar_names_leave_out_the_entity_itself(directory: Directory) -> None:
    similar = directory.similar("acme-holdings", NAMES["acme-holdings"], 5)
    assert [hit.id for hit in similar] == ["acme-rail"]


def test_rows_of_grams_lie_between_their_starts() -> None:
    rows, starts = gram_index(["abc", "bcd", "abc"])
    assert len(rows) == starts[-1] == 9  # `_ab abc bc_`, three times
    assert set(rows.tolist()) == {1, 2, 3}
