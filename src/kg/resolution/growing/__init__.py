"""Resolution that grows: what comes, changes or goes touches what it has to do with; the rest stays as it is.

What comes out is what `resolve` makes of all extractions at once, to the byte. What depends on what:

1.  Chains and profiles of a document depend on its extraction alone.
2.  Things are chains of one name (`Cluster.group`: family, key, home) that nothing speaks against. They depend on the
    chains of that name, with their profiles, and on the judgements that mean one of them. Chains of other names have
    no say. Of a thing of many chains few depend on one that comes (see `adding`).
3.  Whether two things may be one depends on the two, if they share a block or a judgement has them on its two sides.
    A block that more than `CROWDED` things share does not count: where one comes to be or ceases to be crowded, all
    things in it are weighed again.
4.  Entities are things that are joined. Things are joined along edges of `THRESHOLD` and more, in the order of the
    weights, and whether a short name is ambiguous is asked of what its own edges lead to. So they depend on all that
    edges connect them with, and on nothing else.
5.  Ids depend on the entities of the same slug, in the order of their first places, and on the ids of slugs that are
    the beginning of this one (see `give_ids`).
6.  A fact depends on the claims of one pair of entities (or of one entity about values), on the ids and classes of the
    two, on when documents were published, and on the stories that these tell: documents that are copies tell one.
7.  Which documents are copies depends on their sketches. Sketches are compared that share a band, in a band of many
    with the first `HUBS` of it; a story is all that are alike, and alike to these. So a story is joined afresh where a
    document leaves it or a hub is none any more, and else what came is added; other stories stay.

So each step gets a list of what is marked, makes that anew, compares it with what it was, and marks for the next step
only what differs: `work_…` of `tables`. `Memory.changes` is what the graph has to follow. Every list and every table
lies in a file, and a step holds no more than one name, one pair, or what edges connect, in memory.
"""

from __future__ import annotations

from kg.resolution.growing.memory import Memory, Totals

__all__ = ["Memory", "Totals"]
