"""Content negotiation and the cutting of rows, without a server."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.serve.negotiation import GRAPHS, ROWS, accepts_gzip, choose, prefers_html
from kg.serve.refusals import Refusal
from kg.serve.spool import INLINE, Full, RowLimit, Spool, compressed, pieces

FORMS = [one.engine for one in ROWS]
AWKWARD = st.text(alphabet="ab\",{}}\\\n\r<>/&\t'éresult", max_size=12)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("text/turtle;q=0.5;version=1.2, application/*;q=0.6", "application/n-triples"),
        ("TEXT/TURTLE", "text/turtle"),
        (" , text/turtle ,", "text/turtle"),
        ("text/turtle;q=0, */*;q=0.1", "application/n-triples"),
        ("application/n-triples;q=nonsense, text/turtle;q=0.1", "text/turtle"),
        ("application/n-triples;q=7, text/turtle;q=0.1", "text/turtle"),
    ],
)
def test_the_best_of_what_is_asked_for(accept: str, media: str) -> None:
    assert choose(accept, GRAPHS)[0].split(";")[0] == media


@given(accept=st.text(alphabet="*/;,=q. 01text/turleapicon+", max_size=40))
def test_any_header_gets_a_format_or_a_406(accept: str) -> None:
    try:
        assert choose(accept, ROWS)[1] in ROWS
    except Refusal as refusal:
        assert refusal.status == 406


def test_a_browser_is_one_that_names_html_first() -> None:
    assert prefers_html("text/html,application/xhtml+xml,*/*;q=0.8")
    assert not prefers_html("*/*")
    assert not prefers_html("")
    assert not prefers_html("text/turtle, text/html;q=0.5")


@pytest.mark.parametrize(
    ("header", "packed"),
    [("", False), ("gzip", True), ("gzip;q=0", False), ("br, *;q=0.1", True), ("identity", False), ("GZIP;q=1", True)],
)
def test_gzip_is_used_where_it_is_wanted(header: str, packed: bool) -> None:
    assert accepts_gzip(header) is packed


def cut(form: ox.QueryResultsFormat, values: list[str], limit: int, folder: Path) -> tuple[bytes, bool]:
    literals = " ".join(str(ox.Literal(value)) for value in values)
    found = ox.Store().query(f"SELECT ?x ?y {{ VALUES ?x {{ {literals} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    spool, full = Spool(folder), False
    try:
        found.serialize(RowLimit(spool, form, limit), form)  # type: ignore[arg-type]
    except Full:
        full = True
    return b"".join(pieces(spool.body())), full


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(values=st.lists(AWKWARD, max_size=8), limit=st.integers(1, 9), form=st.sampled_from(FORMS))
def test_rows_are_cut_where_one_ends_whatever_they_hold(
    values: list[str], limit: int, form: ox.QueryResultsFormat, tmp_path: Path
) -> None:
    got, full = cut(form, values, limit, tmp_path)
    wanted, _ = cut(form, values[:limit], 1000, tmp_path)
    assert (got, full) == (wanted, len(values) > limit)


@pytest.mark.parametrize("form", FORMS)
def test_a_long_answer_is_cut_in_its_file(form: ox.QueryResultsFormat, tmp_path: Path) -> None:
    values = ["},{\n" * 20 + str(number) for number in range(5000)]
    got, full = cut(form, values, 3000, tmp_path)
    assert len(got) > INLINE
    assert full
    if form == ox.QueryResultsFormat.JSON:
        assert len(json.loads(got)["results"]["bindings"]) == 3000
    elif form == ox.QueryResultsFormat.XML:
        assert sum(one.tag.endswith("}result") for one in ET.fromstring(got).iter()) == 3000
    assert not list(tmp_path.iterdir())


def test_a_compressed_answer_leaves_no_other_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.write(b"abc" * INLINE)
    assert isinstance(compressed(spool.body(), tmp_path), bytes)
    assert not list(tmp_path.iterdir())
