"""What may be asked: queries that only read, in what the engine does right; everything else gets a sentence that helps."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

import msgspec

from ....errors import UsageError
from .schema import labels, relationship_types
from .tokens import Token, place, tokens

WRITES = frozenset({"CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DETACH", "FOREACH", "DROP", "INSERT", "ALTER"})
CLAUSES = frozenset({*WRITES, "MATCH", "OPTIONAL", "WITH", "RETURN", "UNWIND", "CALL", "UNION", "ORDER", "SKIP", "LIMIT", "LOAD", "FINISH"})
PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})
"""Procedures that may be called, in lower case."""
NAMESPACES = frozenset({"date", "time", "datetime", "localtime", "localdatetime", "duration", "point", "vector"})
"""First words of functions with a dot in their name that may be used."""
_EXPRESSION_AFTER = frozenset({
    "AS", "IN", "WHERE", "AND", "OR", "XOR", "NOT", "BY", "UNWIND", "WITH", "RETURN", "DISTINCT", "SKIP", "LIMIT", "CASE", "WHEN", "THEN",
    "ELSE", "CONTAINS", "IS", "YIELD", "DELETE", "SET", "REMOVE",
})  # fmt: skip
"""Words after which a name stands, so that a word like SET there is a variable."""
_PLACE = re.compile(r"at line (\d+):(\d+)")


class Looked(msgspec.Struct, frozen=True):
    """A query that may be asked. `columns` are the names that RETURN gives, as far as they can be told; `remarks` for the user."""

    text: str
    parameters: frozenset[str]
    columns: tuple[str, ...]
    remarks: tuple[str, ...]

    def located(self, message: str) -> str:
        """A complaint of the engine in one line, with its place counted from 1."""
        first = message.split(" expecting {")[0].removeprefix("Syntax error ")
        return _PLACE.sub(lambda m: f"at line {m[1]}, column {int(m[2]) + 1}", first)[:300]


def looked_at(query: str) -> Looked:
    """Look at a query. Raises UsageError where it may not be asked, or cannot be read."""
    found = tokens(query)
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise UsageError("the query is empty; try 'MATCH (f:Firm) RETURN f.name LIMIT 5'")
    for token in found:
        if token.text == ";":
            raise UsageError(f"there is more than one query: the first ends at {place(query, token.start)}; ask one at a time")
    for at in range(len(found)):
        _refuse_writes(query, found, at)
        _refuse_calls(query, found, at)
        _refuse_shortest(found, at)
    _refuse_filtered_shortest(found)
    text = query[: found[-1].start + len(found[-1].text)]
    parameters = frozenset(t.name for t in found if t.kind == "parameter")
    return Looked(text, parameters, tuple(_columns(query, found)), tuple(_unknown_names(found)))


def _at(found: Sequence[Token], index: int) -> Token:
    return found[index] if 0 <= index < len(found) else Token("end", "", -1, "")


def _is_clause(found: Sequence[Token], at: int) -> bool:
    """Whether the word begins a clause here, rather than naming a variable, a property, a label or a key."""
    before, after = _at(found, at - 1), _at(found, at + 1)
    if found[at].word not in CLAUSES or after.text in (".", ":", ")", ",", "]", "=", "+=") or before.text in (".", ":", "|", "&", "!", "$"):
        # FOREACH (x IN xs | SET …) has a clause after the bar; FOREACH itself is met before it.
        return False
    if before.word in _EXPRESSION_AFTER and before.word != "DISTINCT":
        return not (before.kind == "word" and not _is_clause_word(found, at - 1))
    return before.kind != "sign" or before.text in (")", "]", "}", "{", "*", ";")


def _is_clause_word(found: Sequence[Token], at: int) -> bool:
    """Whether a word that mostly stands before a name is a name itself: `RETURN a AS in SET …` is none, `a.in SET` is."""
    return _at(found, at - 1).text in (".", ":") or _at(found, at - 1).word == "AS"


def _refuse_writes(query: str, found: Sequence[Token], at: int) -> None:
    word = found[at].word
    if word in WRITES and _is_clause(found, at):
        raise UsageError(
            f"{word} at {place(query, found[at].start)} would change the graph, which Cypher only reads here; "
            "`lithograph load`, `retract` and `judge` change it"
        )
    if word == "LOAD" and _at(found, at + 1).word == "CSV":
        raise UsageError("LOAD CSV is not allowed; load the file with `lithograph load FILE`, or give values with --param rows='[…]'")


def _refuse_calls(query: str, found: Sequence[Token], at: int) -> None:
    token = found[at]
    if token.word == "CALL" and _is_clause(found, at) and _at(found, at + 1).name:
        name = _dotted(found, at + 1)
        if name.lower() not in PROCEDURES:
            allowed = "db.labels, db.relationshipTypes, db.propertyKeys"
            raise UsageError(f"the procedure {name} may not be called; there are {allowed}, and CALL (x) {{ … }} for a subquery")
        return
    if token.name and token.kind != "parameter" and _at(found, at - 1).text != "." and _at(found, at + 1).text == ".":
        name = _dotted(found, at)
        end = at + 2 * name.count(".") + 1
        called = _at(found, end).text == "(" and found[end - 1].start + len(found[end - 1].text) == found[end].start
        if called and _at(found, at - 1).word != "CALL" and name.partition(".")[0].lower() not in NAMESPACES:
            raise UsageError(f"the function {name} at {place(query, token.start)} may not be used; the functions of Cypher itself may")


def _dotted(found: Sequence[Token], at: int) -> str:
    name = found[at].name
    while _at(found, at + 1).text == "." and _at(found, at + 2).name:
        at += 2
        name += "." + found[at].name
    return name


def _refuse_shortest(found: Sequence[Token], at: int) -> None:
    before, after = _at(found, at - 1), _at(found, at + 1)
    if found[at].word != "SHORTEST" or not (before.text in ("=", ",") or before.word in ("MATCH", "ALL", "ANY")):
        return
    if after.kind in ("number", "parameter") or after.text == "(" or after.word in ("GROUP", "GROUPS", "FIRST", "PATH", "PATHS"):
        raise UsageError(
            "SHORTEST is not known to the embedded engine; write MATCH p = shortestPath((a)-[:X*..6]->(b)), allShortestPaths(…) for all of "
            "the same length, or for the k shortest MATCH p = (a)-[:X*1..6]->(b) RETURN p ORDER BY length(p) LIMIT k"
        )


def _refuse_filtered_shortest(found: Sequence[Token]) -> None:
    """A condition on the path that shortestPath finds: the engine picks a path first and then filters, and so finds nothing."""
    for region in _matches(found):
        variables: set[str] = set()
        condition: Sequence[Token] = ()
        depth = len(region[0].inside)
        for at, token in enumerate(region):
            if token.word == "WHERE" and len(token.inside) == depth:
                condition = region[at:]
                break
            if token.word in ("SHORTESTPATH", "ALLSHORTESTPATHS") and _at(region, at + 1).text == "(":
                variables |= set(_variables_of(region, at))
        used = sorted({t.name for n, t in enumerate(condition) if t.name in variables and _at(condition, n - 1).text != "."})
        if used:
            raise UsageError(
                f"a condition on '{used[0]}' beside shortestPath is tried only on the one path that was found, and loses longer ones that "
                "meet it; write MATCH p = (a)-[:X*1..6]->(b) WHERE all(r IN relationships(p) WHERE …) RETURN p ORDER BY length(p) LIMIT 1"
            )


def _variables_of(region: Sequence[Token], at: int) -> Iterator[str]:
    """Variables of the path and of its relationships; `at` is the word shortestPath."""
    if _at(region, at - 1).text == "=" and _at(region, at - 2).name:
        yield region[at - 2].name
    depth = len(region[at].inside)
    for n in range(at + 2, len(region)):
        if len(region[n].inside) <= depth:
            return
        if _at(region, n - 1).text == "[" and region[n].name:
            yield region[n].name


def _matches(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Each MATCH with its patterns and its condition."""
    for at, token in enumerate(found):
        if token.word == "MATCH" and _is_clause(found, at):
            end = at + 1
            while end < len(found) and len(found[end].inside) >= len(token.inside):
                if len(found[end].inside) == len(token.inside) and found[end].word in CLAUSES and _is_clause(found, end):
                    break
                end += 1
            yield found[at:end]


def _columns(query: str, found: Sequence[Token]) -> Iterator[str]:
    """The names of the columns, from the last RETURN that is not inside a subquery."""
    starts = [n for n, t in enumerate(found) if t.word == "RETURN" and not t.inside and _is_clause(found, n)]
    if not starts:
        return
    at = starts[-1] + 1
    at += _at(found, at).word == "DISTINCT"
    item: list[Token] = []
    for token in [*found[at:], Token("end", ",", len(query), "")]:
        ended = not token.inside and token.word in ("ORDER", "SKIP", "LIMIT", "OFFSET", "UNION")
        if ended or (token.text == "," and not token.inside):
            if item:
                named = len(item) > 1 and item[-2].word == "AS"
                yield item[-1].name if named else query[item[0].start : item[-1].start + len(item[-1].text)].strip("`")
            item = []
            if ended:
                return
            continue
        item.append(token)


def _unknown_names(found: Sequence[Token]) -> Iterator[str]:
    """Labels and relationship types that nothing in the graph can have."""
    known = {*labels(), *relationship_types()}
    seen: set[str] = set()
    for at, token in enumerate(found):
        if token.text != ":" or token.inside.endswith("{"):
            continue
        for name in _names_after(found, at):
            if name not in known and name not in seen:
                seen.add(name)
                near = difflib.get_close_matches(name, known, 3, 0.6) or [k for k in known if k.lower() == name.lower()]
                hint = f"did you mean {' or '.join(near)}?" if near else "`lithograph ontology` lists the classes and relations"
                yield f"nothing in the graph is a '{name}'; {hint}"


def _names_after(found: Sequence[Token], at: int) -> Iterator[str]:
    """The names of a label expression that follows a colon."""
    expects = True
    for token in found[at + 1 :]:
        if token.text in ("!", "(", "%", ":"):
            continue
        if expects and token.name and token.kind != "parameter":
            yield token.name
            expects = False
        elif not expects and token.text in ("|", "&") and not _in_comprehension(found, at):
            expects = True
        else:
            return


def _in_comprehension(found: Sequence[Token], at: int) -> bool:
    """Whether the colon stands in a list comprehension, where a bar ends the condition."""
    depth = found[at].inside
    if not depth.endswith("["):
        return False
    for token in reversed(found[:at]):
        if len(token.inside) < len(depth):
            return False
        if token.word == "IN" and token.inside == depth:
            return True
    return False
