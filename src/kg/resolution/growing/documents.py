"""First step: documents that came, changed or went. What they say is written down, by chains and by claims."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable, Iterable

from kg.model import Extraction, Mention
from kg.resolution.chains import Chain, read_chains
from kg.resolution.clusters import alone
from kg.resolution.growing.codec import dump_chain, dump_claim, write
from kg.resolution.growing.copies import keep_sketch, settle_copies, tell_anew
from kg.resolution.growing.desk import Desk
from kg.resolution.profiles import Profile, read_profiles

NONE = 0
"""No entity: the other end of a claim about a value, and both ends of a claim that gives no fact."""


def take_in(desk: Desk, touched: Iterable[str], find: Callable[[str], Extraction | None]) -> None:
    """Writes down what each of these documents says now, and which names and pairs of things that concerns."""
    for document in touched:
        extraction = find(document)
        _drop_claims(desk.db, document)
        _put_chains(desk, document, extraction)
        _put_claims(desk.db, document, extraction)
        _put_document(desk.db, document, extraction)
    _tell_copies(desk.db)


def _drop_claims(db: sqlite3.Connection, document: str) -> None:
    """Takes the claims of a document away; facts that they backed may change."""
    _mark_pairs(db, document)
    db.execute("DELETE FROM claim WHERE document = ?", (document,))
    db.execute("INSERT OR IGNORE INTO work_document VALUES (?)", (document,))


def _mark_pairs(db: sqlite3.Connection, document: str) -> None:
    """Facts that the document is a source of may change."""
    pairs = db.execute("SELECT DISTINCT low, high FROM claim WHERE document = ? AND low <> 0", (document,)).fetchall()
    db.executemany("INSERT OR IGNORE INTO work_pair VALUES (?, ?)", pairs)


def _put_chains(desk: Desk, document: str, extraction: Extraction | None) -> None:
    """A chain that is as it was concerns nobody."""
    rows = desk.db.execute("SELECT number, grouped, said FROM chain WHERE document = ?", (document,))
    known = {number: (grouped, said) for number, grouped, said in rows}
    wanted = _chains(desk, extraction) if extraction else {}
    gone = [number for number in known if known[number] != wanted.get(number)]
    come = [number for number in wanted if known.get(number) != wanted[number]]
    groups = {known[number][0] for number in gone} | {wanted[number][0] for number in come}
    desk.db.executemany("DELETE FROM chain WHERE document = ? AND number = ?", [(document, number) for number in gone])
    rows_ = [(document, number, *wanted[number]) for number in come]
    desk.db.executemany("INSERT INTO chain (document, number, grouped, said) VALUES (?, ?, ?, ?)", rows_)
    new = [(wanted[number][0], document, number) for number in come]
    desk.db.executemany("INSERT INTO work_chain VALUES (?, ?, ?)", new)
    desk.db.executemany("INSERT OR IGNORE INTO work_group VALUES (?)", [(group,) for group in sorted(groups)])


def _chains(desk: Desk, extraction: Extraction) -> dict[int, tuple[str, str]]:
    chains = read_chains(extraction, desk.namer, desk.ontology)
    profiles = read_profiles(extraction, chains)
    return {
        chain.place[1]: (_group(chain, profiles[chain.place], desk), dump_chain(chain, profiles[chain.place]))
        for chain in chains
    }


def _group(chain: Chain, profile: Profile, desk: Desk) -> str:
    return write(alone(chain, profile, desk.judge).group)


def _put_claims(db: sqlite3.Connection, document: str, extraction: Extraction | None) -> None:
    rows = []
    for number, claim in enumerate(extraction.claims if extraction else ()):
        target = claim.object.chain if isinstance(claim.object, Mention) else None
        rows.append((document, number, claim.subject.chain, target, NONE, NONE, dump_claim(claim)))
    db.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _put_document(db: sqlite3.Connection, document: str, extraction: Extraction | None) -> None:
    row = db.execute("SELECT said, story, sketch FROM seen WHERE document = ?", (document,)).fetchone()
    before, story, sketch = row or (None, None, None)
    if extraction is None:
        db.execute("DELETE FROM seen WHERE document = ?", (document,))
        after, wanted = None, None
    else:
        one = extraction.document
        after, wanted = write([one.id, one.source, one.title, one.published, one.language]), _sketch(db, one.sketch)
        stays = before and wanted == sketch
        said = (document, one.published, wanted, story if stays else None, after)
        db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", said)
    if not (before and after) or wanted != sketch:
        tell_anew(db, document, story, (sketch, wanted))
    if before != after:
        db.execute("INSERT INTO change VALUES ('document', ?, ?)", (before, after))
    if before and not after and story != document:
        db.execute("INSERT INTO change VALUES ('copy', ?, NULL)", (write([document, story]),))


def _sketch(db: sqlite3.Connection, written: str) -> int | None:
    return keep_sketch(db, base64.b64decode(written))


def _tell_copies(db: sqlite3.Connection) -> None:
    """Facts of documents that tell another story than before may change."""
    for document, before, after in settle_copies(db):
        told = [None if story == document else write([document, story]) for story in (before, after)]
        db.execute("INSERT INTO change VALUES ('copy', ?, ?)", told)
        _mark_pairs(db, document)
