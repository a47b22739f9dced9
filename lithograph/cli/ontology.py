"""`lithograph ontology`: what can be said, as text or in the languages of other tools."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..ontology import derive
from ..ontology.model import Ontology, ontology
from .options import common


@click.command("ontology")
@click.argument("name", required=False)
@common(*derive.FORMATS)
def ontology_command(name: str | None, format_: derive.Format, db: str) -> None:  # the store plays no part
    """Show the classes, relations and attributes, or the one called NAME in full.

    ttl is the OWL ontology, shacl the shapes of an RDF export, jsonschema the lines of the exchange format, extraction what a
    language model may answer about a text, jsonld the context, cypher constraints for Neo4j, md the reference page.

    \b
    Example:
      lithograph ontology supplies
      lithograph ontology --format ttl > lithograph.ttl
    """
    known = ontology()
    if name is None:
        click.echo(derive.render(known, format_), nl=False)
    elif format_ in ("text", "json"):
        click.echo(derive.render_one(known, find(known, name), format_), nl=False)
    else:
        raise UsageError(f"--format {format_} is a form of the whole ontology: leave out {name}, or use --format text or json")


def find(known: Ontology, name: str) -> str:
    """The name as the ontology has it; case, spaces and hyphens do not matter. Raises UsageError with the nearest names."""
    names = (*known.classes, *known.relations, *known.attributes)
    by_key = {_key(n): n for n in names}
    if (found := by_key.get(_key(name))) is not None:
        return found
    from difflib import get_close_matches

    near = [by_key[k] for k in get_close_matches(_key(name), by_key, n=3, cutoff=0.6)]
    hint = f"did you mean {', '.join(near)}?" if near else "`lithograph ontology` lists them"
    raise UsageError(f"no class, relation or attribute is called {name}; {hint}")


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
