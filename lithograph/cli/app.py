"""The group of all commands, each imported when it is called or listed."""

from __future__ import annotations

import importlib

import click

from .options import Formats, Session

COMMANDS = {
    "load": "load:load",
    "extract": "extract:extract",
    "show": "ask:show",
    "search": "ask:search",
    "path": "ask:path",
    "trace": "ask:trace",
    "substitutes": "ask:substitutes",
    "sparql": "sparql:sparql",
    "serve": "serve:serve",
    "check": "check:check",
    "matrix": "sweep:matrix",
    "timeline": "sweep:timeline",
    "ownership": "ownership:ownership",
    "exposure": "sweep:exposure",
    "diff": "sweep:diff",
    "view": "view:view",
    "cypher": "cypher:cypher",
    "retract": "keep:retract",
    "reread": "keep:reread",
    "judge": "keep:judge",
    "stats": "keep:stats",
    "export": "export:export",
    "validate": "export:validate",
    "ontology": "ontology:ontology_command",
    "demo": "demo:demo",
    "completion": "completion:completion",
}


class EscapedError(Exception):
    """Carries past click what click would answer in its own way: an interrupt, a closed pipe."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__(str(error))


class LazyGroup(click.Group):
    """A group that imports a command's module only when it needs the command."""

    def invoke(self, ctx: click.Context) -> object:
        """As click does, but an interrupt or a closed pipe is left to the program."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, BrokenPipeError) as error:
            raise EscapedError(error) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f".{module}", __package__), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest names where there is no such command."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command '{name}'; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=False)
@click.option("--db", metavar="FILE", help="The store. [default: $LITHOGRAPH_DB, else lithograph.db]")
@click.option("--format", "format_", type=Formats(), help="How to print: text, table, json, jsonl, csv or md, as the command has them.")
@click.option("--debug", is_flag=True, help="Print a traceback when something fails.")
@click.version_option(package_name="lithograph", prog_name="lithograph")
@click.pass_context
def lithograph(ctx: click.Context, db: str | None, format_: str | None, debug: bool) -> None:
    """Who depends on whom for this chip, what could replace it, and which sentence says so.

    \b
    lithograph demo                      see it work
    lithograph load article.html         read a document into the store
    lithograph path Alibaba Nvidia       how the two are linked, with the sentences
    """
    ctx.obj = Session(db, format_)
