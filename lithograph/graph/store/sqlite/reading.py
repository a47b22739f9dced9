"""The reading half of a SQLite store: facts of a frontier, the claims behind them."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ....ontology.model import ontology
from ...dates import last_day
from ...facts import FactState, Statement, consolidate, judge
from ...model import ClaimRow, Edge, Entity, Evidence, Fact, Source, View, by_strength
from ...records import Amount
from .names import NameReading
from .statements import STATE_COLUMNS

_BATCH = 400
_STATE = ", ".join(f"f.{c.name}" for c in STATE_COLUMNS)
_EDGE = (
    f"SELECT f.key, s.id, f.predicate, o.id, s.type, o.type, {_STATE} "
    "FROM fact f JOIN entity s ON s.key = f.subject JOIN entity o ON o.key = f.object"
)
_PLAIN = (
    "SELECT f.key, s.id, f.predicate, o.id, s.type, o.type, f.edge, CASE WHEN f.predicate IN ({shares}) THEN f.share END{bounds} "
    "FROM fact f JOIN entity s ON s.key = f.subject JOIN entity o ON o.key = f.object"
)
"""Edges under the plain view, or on a day, out of the indexes alone as far as they can answer."""
_NOTHING = FactState()
_FACT = f"SELECT f.key, f.subject, f.predicate, f.object, f.item, f.qualifier, {_STATE} FROM fact f"
_EVIDENCE = (
    'p.quote, p.start, p."end", d.id, d.title, d.publisher, d.date, d.url, c.modality, c.negated, c.confidence, p.locator '
    "FROM claim c JOIN passage p ON p.key = c.passage JOIN document d ON d.key = c.document "
)


def _marks(items: Sequence[Any]) -> str:
    return ",".join("?" * len(items))


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@functools.cache
def _by_share() -> tuple[str, ...]:
    """Relations that mean a dependency above a certain share only."""
    return tuple(r.name for r in ontology().relations.values() if r.depends_above_share is not None)


def _depends(predicate: str, share: float | None) -> str:
    relation = ontology().relations[predicate]
    if relation.depends_above_share is not None and not (share or 0) > relation.depends_above_share:
        return "none"
    return relation.depends


def _edge(row: Sequence[Any], view: View, states: Mapping[int, FactState] | None) -> Edge | None:
    """The edge that a row of _EDGE stands for; None where the view does not accept it."""
    key, subject, predicate, object_, subject_type, object_type = row[:6]
    if states is None:
        verdict = judge(FactState(*row[6:]))
    elif key in states:
        verdict = judge(states[key])
    else:
        return None
    if not verdict.accepted(view.include) or not view.holds(verdict.valid_from, verdict.valid_to):
        return None
    return Edge(key, subject, predicate, object_, subject_type, object_type, verdict.confidence, _depends(predicate, verdict.share))


def known(date: str | None, view: View) -> bool:
    """Whether a document of this date had been published by the view's day. One without a date had not, as far as is known."""
    return view.known_by is None or (date is not None and last_day(date) <= view.known_by)


def evidence_from(row: Sequence[Any]) -> Evidence:
    """Evidence from the columns of _EVIDENCE."""
    quote, start, end, id_, title, publisher, date, url, modality, negated, confidence, locator = row
    return Evidence(quote, start, end, Source(id_, title, publisher, date, url), modality, bool(negated), confidence, locator)


class FactReading(NameReading):
    """Facts, claims and evidence."""

    _connection: sqlite3.Connection

    def edges_at(self, ids: Sequence[str], view: View, *, predicates: Collection[str] | None = None) -> list[Edge]:
        """See Store.edges_at."""
        rows = self._plain_edges if view.known_by is None and not view.include else self._judged_edges
        out: dict[int, Edge] = {}
        roots = self._root_keys(ids)
        for column in ("subject", "object"):
            for batch in _batches(roots):
                where = f"WHERE f.{column} IN ({_marks(batch)}) AND f.object <> 0 AND f.subject <> f.object"
                out.update((int(edge.key), edge) for edge in rows(where, batch, view, predicates))
        return list(out.values())

    def _plain_edges(self, where: str, parameters: list[int], view: View, predicates: Collection[str] | None) -> Iterator[Edge]:
        by_share = _by_share()
        shares = ", ".join(f"'{predicate}'" for predicate in by_share)
        sql = _PLAIN.format(shares=shares, bounds=", f.held_from, f.held_to" if view.on else "")
        for key, subject, predicate, object_, subject_type, object_type, confidence, share, *bounds in self._connection.execute(
            f"{sql} {where} AND f.edge IS NOT NULL", parameters
        ):
            if (predicates is None or predicate in predicates) and (not bounds or view.holds(*bounds)):
                yield Edge(key, subject, predicate, object_, subject_type, object_type, confidence, _depends(predicate, share))

    def _judged_edges(self, where: str, parameters: list[int], view: View, predicates: Collection[str] | None) -> Iterator[Edge]:
        rows = [r for r in self._connection.execute(f"{_EDGE} {where}", parameters) if predicates is None or r[2] in predicates]
        states = self._states_known_by([r[0] for r in rows], view) if view.known_by else None
        for row in rows:
            edge = _edge(row, view, states)
            if edge is not None:
                yield edge

    def facts_of(self, keys: Iterable[int | str], view: View) -> Mapping[int | str, Fact]:
        """See Store.facts_of."""
        rows = [r for batch in _batches(set(keys)) for r in self._connection.execute(f"{_FACT} WHERE f.key IN ({_marks(batch)})", batch)]
        states = self._states_known_by([r[0] for r in rows], view) if view.known_by else {}
        entities = self._entities({k for r in rows for k in (r[1], r[3], r[4]) if k})
        out: dict[int | str, Fact] = {}
        for key, subject, predicate, object_, item, qualifier, *state in rows:
            verdict = judge(states.get(key, _NOTHING) if view.known_by else FactState(*state))
            thing = entities[item] if item else Entity(None, qualifier, None) if qualifier else None
            out[key] = Fact(
                key,
                entities[subject],
                predicate,
                entities[object_],
                thing,
                verdict.modality,
                verdict.negated,
                verdict.confidence,
                verdict.support,
                verdict.contradiction,
                verdict.valid_from,
                verdict.valid_to,
                verdict.share,
                _depends(predicate, verdict.share),
            )
        return out

    def _states_known_by(self, keys: list[int], view: View) -> dict[int, FactState]:
        """What the facts amounted to with the documents known by the view's day; facts that nobody had stated are left out."""
        statements: dict[int, list[Statement]] = {}
        for batch in _batches(keys):
            sql = (
                "SELECT c.fact, c.document, c.negated, c.modality, c.confidence, "
                "coalesce(c.valid_from, c.date), c.valid_to, c.share, d.date "
                f"FROM claim c JOIN document d ON d.key = c.document WHERE c.fact IN ({_marks(batch)})"
            )
            for fact, document, negated, *rest in self._connection.execute(sql, batch):
                if known(rest[-1], view):
                    statements.setdefault(fact, []).append(Statement(document, bool(negated), *rest))
        return {fact: consolidate(group) for fact, group in statements.items()}

    def evidence(self, keys: Iterable[int | str], view: View) -> Mapping[int | str, tuple[Evidence, ...]]:
        """See Store.evidence."""
        out: dict[int | str, list[Evidence]] = {}
        for batch in _batches(set(keys)):
            sql = f"SELECT c.fact, {_EVIDENCE} WHERE c.fact IN ({_marks(batch)})"
            for fact, *row in self._connection.execute(sql, batch):
                evidence = evidence_from(row)
                if known(evidence.document.date, view):
                    out.setdefault(fact, []).append(evidence)
        return {fact: tuple(sorted(found, key=by_strength)) for fact, found in out.items()}

    def claims_at(self, id_: str, view: View) -> list[ClaimRow]:
        """See Store.claims_at."""
        (root,) = self._root_keys([id_]) or (None,)
        facts = self._connection.execute(
            "SELECT key, subject, object, item, qualifier FROM fact WHERE subject = ?1 "
            "UNION SELECT key, subject, object, item, qualifier FROM fact WHERE object = ?1 AND object <> 0 "
            "UNION SELECT key, subject, object, item, qualifier FROM fact WHERE item = ?1 AND item <> 0",
            (root,),
        ).fetchall()
        ends = {row[0]: row[1:] for row in facts}
        entities = self._entities({k for row in facts for k in row[1:4] if k})
        out = []
        for batch in _batches(ends):
            sql = (
                "SELECT c.fact, c.predicate, c.words, c.value, c.unit, c.share, c.market, c.period, c.date, c.valid_from, c.valid_to, "
                f"{_EVIDENCE} WHERE c.fact IN ({_marks(batch)})"
            )
            for row in self._connection.execute(sql, batch):
                evidence = evidence_from(row[11:])
                if known(evidence.document.date, view):
                    out.append(_claim_row(row, ends[row[0]], entities, evidence))
        return out


def _claim_row(row: Sequence[Any], ends: Sequence[Any], entities: Mapping[int, Entity], evidence: Evidence) -> ClaimRow:
    fact, predicate, words, value, unit, share, market, period, date, valid_from, valid_to = row[:11]
    subject, object_, item, _ = ends
    if not object_:
        return ClaimRow(
            fact,
            entities[subject],
            None,
            None,
            None,
            None,
            None,
            predicate,
            value,
            unit,
            market,
            period,
            date,
            valid_from,
            valid_to,
            evidence,
        )
    thing = entities[item] if item else Entity(None, words, None) if words else None
    amount = None if value is None else Amount(value, unit)
    return ClaimRow(
        fact,
        entities[subject],
        predicate,
        entities[object_],
        thing,
        amount,
        share,
        None,
        None,
        None,
        None,
        None,
        date,
        valid_from,
        valid_to,
        evidence,
    )
