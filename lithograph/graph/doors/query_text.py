"""The text of a SPARQL query before the engine sees it: its form, what is refused, and values for its variables.

The engine has no handle for either: it follows SERVICE over the network, and binds only variables that are selected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ...errors import UsageError
from ...ontology import namespaces
from . import terms

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
REFUSED_UPDATE = "{0} changes data, and sparql only reads; `lithograph load` and `lithograph retract` change the store"
REFUSED_SERVICE = "SERVICE asks another server, which is refused; load the data into the store instead"

_TOKENS = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<name>_?[^\W\d_]?[\w.\-·]*:(?:[\w.\-·:]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<word>[^\W\d_]\w*)
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """A piece of a query; the pieces together are the query."""

    kind: str
    text: str


class Query(NamedTuple):
    """A query that may be asked."""

    text: str
    form: Form


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a query, in their order."""
    for match in _TOKENS.finditer(text):
        yield Token(str(match.lastgroup), match[0])


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else match[0]


def _form(text: str) -> str:
    """The first keyword after the prologue, in capitals; "" where there is none."""
    after = ""
    for token in tokens(text):
        if token.kind == "word":
            word = token.text.upper()
            if word not in ("PREFIX", "BASE", "VERSION"):
                return word
            after = word
        elif token.kind == "other" and not after:
            return ""
    return ""


def prepared(text: str, values: Mapping[str, str] | None = None) -> Query:
    """The query with its values in place. Raises UsageError for what is no reading query, or would leave the machine."""
    text = _CODEPOINT.sub(_character, text)  # as the engine does first, so that nothing can hide behind an escape
    form = _form(text)
    if form in UPDATES:
        raise UsageError(REFUSED_UPDATE.format(form))
    if any(t.kind == "word" and t.text.upper() == "SERVICE" for t in tokens(text)):
        raise UsageError(REFUSED_SERVICE)
    for known in FORMS:
        if form == known:
            return Query(bound(text, values or {}), known)
    raise UsageError(f"the query begins with {form or 'none of the words of SPARQL'}; give SELECT, ASK, CONSTRUCT or DESCRIBE")


def bound(text: str, values: Mapping[str, str]) -> str:
    """The query with each of these variables replaced by its value, which is a term and can never be more than that.

    A variable that is selected stays a column. Raises UsageError where the query has no such variable, or gives it a value itself.
    """
    if not values:
        return text
    names = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
    for name in values:
        if name not in names:
            raise UsageError(f"--param {name}: the query has no variable ?{name}")
    return "".join(_bound(list(tokens(text)), {n: rdf_term(n, v) for n, v in values.items()}))


def _bound(pieces: list[Token], values: Mapping[str, str]) -> Iterator[str]:
    clause, depth, before = "", 0, ""
    for token in pieces:
        word = token.text.upper() if token.kind == "word" else token.text
        if word in ("SELECT", "GROUP", "ORDER", "HAVING", "VALUES"):
            clause, depth = word, 0
        elif token.text in "{}" or (token.kind == "word" and word in ("WHERE", "FROM", "LIMIT", "OFFSET")):
            clause = ""
        elif token.text in "()":
            depth += 1 if token.text == "(" else -1
        if token.kind == "variable" and token.text[1:] in values:
            if before == "AS" or clause == "VALUES":
                raise UsageError(f"--param {token.text[1:]}: the query gives ?{token.text[1:]} a value itself")
            yield _place(clause if depth == 0 else "", token.text[1:], values[token.text[1:]])
        else:
            yield token.text
        if token.kind not in ("space", "comment"):
            before = word


def _place(clause: str, name: str, value: str) -> str:
    if clause == "SELECT":
        return f"({value} AS ?{name})"
    return f"({value})" if clause in ("GROUP", "ORDER", "HAVING") else value


def rdf_term(name: str, value: str) -> str:
    """The term that a user's text means: `id:asml` and `:supplies`, `<https://…>`, a number, true, a date, else the text itself."""
    prefix, colon, local = value.partition(":")
    if (value.startswith("<") and value.endswith(">")) or prefix in ("http", "https", "urn"):
        address = value.strip("<>")
        if not re.fullmatch(r'[^\x00-\x20<>"{}|^`\\]+', address):
            raise UsageError(f"--param {name}: '{address}' is no IRI")
        return terms.iri(address)
    if colon and prefix == "id":
        return terms.entity(local)
    if colon and prefix in namespaces.PREFIXES and re.fullmatch(r"[\w.-]+", local):
        return terms.iri(namespaces.PREFIXES[prefix] + local)
    if re.fullmatch(r"[+-]?\d{1,18}", value):
        return terms.integer(int(value))
    if re.fullmatch(r"[+-]?\d+\.\d+", value):
        return f'"{value}"^^<{terms.XSD}decimal>'
    if value in ("true", "false"):
        return terms.boolean(value == "true")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return terms.date(value)
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return terms.string(value)


def unknown_terms(text: str) -> list[str]:
    """Names of the ontology that a query uses and the ontology does not have, each with the nearest ones."""
    from difflib import get_close_matches

    from ...ontology.derive.terms import CLAIM, CLASSES, DOCUMENT
    from ...ontology.model import ontology

    known = ontology()
    properties = [p.name for c in known.classes.values() for p in c.properties]
    names = (*known.classes, *known.relations, *known.attributes, *properties, *CLASSES, *(t.key for t in (*CLAIM, *DOCUMENT)))
    local = {namespaces.camel(n) for n in names}
    out = []
    for name in dict.fromkeys(t.text for t in tokens(text) if t.kind == "name"):
        prefix, _, own = name.partition(":")
        if prefix in ("", "lg") and own and own not in local:
            near = get_close_matches(own, local, n=2)
            hint = f"; did you mean {' or '.join(f'{prefix}:{n}' for n in near)}?" if near else "; `lithograph ontology` lists its terms"
            out.append(f"{name} is no term of the ontology{hint}")
    return out


def syntax_error(text: str, message: str) -> str:
    """The engine's complaint about a query, in one line."""
    if "Prefix not found" in message:
        place = re.search(r"(\d+):(\d+)", message)
        where = f" in line {place[1]}" if place else ""
        known = ", ".join(f"{p}:" for p in namespaces.PREFIXES)
        return f"the query uses a prefix{where} that it does not declare; declared already: {known}"
    place = re.search(r"(\d+):(\d+)", message)
    if place is None:
        return f"the query cannot be read: {' '.join(message.split())[:200]}"
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    found = f"'{rest[:30]}' is not expected" if rest else "it ends too early"
    return f"the query cannot be read: {found} at line {line}, column {column}"
