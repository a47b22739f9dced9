"""Everything that is derived from the schema, so that nothing of it is written twice. What each form needs is imported on demand."""

from __future__ import annotations

import json
from typing import Literal, get_args

import msgspec

from ..model import Ontology

Format = Literal["text", "json", "ttl", "shacl", "jsonschema", "extraction", "jsonld", "cypher", "md"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(ontology: Ontology, form: Format) -> str:
    """The ontology in one of its forms, as text that ends with a newline."""
    return _RENDERERS[form](ontology).rstrip("\n") + "\n"


def render_one(ontology: Ontology, name: str, form: Literal["text", "json"]) -> str:
    """One class, relation or attribute in full. Raises KeyError where the ontology has no such name."""
    if form == "text":
        from .text import detail

        return detail(ontology, name) + "\n"
    groups = (ontology.classes, ontology.relations, ontology.attributes)
    return _pretty(msgspec.to_builtins(next(group[name] for group in groups if name in group))) + "\n"


def _text(ontology: Ontology) -> str:
    from .text import overview

    return overview(ontology)


def _json(ontology: Ontology) -> str:
    groups = {"classes": ontology.classes, "relations": ontology.relations, "attributes": ontology.attributes}
    return _pretty({group: msgspec.to_builtins(list(things.values())) for group, things in groups.items()})


def _ttl(ontology: Ontology) -> str:
    from .owl import owl_graph

    return owl_graph(ontology).serialize(format="turtle")


def _shacl(ontology: Ontology) -> str:
    from .shacl import shacl_graph

    return shacl_graph(ontology).serialize(format="turtle")


def _jsonschema(ontology: Ontology) -> str:
    from .jsonschema import exchange_schema

    return _pretty(exchange_schema(ontology))


def _extraction(ontology: Ontology) -> str:
    from .jsonschema import extraction_schema

    return _pretty(extraction_schema(ontology))


def _jsonld(ontology: Ontology) -> str:
    from .jsonld import jsonld_context

    return _pretty(jsonld_context(ontology))


def _cypher(ontology: Ontology) -> str:
    from .cypher import cypher_script

    return cypher_script(ontology)


def _md(ontology: Ontology) -> str:
    from .markdown import markdown

    return markdown(ontology)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


_RENDERERS = {
    "text": _text, "json": _json, "ttl": _ttl, "shacl": _shacl, "jsonschema": _jsonschema, "extraction": _extraction,
    "jsonld": _jsonld, "cypher": _cypher, "md": _md,
}  # fmt: skip
