"""The command line. A command's module is imported when that command runs, so that each starts as fast as it can.

Exit codes: 0 done; 1 done, but an input could not be read, or the graph breaks a rule; 2 a wrong command line;
3 not done (store, query, ontology or weights), with one line that says why.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.errors import KGError

EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, but an input could not be read, or the graph breaks a rule
  2  a wrong command line
  3  not done: the line printed says why and what to do
"""

# Command: (module, one line of help). The line stands here so that `kg --help` imports no command.
COMMANDS = {
    "demo": ("kg.cli.demo", "See it work: eight articles, a table, an answer, two files."),
    "build": ("kg.cli.build", "Read articles into a store."),
    "extract": ("kg.cli.extract", "Print the facts of articles; keep nothing."),
    "query": ("kg.cli.query", "Ask a store a question in SPARQL, or one by name."),
    "show": ("kg.cli.show", "What the graph says of somebody or something, and why."),
    "stats": ("kg.cli.stats", "Count what a store holds."),
    "serve": ("kg.cli.serve", "Serve a store on the web: pages for people, SPARQL for programs."),
    "export": ("kg.cli.export", "Write the graph to files: Turtle, CSV, GraphML, HTML ..."),
    "validate": ("kg.cli.validate", "Check the graph against the ontology's shapes."),
    "remove": ("kg.cli.remove", "Take documents out of a store, and all that only they said."),
    "conflicts": ("kg.cli.conflicts", "What documents contradict each other in, side by side."),
    "undecided": ("kg.cli.judging", "List names that may be one thing's, with what speaks for it."),
    "same": ("kg.cli.judging", "Say that two names are one thing's; kept, and to be taken back."),
    "different": ("kg.cli.judging", "Say that two names are two things'; kept, and to be taken back."),
    "ontology": ("kg.cli.ontology", "Copy the ontology to a folder, to edit it."),
    "score": ("kg.cli.score", "Precision, recall and F1 of extracted facts."),
}


class Failure(click.ClickException):
    """A command that could not be done."""

    exit_code = 3

    def show(self, file: Any = None) -> None:
        click.echo(f"kg: {' '.join(self.format_message().split())}", file=file, err=True)


class LazyGroup(click.Group):
    """A group whose commands are imported on use, and which tells every error of ours in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KGError as error:
            raise Failure(str(error)) from error

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's signature)
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]}.{cmd_name} is no command")
        command.short_help = COMMANDS[cmd_name][1]
        command.epilog = EXIT_CODES
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """News articles in, a queryable knowledge graph out: offline, with the sentence behind every fact.

    \b
    Start here:
      kg demo
      kg build news/ --store kg-store
      kg query 'SELECT ?who WHERE { ?who kg:ceoOf ?firm }'
      kg COMMAND --help
    """
