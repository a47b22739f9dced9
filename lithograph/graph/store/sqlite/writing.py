"""The writing half of a SQLite store: one transaction for each document, whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from ....errors import UsageError
from ...bundles import canonical, join, same
from ...model import Written
from ...records import Bundle, Document, Judgement
from .connection import said_plainly
from .links import Links
from .namings import Keys, Namings
from .records_of import bundle_of
from .statements import Statements

_DOCUMENT = [f.name for f in msgspec.structs.fields(Document)]
_METADATA = [name for name in _DOCUMENT if name != "id"]
REFERENCE = "reference"
BATCH = 20_000
"""Claims that go into the tables in one transaction."""


class Writing:
    """Write, retract, judge."""

    address: str
    _connection: sqlite3.Connection

    def _start_writing(self) -> None:
        self._namings = Namings(self._connection)
        self._statements = Statements(self._connection)
        self._links = Links(self._connection)
        self._data_version = -1

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Keys]:
        with said_plainly(self.address):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                (version,) = self._connection.execute("PRAGMA data_version").fetchone()
                if version != self._data_version:
                    self._forget()
                    self._data_version = version
                keys = Keys(self._connection)
                self._namings.begin(keys)
                self._statements.begin(keys)
                yield keys
                self._connection.execute("COMMIT")
            except BaseException:
                self._forget()
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _forget(self) -> None:
        self._namings.forget()
        self._statements.forget()

    def write(self, bundle: Bundle, *, replace: bool = False) -> Written:
        """See Store.write."""
        with self._transaction() as keys:
            return self._write(keys, canonical(bundle), replace=replace)

    def write_all(self, bundles: Iterable[Bundle]) -> Iterator[Written]:
        """See Store.write_all.

        Each document goes into the inbox in a transaction of its own, which costs little; a batch of them goes into the tables
        in one, which spares writing the same index pages again for each. A crash leaves documents in the inbox: the next
        opening takes them from there.
        """
        waiting: list[Bundle] = []
        size = 0
        encode = msgspec.json.Encoder().encode
        try:
            for bundle in bundles:
                with said_plainly(self.address):
                    self._connection.execute("INSERT INTO inbox (bundle) VALUES (?)", (encode(bundle),))
                waiting.append(bundle)
                size += len(bundle.claims) + len(bundle.attributes) + len(bundle.document.text or "") // 200 + 1
                if size >= BATCH:
                    batch, waiting, size = waiting, [], 0
                    yield from self._take_in(batch)
        except BaseException:
            self._take_in(waiting)
            raise
        yield from self._take_in(waiting)

    def _take_in(self, bundles: list[Bundle]) -> list[Written]:
        """Bring documents from the inbox, where they are all that there is, into the tables."""
        if not bundles:
            return []
        with self._transaction() as keys:
            written = [self._write(keys, canonical(bundle)) for bundle in bundles]
            self._connection.execute("DELETE FROM inbox")
        return written

    def empty_inbox(self) -> int:
        """Take in what a killed load left in the inbox; how many documents."""
        taken = 0
        while rows := self._connection.execute("SELECT key, bundle FROM inbox ORDER BY key LIMIT 100").fetchall():
            with self._transaction() as keys:
                for key, data in rows:
                    self._write(keys, canonical(msgspec.json.decode(data, type=Bundle)))
                    self._connection.execute("DELETE FROM inbox WHERE key = ?", (key,))
            taken += len(rows)
        return taken

    def _write(self, keys: Keys, bundle: Bundle, *, replace: bool = False) -> Written:
        row = self._connection.execute("SELECT key FROM document WHERE id = ?", (bundle.document.id,)).fetchone()
        if row is None:
            key = keys.next("document")
            marks = ",".join("?" * (len(_DOCUMENT) + 1))
            self._connection.execute(f"INSERT INTO document VALUES ({marks})", (key, *msgspec.structs.astuple(bundle.document)))
            return self._add(key, bundle)
        return self._write_again(row[0], bundle, replace=replace)

    def _write_again(self, key: int, bundle: Bundle, *, replace: bool) -> Written:
        before = bundle_of(self._connection, key)
        joined = join(before, bundle)
        after = canonical(Bundle(joined.document, bundle.entities, bundle.claims, bundle.attributes)) if replace else joined
        changed = tuple(name for name in _METADATA if getattr(before.document, name) != getattr(after.document, name))
        known = same(before, after)
        if changed:
            sets = ", ".join(f"{name} = ?" for name in changed)
            values = [getattr(after.document, name) for name in changed]
            self._connection.execute(f"UPDATE document SET {sets} WHERE key = ?", (*values, key))  # noqa: S608 (own column names)
        if known and not {"reader", "date"}.intersection(changed):
            return Written(True, 0, 0, 0, 0, changed)
        removed = self._empty(key, before.document.reader)
        written = self._add(key, after)
        return Written(known, 0 if known else max(0, written.claims - removed), written.entities, written.facts_new, written.facts_changed, changed)

    def _add(self, document: int, bundle: Bundle) -> Written:
        namings = self._namings.add(document, bundle.entities, reference=bundle.document.reader == REFERENCE)
        self._settle(self._namings.take_dirty())
        claims, new, changed = self._statements.add(document, bundle, namings)
        return Written(False, claims, self._namings.take_created(), new, changed)

    def _settle(self, dirty: set[int], stale: frozenset[int] = frozenset()) -> None:
        """Bring roots up to date, and then the facts that a changed root or a retracted claim touches."""
        moved = self._links.settle(dirty) if dirty else {}
        facts = set(stale)
        if moved:
            self._statements.forget()
            for former in {*moved.values(), *moved}:
                facts |= {
                    f
                    for (f,) in self._connection.execute(
                        "SELECT key FROM fact WHERE subject = ?1 UNION SELECT key FROM fact WHERE object = ?1 AND object <> 0 "
                        "UNION SELECT key FROM fact WHERE item = ?1 AND item <> 0",
                        (former,),
                    )
                }
        if facts:
            self._statements.recompute(facts)

    def _empty(self, document: int, reader: str | None) -> int:
        """Take all claims and namings of a document away, and bring the facts that they touched up to date; how many claims."""
        removed, facts = self._statements.remove(document)
        named = {e for (e,) in self._connection.execute("SELECT DISTINCT entity FROM naming WHERE document = ?", (document,))}
        near = self._links.near(named)
        self._namings.remove(document, reference=reader == REFERENCE)
        self._settle(near, frozenset(facts))
        self._namings.drop_unnamed(named)
        self._statements.forget()
        return removed

    def retract(self, document: str) -> int:
        """See Store.retract."""
        with self._transaction():
            row = self._connection.execute("SELECT key, reader FROM document WHERE id = ?", (document,)).fetchone()
            if row is None:
                raise UsageError(f"no document has the id '{document}'; `lithograph stats --documents` lists them")
            removed = self._empty(*row)
            self._connection.execute("DELETE FROM document WHERE key = ?", (row[0],))
            return removed

    def judge(self, judgement: Judgement) -> bool:
        """See Store.judge."""
        if judgement.left == judgement.right:
            raise UsageError(f"'{judgement.left}' cannot be judged against itself")
        left, right = sorted((judgement.left, judgement.right))
        row = (left, right, judgement.verdict, judgement.reason, judgement.by, judgement.date)
        with self._transaction():
            if self._connection.execute('SELECT * FROM judgement WHERE "left" = ? AND "right" = ?', row[:2]).fetchone() == row:
                return False
            self._connection.execute("INSERT OR REPLACE INTO judgement VALUES (?,?,?,?,?,?)", row)
            self._settle(self._keys_of(left, right))
            return True

    def unjudge(self, left: str, right: str) -> bool:
        """See Store.unjudge."""
        pair = tuple(sorted((left, right)))
        with self._transaction():
            near = self._links.near(self._keys_of(*pair))
            if not self._connection.execute('DELETE FROM judgement WHERE "left" = ? AND "right" = ?', pair).rowcount:
                return False
            self._settle(near)
            return True

    def _keys_of(self, *ids: str) -> set[int]:
        return {k for i in ids for (k,) in self._connection.execute("SELECT key FROM entity WHERE id = ?", (i,))}
