"""A world large enough to be looked at in groups: towns whose people know each other, and hardly anybody else."""

from __future__ import annotations

from graph_samples import World

TOWNS, PEOPLE = 6, 26


def towns() -> World:
    """Six towns of 26 people: the mayor knows all, each knows the next, and mayors know each other in a row."""
    made = World()
    sentences: list[tuple[str, str, str]] = []
    for town in range(TOWNS):
        for person in range(PEOPLE):
            made.entity(f"p{town}-{person:02}", "Person", f"Person {person:02} of Town {town}")
        ties = [(0, person) for person in range(1, PEOPLE)] + [(one, one + 1) for one in range(1, PEOPLE - 1)]
        sentences += [_met(f"p{town}-{one:02}", f"p{town}-{other:02}", made) for one, other in ties]
    sentences += [_met(f"p{town}-00", f"p{town + 1}-00", made) for town in range(TOWNS - 1)]
    made.document("book", " ".join(said for _, _, said in sentences), title="Who met whom", published="2020")
    for one, other, said in sentences:
        made.fact(("book", said), (one, "metWith", other))
    return made


def _met(one: str, other: str, made: World) -> tuple[str, str, str]:
    return one, other, f"{made.entities[one].name} met {made.entities[other].name}."
