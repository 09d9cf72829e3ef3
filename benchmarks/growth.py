"""Cost of a document, and memory, as a store grows: keeping it, joining names, writing the graph.

python benchmarks/growth.py SOURCE [200 1658 16580]

SOURCE is a store, or articles, which are then read once. What was found in them is multiplied: in each copy the names
of persons, bodies and products are others, those of countries the same, as in an archive that grows. Each size is
measured in a process of its own, and then one more document is added.
"""

from __future__ import annotations

import base64
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from kg.documents import read_sources
from kg.graph import layout
from kg.graph.store import Store
from kg.joining import refresh
from kg.model import Claim, Extraction, Mention, MentionKind
from kg.names import NameTables, namer, plain
from kg.pipeline import build
from kg.reading import Reader
from kg.settings import Settings

SIZES = (200, 1_658, 16_580)
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
MB = 1024
MEASURE = "--measure"


def main() -> None:
    if sys.argv[1:2] == [MEASURE]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    source, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        reading = 0.0
        if not (source / layout.MARKER).is_file():
            source, reading = read(source, Path(folder) / "store")
        before: dict[str, float] = {}
        for size in sizes:
            done = subprocess.run(
                [sys.executable, __file__, MEASURE, str(source), str(size)], check=True, stdout=subprocess.PIPE
            )
            found = json.loads(done.stdout)
            tell(size, found, before, reading)
            before = found


def read(source: Path, folder: Path) -> tuple[Path, float]:
    """A store with what the articles say, and milliseconds of work that reading one took."""
    started = time.process_time()
    with Store.open(folder, "write") as store:
        documents = len(build(read_sources([str(source)]), store, Reader(Settings(workers=1))).outcomes)
    each = (time.process_time() - started) / documents * 1000
    print(f"reading {documents} articles: {each:.0f} ms of work each")
    return folder, each


def tell(size: int, found: dict[str, float], before: dict[str, float], reading: float) -> None:
    each = found["put"] + found["join"]
    said = [f"{size} documents: {each:.2f} ms of work each ({found['put']:.2f} to keep, {found['join']:.2f} to join)"]
    if before:
        ratio = (each + reading) / (before["put"] + before["join"] + reading)
        said[0] += f", {each / (before['put'] + before['join']):.2f} times that before"
        said[0] += f" ({ratio:.2f} with reading)" if reading else ""
    said.append(f"peak memory {found['peak']:.0f} MB, {found['start']:.0f} MB of it before the first document")
    if before:
        said[-1] += f", {found['peak'] / before['peak']:.2f} times that before"
    said.append(f"one more document {found['more']:.0f} ms, {found['quads']:.0f} quads in all")
    if reading:
        said.append(f"keeping and joining take {each / reading:.2f} of the work of reading")
    print("; ".join(said), flush=True)


def measure(source: Path, size: int) -> dict[str, float]:
    """Milliseconds of work a document, MB of memory, and how much there is then."""
    with Store.open(source) as known, tempfile.TemporaryDirectory() as folder:
        settings = known.settings
        documents = multiplied(known, namer(known.ontology).tables)
        with Store.open(Path(folder) / "store", "write", settings) as store:
            start = peak()
            keeping = sum(seconds_to_keep(store, extraction) for extraction in islice(documents, size))
            put = time.process_time()
            refresh(store, store.ontology, settings)
            joined = time.process_time()
            highest = peak()
            more = sum(seconds_to_keep(store, extraction) for extraction in islice(documents, 1))
            again = time.process_time()
            refresh(store, store.ontology, settings)
            more += time.process_time() - again
            quads = len(store.engine)
    each = 1000 / size
    spent = {"put": keeping * each, "join": (joined - put) * each, "more": more * 1000}
    return {**spent, "start": start, "peak": highest, "quads": quads}


def seconds_to_keep(store: Store, extraction: Extraction) -> float:
    """Of work; what it takes to make up the document does not count."""
    began = time.process_time()
    store.put(extraction)
    return time.process_time() - began


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB


def multiplied(store: Store, tables: NameTables) -> Iterator[Extraction]:
    """What the store holds, again and again, the names others each time; in an order that mixes its parts."""
    ids = [document.id for document in store.documents()]
    random.Random(3).shuffle(ids)
    for copy in count():
        for identifier in ids:
            extraction = store.extraction(identifier)
            if extraction is not None:
                yield changed(extraction, copy, tables)


def changed(extraction: Extraction, copy: int, tables: NameTables) -> Extraction:
    """The same extraction with other names, each as long as it was, so that all places in the text hold."""
    if not copy:
        return extraction
    known = extraction.document
    identifier = f"{known.id}~{copy}"
    letters = other_letters(copy)
    text = list(known.text)
    for mention in extraction.mentions:
        if mention.kind is MentionKind.NAME:
            text[mention.span.start : mention.span.end] = other_name(mention.text, letters, tables)
    told = "".join(text)
    document = replace(known, id=identifier, text=told, sketch=other_sketch(known.sketch, copy))

    def of_copy(mention: Mention) -> Mention:
        named = mention.kind is MentionKind.NAME
        name = other_name(mention.text, letters, tables) if named else mention.text
        return replace(mention, document=identifier, text=name)

    def claim_of_copy(claim: Claim) -> Claim:
        end = claim.object
        span = claim.evidence.span
        return replace(
            claim,
            subject=of_copy(claim.subject),
            object=of_copy(end) if isinstance(end, Mention) else replace(end, document=identifier),
            evidence=replace(claim.evidence, document=identifier, quote=told[span.start : span.end]),
        )

    mentions = tuple(map(of_copy, extraction.mentions))
    return Extraction(document, mentions, tuple(map(claim_of_copy, extraction.claims)))


def other_letters(copy: int) -> dict[int, str]:
    """Letter by letter, so that an acronym and the full name still go together."""
    table: dict[str, str] = {}
    for row, by in ((VOWELS, copy % len(VOWELS)), (CONSONANTS, copy % len(CONSONANTS))):
        table.update(zip(row, row[by:] + row[:by], strict=True))
    return str.maketrans(table | {a.upper(): b.upper() for a, b in table.items()})


def other_name(name: str, letters: dict[int, str], tables: NameTables) -> str:
    """A name of the same length; that of a country and the words that many names share stay as they are."""
    if plain(name) in tables.countries:
        return name
    common = tables.trade | tables.legal | tables.head | tables.group | tables.link | tables.before_person
    words = name.split(" ")
    return " ".join(word if plain(word) in common else word.translate(letters) for word in words)


def other_sketch(sketch: str, copy: int) -> str:
    """As alike to others of its copy as it was, and unlike those of other copies."""
    known = base64.b64decode(sketch)
    noise = random.Random(copy).randbytes(len(known))
    return base64.b64encode(bytes(a ^ b for a, b in zip(known, noise, strict=True))).decode("ascii")


if __name__ == "__main__":
    main()
