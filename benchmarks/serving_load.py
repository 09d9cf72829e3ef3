"""Many clients at once, one in ten of them with queries that run away: do the others notice?

python benchmarks/serving_load.py [SECONDS] [TRIPLES] [STORE]
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from served import make, server

CLIENTS, RUNAWAYS = 32, 3
PAUSE = 0.02
"""Seconds that a client thinks between two questions."""
GOOD = (
    "SELECT ?p ?o WHERE {{ id:entity-{0} ?p ?o }}",
    "SELECT ?f ?d WHERE {{ ?f rdf:subject id:entity-{0} ; kg:date ?d }} ORDER BY ?d LIMIT 20",
    "ASK {{ id:entity-{0} kg:acquired ?x }}",
)
FOREVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Client(threading.Thread):
    """Asks one question after the other until it is time to stop."""

    def __init__(self, port: int, number: int, until: float) -> None:
        super().__init__()
        self.number, self.until, self.port = number, until, port
        self.runs_away = number < RUNAWAYS
        self.times: list[float] = []
        self.statuses: list[int] = []

    def run(self) -> None:
        connection, asked = HTTPConnection("127.0.0.1", self.port, timeout=60), 0
        while time.monotonic() < self.until:
            asked += 1
            text = FOREVER if self.runs_away else GOOD[asked % len(GOOD)].format(100 + self.number * 37 + asked % 1000)
            started = time.perf_counter()
            try:
                connection.request("GET", f"/sparql?query={quote(text)}")
                answer = connection.getresponse()
                answer.read()
                self.statuses.append(answer.status)
            except (OSError, HTTPException):
                connection.close()
                self.statuses.append(0)
            self.times.append(time.perf_counter() - started)
            time.sleep(PAUSE)


def memory(server_process: int) -> tuple[int, int]:
    """Megabytes that the server and its workers have to themselves, and how many processes they are."""
    found, todo = [], [server_process]
    while todo:
        process = todo.pop()
        try:
            for task in Path(f"/proc/{process}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            found.append(sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private")))
        except OSError:
            continue  # it has just ended
    return sum(found) >> 10, len(found)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    triples = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(sys.argv[3]) if len(sys.argv) > 3 else Path(folder) / "store", triples)
        with server(path) as (port, process):
            clients = [Client(port, number, time.monotonic() + seconds) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            seen = []
            while any(client.is_alive() for client in clients):
                seen.append(memory(process))
                time.sleep(max(1, seconds / 10))
            tell(clients, [*seen, memory(process)])


def tell(clients: list[Client], seen: list[tuple[int, int]]) -> None:
    good = [client for client in clients if not client.runs_away]
    times = [one for client in good for one in client.times]
    failed = [status for client in good for status in client.statuses if status != 200]
    stopped = [status for client in clients if client.runs_away for status in client.statuses]
    cuts = quantiles(times, n=100)
    why = {one: failed.count(one) for one in set(failed)}
    print(f"good queries {len(times)}, failed {len(failed)} {why or ''}")
    print(f"their milliseconds: p50 {cuts[49] * 1e3:.1f}, p99 {cuts[98] * 1e3:.1f}")
    print(f"runaway queries {len(stopped)}, by status { ({one: stopped.count(one) for one in set(stopped)}) }")
    print("memory in MB (processes):", ", ".join(f"{size} ({count})" for size, count in seen))


if __name__ == "__main__":
    main()
