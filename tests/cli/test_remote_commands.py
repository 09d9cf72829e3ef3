"""The commands on a store that lies on a server: a real Oxigraph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sparql_servers
from sparql_servers import Fault, Oxigraph

import kg


@pytest.mark.usefixtures("store")
def test_each_command_says_of_a_server_what_it_says_of_a_folder(run: Any, server: Oxigraph, tmp_path: Path) -> None:
    there = ("--store", server.url)
    built = run("build", "news", *there)
    assert built.exit_code == 0, built.stderr
    assert built.stdout.splitlines()[-1] == f"{server.url} holds 3 entities and 2 facts, 2 of them asserted."
    for command in (
        ("query", "SELECT ?name { ?who kg:acquired ?what . ?who rdfs:label ?name }"),
        ("query", "--name", "deals", "--format", "json"),
        ("query", "DESCRIBE id:acme"),
        ("show", "Acme", "--why"),
        ("stats", "--documents"),
        ("validate", "--json"),
    ):
        told, expected = run(*command, *there), run(*command)
        assert (told.exit_code, told.stderr) == (0, "")
        assert told.stdout == expected.stdout != ""
    assert (
        run("export", "there.nq", "there.ttl", *there).exit_code == run("export", "here.nq", "here.ttl").exit_code == 0
    )
    for suffix in ("nq", "ttl"):
        assert (tmp_path / f"there.{suffix}").read_bytes() == (tmp_path / f"here.{suffix}").read_bytes() != b""


@pytest.mark.usefixtures("news")
def test_run_again_it_reads_nothing_and_removing_takes_out_what_only_that_said(
    run: Any, analyzer: Any, server: Oxigraph
) -> None:
    there = ("--store", f"{server.url}/query", "--graph", "https://example.org/news")
    for _ in range(2):
        assert run("build", "news", *there).exit_code == 0
    assert analyzer.read == ["deal", "suit"]
    removed = run("remove", "suit", *there)
    assert removed.stdout.startswith("Removed 1 of 2 documents and 1 fact; ")
    assert json.loads(run("stats", "--json", *there).stdout)["documents"] == {"deal": {"entities": 2, "facts": 1}}
    assert run("remove", "suit", *there).exit_code == 3
    assert (server.count(), server.count("https://example.org/news") > 0) == (0, True)


@pytest.mark.usefixtures("news")
def test_the_ledger_lies_where_it_is_told_to_and_some_commands_need_it(
    run: Any, server: Oxigraph, tmp_path: Path
) -> None:
    there = ("--store", server.url, "--ledger", "elsewhere")
    assert run("build", "news", *there).exit_code == 0
    assert not (tmp_path / "kg-ledger").exists()
    for command in (("remove", "suit"), ("undecided",), ("same", "Acme", "Beta")):
        lost = run(*command, "--store", server.url)
        assert lost.exit_code == 3 and "no ledger of" in lost.stderr and "--ledger" in lost.stderr
    assert run("undecided", *there).exit_code == 0
    assert run("remove", "suit", *there).exit_code == 0
    assert run("stats", "--store", server.url).exit_code == 0


def test_a_server_that_does_not_answer_is_told_in_one_line(run: Any, news: Path) -> None:
    url = f"http://127.0.0.1:{sparql_servers.free_port()}"
    for command in (("build", news), ("query", "ASK {}"), ("stats",), ("show", "x"), ("export", "x.ttl")):
        done = run(*command, "--store", url)
        assert done.exit_code == 3
        assert done.stderr.startswith(f"kg: {url}") and "no server answers there" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("news")
def test_a_file_of_credentials_is_used_and_never_shown(run: Any, server: Oxigraph, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("open-sesame", encoding="utf-8")
    with sparql_servers.proxy(server.port) as proxy:
        proxy.plan = lambda seen: None if seen.headers.get("authorization") == "Bearer open-sesame" else Fault(401)
        there = ("--store", proxy.url)
        assert "--auth-file FILE" in run("build", "news", *there).stderr
        built = run("build", "news", *there, "--auth-file", "token")
        assert built.exit_code == 0, built.stderr
        assert json.loads(run("stats", "--json", *there, "--auth-file", "token").stdout)["facts"] == 2
        proxy.plan = lambda _: Fault(401)
        refused = run("query", "ASK {}", *there, "--auth-file", "token")
        assert "does not take these credentials" in refused.stderr and "sesame" not in refused.stderr


def test_what_goes_with_a_server_only_is_refused_for_a_folder(run: Any) -> None:
    for option in ("--graph", "--ledger", "--auth-file", "--update-url"):
        done = run("stats", option, "x")
        assert done.exit_code == 2 and f"{option} goes with the address of a server" in done.stderr
    assert "--allow-http" in run("stats", "--store", "http://example.org/sparql").stderr


@pytest.mark.usefixtures("run")
def test_python_opens_a_server_like_a_folder(run: Any, news: Path, server: Oxigraph) -> None:
    assert run("build", news, "--store", server.url).exit_code == 0
    with kg.open(server.url) as graph:
        assert repr(graph) == f"<KnowledgeGraph {server.url}: 3 entities, 2 facts>"
        assert [fact.predicate for fact in graph.facts(subject="Acme")] == ["acquired"]
        assert len(graph.rdf) == server.count()
    with kg.build([news], store=server.url) as graph:
        assert len(graph.facts()) == 2
