"""Reading a SQLite store from end to end, and what changed in it: for projections and exports."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ...facts import FactState, judge
from ...model import Changes, Edge, Entity, PlacedClaim, Profile, Value, View
from ...records import Amount
from .connection import said_plainly
from .reading import _EDGE, _STATE, FactReading, _batches, _edge, _marks
from .records_of import statement

_BY_SUBJECT = _EDGE.replace("FROM fact f JOIN entity s ON s.key = f.subject", "FROM entity s CROSS JOIN fact f ON f.subject = s.key")
_EDGES = "f.object <> 0 AND f.subject <> f.object"
_VALUES = f"SELECT f.key, s.id, f.predicate, f.qualifier, {_STATE} FROM entity s CROSS JOIN fact f ON f.subject = s.key AND f.object = 0"
_PLACED = (
    "SELECT sr.id, o_r.id, ir.id, "
    "s.name, se.id, c.predicate, o.name, oe.id, i.name, ie.id, c.words, c.negated, c.modality, c.confidence, c.date, "
    'c.valid_from, c.valid_to, c.value, c.unit, c.share, c.market, c.period, p.quote, p.start, p."end", p.locator '
    "FROM claim c JOIN passage p ON p.key = c.passage JOIN naming s ON s.key = c.subject JOIN entity se ON se.key = s.entity "
    "JOIN entity sr ON sr.key = se.root "
    "LEFT JOIN naming o ON o.key = c.object LEFT JOIN entity oe ON oe.key = o.entity LEFT JOIN entity o_r ON o_r.key = oe.root "
    "LEFT JOIN naming i ON i.key = c.item LEFT JOIN entity ie ON ie.key = i.entity LEFT JOIN entity ir ON ir.key = ie.root "
    "WHERE c.document = (SELECT key FROM document WHERE id = ?)"
)


class WholeReading(FactReading):
    """Everything in the store, entity by entity and document by document."""

    address: str
    _connection: sqlite3.Connection

    def revision(self) -> str:
        """See Store.revision."""
        row = self._connection.execute("SELECT revision, token FROM change ORDER BY revision DESC LIMIT 1").fetchone()
        return f"{row[0]}.{row[1] & 0xFFFFFFFFFFFFFFFF:016x}" if row else "0"

    def changes(self, since: str) -> Changes | None:
        """See Store.changes."""
        number, _, token = since.partition(".")
        if not number.isdecimal():
            return None
        row = self._connection.execute("SELECT token FROM change WHERE revision = ?", (int(number),)).fetchone()
        if row is None or f"{row[0] & 0xFFFFFFFFFFFFFFFF:016x}" != token:
            return None
        rows = self._connection.execute("SELECT document, entity FROM change WHERE revision > ?", (int(number),)).fetchall()
        return Changes(frozenset(d for d, _ in rows if d is not None), frozenset(e for _, e in rows if e is not None))

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """See Store.snapshot."""
        with said_plainly(self.address):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")

    def profiles(self, ids: Collection[str] | None = None) -> Iterator[Profile]:
        """See Store.profiles."""
        if ids is None:
            yield from self._all_profiles()
            return
        for id_ in sorted(set(ids)):
            row = self._connection.execute("SELECT key FROM entity WHERE id = ? AND root = key", (id_,)).fetchone()
            if row:
                self._known_entities.pop(row[0], None)
                yield self.profile(id_)

    def _all_profiles(self) -> Iterator[Profile]:
        run = self._connection.execute
        roots = dict(run("SELECT e.id, r.id FROM entity e JOIN entity r ON r.key = e.root WHERE e.root <> e.key").fetchall())
        joined: dict[str, list[str]] = {}
        for id_, root in sorted(roots.items()):
            joined.setdefault(root, []).append(id_)
        identifiers: dict[str, dict[str, str]] = {}
        for id_, scheme, value in run(
            "SELECT r.id, i.scheme, i.value FROM identifier i JOIN entity e ON e.key = i.entity JOIN entity r ON r.key = e.root "
            "ORDER BY i.scheme, i.value DESC"
        ):
            identifiers.setdefault(id_, {})[scheme] = value
        rows = run(
            "SELECT e.id, e.type, n.name, n.weight, n.documents FROM entity e CROSS JOIN name n ON n.entity = e.key WHERE e.root = e.key "
            "ORDER BY e.id"
        )
        for (id_, type_), group in itertools.groupby(rows, key=lambda r: (r[0], r[1])):
            names = [(name, weight, documents) for _, _, name, weight, documents in group]
            for member in joined.get(id_, ()):
                names += run("SELECT n.name, n.weight, n.documents FROM name n JOIN entity e ON e.key = n.entity WHERE e.id = ?", (member,))
            shown, ordered = _names(names)
            yield Profile(Entity(id_, shown, type_), ordered, identifiers.get(id_, {}), tuple(joined.get(id_, ())))

    def edges(self, view: View, pairs: Iterable[tuple[str, str]] | None = None) -> Iterator[Edge]:
        """See Store.edges."""
        if pairs is None:
            yield from self._edges(self._connection.execute(f"{_BY_SUBJECT} WHERE {_EDGES} ORDER BY s.id"), view)
            return
        for subject, object_ in pairs:
            yield from self._edges(self._connection.execute(f"{_EDGE} WHERE s.id = ? AND o.id = ? AND {_EDGES}", (subject, object_)), view)

    def _edges(self, rows: Iterable[Sequence[Any]], view: View) -> Iterator[Edge]:
        for batch in _batches(rows):
            states = self._states_known_by([r[0] for r in batch], view) if view.known_by else None
            for row in batch:
                edge = _edge(row, view, states)
                if edge is not None:
                    yield edge

    def values(self, view: View, ids: Collection[str] | None = None) -> Iterator[Value]:
        """See Store.values."""
        if ids is None:
            yield from self._values(self._connection.execute(f"{_VALUES} ORDER BY s.id"), view)
            return
        for id_ in ids:
            yield from self._values(self._connection.execute(f"{_VALUES} WHERE s.id = ?", (id_,)), view)

    def _values(self, rows: Iterable[Sequence[Any]], view: View) -> Iterator[Value]:
        for batch in _batches(rows):
            states = self._states_known_by([r[0] for r in batch], view) if view.known_by else None
            for key, subject, attribute, qualifier, *state in batch:
                verdict = judge(states.get(key, FactState()) if states is not None else FactState(*state))
                if verdict.accepted(view.include) and view.holds(verdict.valid_from, verdict.valid_to):
                    value, unit, market, period = msgspec.json.decode(qualifier)
                    yield Value(
                        key, subject, attribute, value, unit, market, period, verdict.confidence, verdict.valid_from, verdict.valid_to
                    )

    def amounts(self, keys: Iterable[int | str]) -> Mapping[int | str, Amount]:
        """See Store.amounts."""
        best: dict[int | str, tuple[tuple[str, float, str], Amount]] = {}
        for batch in _batches(keys):
            sql = (
                "SELECT c.fact, c.value, c.unit, d.date FROM claim c JOIN document d ON d.key = c.document WHERE c.value IS NOT NULL "
                f"AND NOT c.negated AND c.modality IN ('asserted', 'reported') AND c.fact IN ({_marks(batch)})"
            )
            for fact, value, unit, date in self._connection.execute(sql, batch):
                rank = (date or "", value, unit or "")
                if fact not in best or rank > best[fact][0]:
                    best[fact] = (rank, Amount(value, unit))
        return {fact: amount for fact, (_, amount) in best.items()}

    def claims_in(self, document: str) -> Iterator[PlacedClaim]:
        """See Store.claims_in."""
        for subject, object_, item, *row in self._connection.execute(_PLACED, (document,)):
            yield PlacedClaim(statement(document, *row), subject, object_, item)

    def named_in(self, document: str) -> list[str]:
        """See Store.named_in."""
        rows = self._connection.execute(
            "SELECT DISTINCT r.id FROM naming n JOIN entity e ON e.key = n.entity JOIN entity r ON r.key = e.root "
            "WHERE n.document = (SELECT key FROM document WHERE id = ?) ORDER BY r.id",
            (document,),
        )
        return [id_ for (id_,) in rows]

    def documents_naming(self, ids: Collection[str]) -> set[str]:
        """See Store.documents_naming."""
        out: set[str] = set()
        for batch in _batches(ids):
            sql = (
                "SELECT DISTINCT d.id FROM entity e JOIN naming n ON n.entity = e.key JOIN document d ON d.key = n.document "
                f"WHERE e.id IN ({_marks(batch)})"
            )
            out.update(id_ for (id_,) in self._connection.execute(sql, batch))
        return out


def _names(rows: Iterable[tuple[str, int, int]]) -> tuple[str, tuple[str, ...]]:
    """The name that is shown, and all names, in the order of `Store.profile`."""
    total: dict[str, tuple[int, int]] = {}
    for name, weight, documents in rows:
        before = total.get(name, (0, 0))
        total[name] = (before[0] + weight, before[1] + documents)
    shown = min(total, key=lambda n: (-total[n][0], -total[n][1], len(n), n))
    return shown, tuple(sorted(total, key=lambda n: (-total[n][0], -total[n][1], n)))
