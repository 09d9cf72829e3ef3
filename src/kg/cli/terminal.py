"""What people see: tables, progress and warnings. Data goes to standard output, all else to standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

# A pipe has no width: nothing is wrapped or cut there.
PIPE_WIDTH = 100_000


class Tick(Protocol):
    """Tells the progress bar that the thing named is done."""

    def __call__(self, name: str) -> None: ...


def output() -> Console:
    """Standard output: as wide as the terminal, or without any wrapping in a pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def warn(message: str) -> None:
    """One line on standard error."""
    text = Text.assemble(("kg: ", "bold yellow"), clean(" ".join(message.split())))
    Console(stderr=True, highlight=False, soft_wrap=True).print(text)


def clean(text: str) -> str:
    """The text with everything that could steer a terminal (escapes, direction marks, line ends) as spaces."""
    return "".join(character if character.isprintable() else " " for character in text)


def count(number: int, noun: str) -> str:
    """`1 fact`, `2 facts`, `2 entities`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


def cell(text: str, style: str = "") -> Text:
    """Text for a table, shown as it is: no markup, no control characters."""
    return Text(clean(text), style=style, overflow="fold")


def table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], numbers: Sequence[str] = ()) -> Table:
    """A table with a rule under its head; the columns in `numbers` stand to the right."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name in columns:
        drawn.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(value if isinstance(value, Text) else cell(value) for value in row))
    return drawn


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Tick]:
    """A bar on standard error that counts ticks; nothing is drawn where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:g}"),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[name]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total, name="")

        def tick(name: str) -> None:
            bar.update(task, advance=1, name=Text(clean(name)).plain[:60].replace("[", "("))

        yield tick
