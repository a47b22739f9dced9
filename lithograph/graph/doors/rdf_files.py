"""RDF as files: N-Triples, N-Quads, Turtle, TriG and JSON-LD, written node by node, whatever the size of the store."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...ontology import namespaces
from . import terms
from .triples import TYPE, Node

_TURTLE_PREFIXES = {**{p: b for p, b in namespaces.PREFIXES.items() if p}, "doc": namespaces.DOCUMENT, "claim": namespaces.CLAIM}
_BY_LENGTH = sorted(_TURTLE_PREFIXES.items(), key=lambda pair: -len(pair[1]))
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_:-]|\.(?=[A-Za-z0-9_:-]))*")
_BARE = {"integer": re.compile(r"[+-]?\d+"), "decimal": re.compile(r"[+-]?\d*\.\d+"), "boolean": re.compile(r"true|false")}


def n_triples(nodes: Iterable[Node]) -> Iterator[str]:
    """N-Triples, which is also N-Quads of a data set that has a default graph only."""
    for subject, pairs in nodes:
        yield "".join([f"{subject} {p} {o} .\n" for p, o in pairs])


def turtle(nodes: Iterable[Node]) -> Iterator[str]:
    """Turtle, which is also TriG of a data set that has a default graph only."""
    yield "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in _TURTLE_PREFIXES.items())
    for subject, pairs in nodes:
        grouped: dict[str, list[str]] = {}
        for p, o in pairs:
            grouped.setdefault(p, []).append(o)
        lines = [f"{'a' if p == TYPE else _short(p)} {', '.join(map(_short, objects))}" for p, objects in grouped.items()]
        yield f"\n{_short(subject)} " + " ;\n    ".join(lines) + " .\n"


def _short(text: str) -> str:
    """A term as Turtle writes it."""
    if text.startswith("<"):
        address = text[1:-1]
        for prefix, base in _BY_LENGTH:
            if address.startswith(base):
                local = address[len(base) :]
                return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else text
        return text
    value, _, tail = text.rpartition('"')
    if not tail.startswith("^^<" + terms.XSD):
        return text
    kind = tail[3 + len(terms.XSD) : -1]
    if kind in _BARE and _BARE[kind].fullmatch(value[1:]):
        return value[1:]
    return f'{value}"^^xsd:{kind}'


def json_ld(nodes: Iterable[Node]) -> Iterator[str]:
    """JSON-LD 1.1 with the context of the ontology; numbers keep their datatypes, so that it is the same graph as the Turtle."""
    from ...ontology.derive.jsonld import jsonld_context
    from ...ontology.model import ontology

    context = jsonld_context(ontology())["@context"]
    write = _JsonLd(context)
    yield '{"@context": ' + json.dumps(context, ensure_ascii=False) + ',\n"@graph": ['
    between = "\n"
    for node in nodes:
        yield between + json.dumps(write.node(node), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


class _JsonLd:
    """Writes nodes with the keys of a context."""

    def __init__(self, context: dict[str, Any]) -> None:
        prefixes = {p: e["@id"] for p, e in context.items() if isinstance(e, dict) and e.get("@prefix")}
        self._prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._kinds: dict[str, str | None] = {}
        self._keys: dict[str, str] = {}
        for key, entry in context.items():
            if not isinstance(entry, dict) or entry.get("@prefix") or key in ("object", "value"):
                continue
            prefix, _, local = entry["@id"].partition(":")
            self._keys.setdefault(prefixes[prefix] + local, key)
            self._kinds[key] = entry.get("@type")

    def compact(self, address: str) -> str:
        for prefix, base in self._prefixes:
            if address.startswith(base):
                return f"{prefix}:{address[len(base) :]}"
        return address

    def node(self, node: Node) -> dict[str, Any]:
        out: dict[str, Any] = {"@id": self.compact(node[0][1:-1])}
        for p, o in node[1]:
            found = terms.parsed(o)
            if p == TYPE:
                key, value = "type", self._class(found.value)
            elif p == f"<{namespaces.PREFIXES['rdf']}object>":
                key = "object" if found.kind == "iri" else "value"
                value = self._value(key, found, "@id" if key == "object" else None)
            else:
                key = self._keys.get(p[1:-1]) or self.compact(p[1:-1])
                value = self._value(key, found, self._kinds.get(key))
            if key in out:
                before = out[key]
                out[key] = [*before, value] if isinstance(before, list) else [before, value]
            else:
                out[key] = value
        return out

    def _class(self, address: str) -> str:
        return self._keys.get(address) or self.compact(address)

    def _value(self, key: str, found: terms.Term, kind: str | None) -> Any:
        if found.kind != "literal":
            text = self.compact(found.value)
            return text if kind in ("@id", "@vocab") else {"@id": text}
        datatype = found.datatype.removeprefix(terms.XSD)
        if datatype == "boolean":
            return found.value == "true"
        if datatype == "integer":
            return int(found.value)
        if kind == "xsd:date" and datatype == "date":
            return found.value
        return {"@value": found.value, "@type": self.compact(found.datatype)} if datatype else found.value


WRITERS: dict[str, Callable[[Iterable[Node]], Iterator[str]]] = {
    "ttl": turtle,
    "trig": turtle,
    "nt": n_triples,
    "nq": n_triples,
    "jsonld": json_ld,
}
"""Writers by the name of the format."""
