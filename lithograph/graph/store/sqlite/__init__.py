"""The embedded store: one SQLite file, the system of record on one machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from ....errors import StoreError, UsageError
from ...model import Counts, Entity, Passage, Source
from ...records import Document, Judgement, Record
from .connection import connect, said_plainly
from .plain import plain
from .reading import _EVIDENCE, evidence_from
from .records_of import all_records, document_of, judgements_of
from .whole import WholeReading
from .writing import Writing


@plain
class SQLiteStore(WholeReading, Writing):
    """See Store. `address` is the path of the file."""

    def __init__(self, address: str, *, write: bool = False, create: bool = False) -> None:
        self.address = address
        self._connection = connect(address, write=write, create=create)
        self._known_entities: dict[int, Entity] = {}
        try:
            with said_plainly(address):
                self._take_in_what_waits(write)
        except BaseException:
            self._connection.close()
            raise

    def _take_in_what_waits(self, write: bool) -> None:
        """A killed load left documents behind: a reader takes them in where it may, and else answers without them."""
        if write:
            self._start_writing()
            self.empty_inbox()
        elif self._connection.execute("SELECT EXISTS (SELECT 1 FROM inbox)").fetchone() == (1,):
            with contextlib.suppress(StoreError), contextlib.closing(SQLiteStore(self.address, write=True)):
                pass

    def close(self) -> None:
        """See Store.close."""
        with said_plainly(self.address):
            self._connection.close()

    def _forget(self) -> None:
        super()._forget()
        self._known_entities.clear()

    def judgements(self) -> list[Judgement]:
        """See Store.judgements."""
        return judgements_of(self._connection)

    def search(self, words: str, limit: int = 20) -> list[Passage]:
        """See Store.search."""
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        if not quoted:
            return []
        if words.isascii():
            keys = self._connection.execute(
                "SELECT rowid FROM passage_words WHERE passage_words MATCH ? ORDER BY rank, rowid LIMIT ?", (quoted, limit)
            ).fetchall()
        else:
            keys = self._connection.execute(
                "SELECT key FROM passage WHERE instr(lower(quote), lower(?)) ORDER BY key LIMIT ?", (words.strip(), limit)
            ).fetchall()
        return [self._passage(key) for (key,) in keys]

    def _passage(self, key: int) -> Passage:
        rows = self._connection.execute(
            f"SELECT f.subject, f.object, {_EVIDENCE} JOIN fact f ON f.key = c.fact WHERE c.passage = ?1 "
            "AND c.document = (SELECT document FROM passage WHERE key = ?1) ORDER BY c.negated, c.confidence DESC, c.key",
            (key,),
        ).fetchall()
        about = self._entities({k for subject, object_, *_ in rows for k in (subject, object_) if k})
        return Passage(evidence_from(rows[0][2:]), tuple(sorted(about.values(), key=lambda e: str(e.id))))

    def documents(self) -> list[Source]:
        """See Store.documents."""
        rows = self._connection.execute("SELECT id, title, publisher, date, url FROM document ORDER BY id")
        return [Source(*row) for row in rows]

    def document(self, id_: str) -> Document:
        """See Store.document."""
        found = document_of(self._connection, id_)
        if found is None:
            raise UsageError(f"no document has the id '{id_}'; `lithograph stats --documents` lists them")
        return found

    def counts(self) -> Counts:
        """See Store.counts."""

        def one(sql: str) -> int:
            (number,) = self._connection.execute(sql).fetchone()
            return int(number)

        def by(sql: str) -> dict[str, int]:
            return dict(self._connection.execute(sql).fetchall())

        return Counts(
            one("SELECT count(*) FROM document"),
            one("SELECT count(*) FROM claim WHERE object IS NOT NULL"),
            one("SELECT count(*) FROM claim WHERE object IS NULL"),
            one("SELECT count(*) FROM entity WHERE root = key"),
            one("SELECT count(*) FROM fact"),
            one("SELECT count(*) FROM judgement"),
            by("SELECT type, count(*) FROM entity WHERE root = key GROUP BY type ORDER BY 2 DESC, 1"),
            by("SELECT predicate, count(*) FROM fact WHERE object <> 0 GROUP BY predicate ORDER BY 2 DESC, 1"),
        )

    def records(self) -> Iterator[Record]:
        """See Store.records."""
        return all_records(self._connection)
