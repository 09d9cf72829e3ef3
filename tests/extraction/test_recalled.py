"""The worked example of `ontology/cues/README.md`: a relation that a user adds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
from kg.model import Extraction
from kg.ontology import Ontology
from kg.settings import Settings


def _blocks(language: str) -> list[str]:
    readme = (ontologies.load().folder / "cues" / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The ontology, with the two additions that the README shows."""
    folder: Path = tmp_path_factory.mktemp("own") / "ontology"
    shutil.copytree(ontologies.load().folder, folder)
    with (folder / "kg.ttl").open("a", encoding="utf-8") as turtle:
        turtle.write("\n" + _blocks("turtle")[0])
    (folder / "cues" / "recalled.toml").write_text(_blocks("toml")[0], encoding="utf-8")
    return ontologies.load(folder)


def _facts(extraction: Extraction) -> list[tuple[str, str, str]]:
    return [(claim.subject.text, claim.predicate, claim.object.text) for claim in extraction.claims]


def test_the_cue_file_has_six_lines():
    assert len([line for line in _blocks("toml")[0].splitlines() if line.strip()]) <= 6


def test_active_voice(analyse, own):
    analysis = analyse(
        "{Kestrel=e1/Company} recalled the {Aquaboil=e2/Product}.",
        "nsubj<2 ROOT<2/recall/VBD det<4 obj<2 punct<2",
    )
    assert _facts(extract(analysis, own, Settings())) == [("Kestrel", "recalled", "Aquaboil")]


def test_passive_voice(analyse, own):
    analysis = analyse(
        "The {Aquaboil=e2/Product} was recalled by {Kestrel=e1/Company}.",
        "det<2 nsubj:pass<4 aux:pass<4 ROOT<4/recall/VBN case<6 obl:agent<4 punct<4",
    )
    assert _facts(extract(analysis, own, Settings())) == [("Kestrel", "recalled", "Aquaboil")]


def test_pattern_needs_no_tree(analyse, own):
    analysis = analyse("{Kestrel=e1/Company}'s recall of the {Aquaboil=e2/Product} goes on.")
    assert _facts(extract(analysis, own, Settings())) == [("Kestrel", "recalled", "Aquaboil")]


def test_ends_of_other_classes_make_no_claim(analyse, own):
    analysis = analyse(
        "{Ann Lee=e1/Person} recalled {Paris=e2/City}.", "nsubj<3 flat<1 ROOT<3/recall/VBD obj<3 punct<3"
    )
    assert _facts(extract(analysis, own, Settings())) == []
