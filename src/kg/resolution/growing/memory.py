"""What resolution remembers of a set of documents, and how that follows when documents or judgements change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Change, Document, Entity, Extraction, Judgement, Knowledge, Portion
from kg.names import namer, plain
from kg.resolution.doubts import Doubt, rank
from kg.resolution.growing import tables
from kg.resolution.growing.codec import dump_entity, load_entity, load_facts
from kg.resolution.growing.desk import Desk
from kg.resolution.growing.documents import take_in
from kg.resolution.growing.doubts import remembered_doubts
from kg.resolution.growing.edges import find_near
from kg.resolution.growing.entities import give_ids, join_things
from kg.resolution.growing.facts import place_claims, put_facts
from kg.resolution.growing.things import join_names, judged_names
from kg.resolution.judgement import Judge
from kg.resolution.rulings import Rulings

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings

_REVISION, _JUDGEMENTS = "revision", "judgements"


@dataclass(frozen=True, slots=True)
class Totals:
    """How much is known."""

    entities: int
    facts: int
    asserted: int


class Memory:
    """Lies in the tables of one database; whoever gave that commits what is changed here, or takes it back."""

    def __init__(self, db: sqlite3.Connection, ontology: Ontology, settings: Settings) -> None:
        self._db = db
        self._ontology = ontology
        self._settings = settings

    def prepare(self) -> bool:
        """Makes ready for `revise`; True where nothing is remembered, so that all documents are to be revised."""
        afresh = not self.current
        tables.prepare(self._db, afresh)
        tables.remember(self._db, _REVISION, self._revision)
        return afresh

    @property
    def current(self) -> bool:
        """Whether something is remembered, and this program remembers in the same way."""
        return tables.exist(self._db) and tables.recall(self._db, _REVISION) == self._revision

    @cached_property
    def _revision(self) -> str:
        return tables.revision(self._ontology, self._settings)

    def revise(
        self,
        touched: Iterable[str],
        find: Callable[[str], Extraction | None],
        judgements: Sequence[Judgement],
    ) -> None:
        """Makes all that is remembered follow.

        `touched` are the ids of all documents that came, changed or went since the last time, `find` gives what is
        found in one now, and `judgements` are all of them, the newest first.
        """
        names = namer(self._ontology)
        desk = Desk(self._db, Judge(names, self._ontology, Rulings(judgements, names)), self._settings)
        take_in(desk, touched, find)
        self._follow_judgements(desk, judgements)
        join_names(desk)
        find_near(desk)
        join_things(desk)
        give_ids(desk)
        place_claims(desk)
        put_facts(desk)

    def _follow_judgements(self, desk: Desk, judgements: Sequence[Judgement]) -> None:
        said = json.dumps([astuple(judgement) for judgement in judgements])
        if said != (tables.recall(self._db, _JUDGEMENTS) or "[]"):
            meant = (side for judgement in judgements for side in (judgement.left, judgement.right))
            named = {desk.namer.parse(one.name, one.type) for one in meant}
            judged_names(desk, sorted((name.family, name.key) for name in named))
            tables.remember(self._db, _JUDGEMENTS, said)

    @property
    def pending(self) -> bool:
        """Whether there are changes that nobody said to have followed."""
        return tables.exist(self._db) and self._db.execute("SELECT 1 FROM change LIMIT 1").fetchone() is not None

    def changes(self, losses: bool = False) -> Iterator[Change]:
        """What became of the graph's parts since `forget`; with `losses`, of those alone that were there before.

        What one part loses another may gain: an id goes from one entity to another. So what is lost goes first.
        """
        some = " WHERE before IS NOT NULL" if losses else ""
        for kind, before, after in self._db.execute(f"SELECT kind, before, after FROM change{some}"):
            if kind == "entity" and before and after:
                yield Change(*_entities(before, after))
            else:
                yield Change(*(_portion(kind, said) if said else Portion() for said in (before, after)))

    def forget(self) -> None:
        """Forgets the changes: the graph has followed."""
        self._db.execute("DELETE FROM change")

    def everything(self) -> Iterator[Portion]:
        """All that is known, part by part."""
        for document, story, said in self._db.execute("SELECT document, story, said FROM seen"):
            yield _portion("document", said)
            if story != document:
                yield Portion(Knowledge((), (), ((document, story),)))
        for row in self._db.execute("SELECT id, type, said FROM entity"):
            yield _portion("entity", dump_entity(*row))
        for (said,) in self._db.execute("SELECT said FROM fact"):
            yield _portion("fact", said)

    def totals(self) -> Totals:
        """How much is known of all documents."""
        entities = self._db.execute("SELECT count(*) FROM entity").fetchone()[0]
        return Totals(
            entities, *self._db.execute("SELECT ifnull(sum(facts), 0), ifnull(sum(asserted), 0) FROM fact").fetchone()
        )

    def entity(self, identifier: str) -> Entity | None:
        """The entity with this id; None where there is none."""
        row = self._db.execute("SELECT id, type, said FROM entity WHERE id = ?", (identifier,)).fetchone()
        return load_entity(dump_entity(*row)) if row else None

    def called(self, name: str) -> list[Entity]:
        """The entities that bear a name, as `plain` has it, by id."""
        find = "SELECT id, type, said FROM called JOIN entity ON entity.key = called.entity WHERE name = ? ORDER BY id"
        return [load_entity(dump_entity(*row)) for row in self._db.execute(find, (plain(name),))]

    def doubts(self) -> list[Doubt]:
        """As `find_doubts` of all extractions."""
        return rank(remembered_doubts(self._db))

    def counts(self, document: str) -> tuple[int, int]:
        """How many entities a document mentions, and of how many facts it is a source."""
        entities = "SELECT count(DISTINCT entity) FROM chain JOIN thing ON thing.id = chain.thing WHERE document = ?"
        facts = "SELECT ifnull(sum(facts), 0) FROM told WHERE document = ?"
        found = [int(self._db.execute(query, (document,)).fetchone()[0]) for query in (entities, facts)]
        return found[0], found[1]


def _entities(before: str, after: str) -> list[Portion]:
    """An entity as it was and as it is, without the documents that mention it as before: those may be very many."""
    pair = [load_entity(said) for said in (before, after)]
    same = frozenset(pair[0].documents).intersection(pair[1].documents) if pair[0].id == pair[1].id else frozenset()
    news = (replace(one, documents=tuple(each for each in one.documents if each not in same)) for one in pair)
    return [Portion(Knowledge((one,), ())) for one in news]


def _portion(kind: str, said: str) -> Portion:
    if kind == "entity":
        return Portion(Knowledge((load_entity(said),), ()))
    if kind == "fact":
        return Portion(Knowledge((), tuple(load_facts(said))))
    if kind == "copy":
        copy, first = json.loads(said)
        return Portion(Knowledge((), (), ((copy, first),)))
    id_, source, title, published, language = json.loads(said)
    return Portion(documents=(Document(id_, "", source, title, published, language=language),))
