"""The writing half of a SQLite store: one transaction for each document, whole or not at all."""

from __future__ import annotations

import contextlib
import gc
import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from ....errors import UsageError
from ...bundles import canonical, join, same
from ...check import checked
from ...model import Entity, Written
from ...records import Bundle, Document, Judgement
from .connection import said_plainly
from .links import Links
from .lookup import Keys, find
from .namings import Namings
from .records_of import bundle_of
from .statements import Statements

_DOCUMENT = [f.name for f in msgspec.structs.fields(Document)]
_METADATA = [name for name in _DOCUMENT if name != "id"]
REFERENCE = "reference"
BATCH = 40_000
"""Claims that go into the tables in one transaction."""


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for circles among the rows of a batch: there are none, and looking takes a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Writing:
    """Write, retract, judge."""

    address: str
    _connection: sqlite3.Connection
    _known_entities: dict[int, Entity]

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
                self._known_entities.clear()  # what is written may change what they are called
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
            return self._write(keys, [canonical(bundle)], replace=replace)[0]

    def write_all(self, bundles: Iterable[Bundle]) -> Iterator[Written]:
        """See Store.write_all.

        Each document goes into the inbox in a transaction of its own, which costs little; a batch of them goes into the tables
        in one, which spares writing the same index pages again for each. A crash leaves documents in the inbox: the next
        opening takes them from there.
        """
        waiting: list[tuple[int, Bundle]] = []
        size = 0
        encode = msgspec.json.Encoder().encode
        failure: Exception | None = None
        source = iter(bundles)
        while True:
            try:
                bundle = next(source)
            except StopIteration:
                break
            except Exception as error:  # what came before it is loaded and counted first
                failure = error
                break
            with said_plainly(self.address):
                key = self._connection.execute("INSERT INTO inbox (bundle) VALUES (?)", (encode(bundle),)).lastrowid
            waiting.append((int(key or 0), bundle))
            size += len(bundle.claims) + len(bundle.attributes) + len(bundle.document.text or "") // 200 + 1
            if size >= BATCH:
                batch, waiting, size = waiting, [], 0
                yield from self._take_in(batch)
        yield from self._take_in(waiting)
        if failure is not None:
            raise failure

    def _take_in(self, waiting: list[tuple[int, Bundle]]) -> list[Written]:
        """Bring documents from the inbox into the tables."""
        if not waiting:
            return []
        with _collector_paused(), self._transaction() as keys:
            written = self._write(keys, [canonical(bundle) for _, bundle in waiting])
            self._connection.executemany("DELETE FROM inbox WHERE key = ?", [(key,) for key, _ in waiting])
        return written

    def empty_inbox(self) -> int:
        """Take in what a killed load left in the inbox; how many documents."""
        taken = 0
        while rows := self._connection.execute("SELECT key, bundle FROM inbox ORDER BY key LIMIT 100").fetchall():
            with self._transaction() as keys:
                self._write(keys, [canonical(msgspec.json.decode(data, type=Bundle)) for _, data in rows])
                self._connection.executemany("DELETE FROM inbox WHERE key = ?", [(key,) for key, _ in rows])
            taken += len(rows)
        return taken

    def _write(self, keys: Keys, bundles: list[Bundle], *, replace: bool = False) -> list[Written]:
        """Write documents in canonical form into the tables: new ones many at a time, since rows that go in together cost less."""
        ids = [bundle.document.id for bundle in bundles]
        known = dict(find(self._connection, "SELECT t.id, t.key FROM document t", ("id",), [(id_,) for id_ in ids]))
        out: list[Written] = []
        new: list[tuple[int, Bundle]] = []
        for id_, bundle in zip(ids, bundles, strict=True):
            if id_ not in known:
                known[id_] = keys.next("document")
                new.append((known[id_], bundle))
            else:  # perhaps it is one of the new ones
                out += self._add_new(new)
                new = []
                out.append(self._write_again(known[id_], bundle, replace=replace))
        return out + self._add_new(new)

    def _add_new(self, documents: list[tuple[int, Bundle]]) -> list[Written]:
        if not documents:
            return []
        marks = ",".join("?" * (len(_DOCUMENT) + 1))
        many = self._connection.executemany
        many(f"INSERT INTO document VALUES ({marks})", [(key, *msgspec.structs.astuple(bundle.document)) for key, bundle in documents])
        many("INSERT INTO change (document) VALUES (?)", [(bundle.document.id,) for _, bundle in documents])
        return self._add(documents)

    def _write_again(self, key: int, bundle: Bundle, *, replace: bool) -> Written:
        before = bundle_of(self._connection, key)
        joined = join(before, bundle)
        after = canonical(Bundle(joined.document, bundle.entities, bundle.claims, bundle.attributes)) if replace else joined
        lost = 0
        if not replace and bundle.document.text not in (None, before.document.text):  # no quote may stand that is not in the text
            after, refused = checked(joined, before.document.id)
            lost = len(refused)
        changed = tuple(name for name in _METADATA if getattr(before.document, name) != getattr(after.document, name))
        known = same(before, after)
        if changed or not known:
            self._journal(document=before.document.id)
        if changed:
            sets = ", ".join(f"{name} = ?" for name in changed)
            values = [getattr(after.document, name) for name in changed]
            self._connection.execute(f"UPDATE document SET {sets} WHERE key = ?", (*values, key))
        if known and not {"reader", "date"}.intersection(changed):
            return Written(True, 0, 0, 0, 0, changed)
        removed = self._empty(key, before.document.reader)
        (written,) = self._add([(key, after)])
        more = 0 if known else max(0, written.claims - removed)
        return Written(known, more, written.entities, written.facts_new, written.facts_changed, changed, lost)

    def _add(self, documents: list[tuple[int, Bundle]]) -> list[Written]:
        named = self._namings.add(documents, reference=REFERENCE)
        self._settle(self._namings.take_dirty())
        counts = self._statements.add(named)
        return [Written(False, claims, n.created, new, changed) for n, (claims, new, changed) in zip(named, counts, strict=True)]

    def _settle(self, dirty: set[int], stale: frozenset[int] = frozenset()) -> None:
        """Bring roots up to date, and then the facts that a changed root or a retracted claim touches."""
        moved = self._links.settle(dirty) if dirty else {}
        facts = set(stale)
        if moved:
            self._journal_moves(moved)
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

    def _journal(self, document: str | None = None) -> None:
        self._connection.execute("INSERT INTO change (document) VALUES (?)", (document,))

    def _journal_moves(self, moved: dict[int, int]) -> None:
        self._connection.executemany("INSERT INTO change (entity) SELECT id FROM entity WHERE key = ?", [(key,) for key in moved])

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
            self._journal(document=document)
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
            self._journal()
            self._settle(self._keys_of(left, right))
            return True

    def unjudge(self, left: str, right: str) -> bool:
        """See Store.unjudge."""
        pair = tuple(sorted((left, right)))
        with self._transaction():
            near = self._links.near(self._keys_of(*pair))
            if not self._connection.execute('DELETE FROM judgement WHERE "left" = ? AND "right" = ?', pair).rowcount:
                return False
            self._journal()
            self._settle(near)
            return True

    def _keys_of(self, *ids: str) -> set[int]:
        return {k for i in ids for (k,) in self._connection.execute("SELECT key FROM entity WHERE id = ?", (i,))}
