"""Opening a SQLite store: what is created, what is refused, and in which words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import fields

from ....errors import StoreError
from ...facts import FactState, edge
from .schema import APPLICATION_ID, MIGRATIONS, TABLES, VERSION


@contextlib.contextmanager
def said_plainly(path: str) -> Iterator[None]:
    """Turn SQLite's errors into one line that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {_explain(error)}") from error


def _explain(error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "not a database" in text:
        return "is no Lithograph store; give another file with --db, or move this one away"
    if "malformed" in text:
        return "the store is damaged; restore a copy, or load the documents into a new one"
    if "readonly" in text or "read-only" in text:
        return "cannot be written: the file or its folder is read-only; give another place with --db"
    if "disk is full" in text or "disk I/O" in text:
        return "the disk is full or failing; what was loaded before stands, free some room and load the rest again"
    if "locked" in text or "busy" in text:
        return "another program is writing to this store; try again when it is done"
    if "unable to open" in text:
        return "cannot be opened: its folder is read-only, missing or not allowed; give another place with --db"
    return f"the store refused: {text}"


def connect(path: str, *, write: bool, create: bool = False) -> sqlite3.Connection:
    """A connection to the store at the path, its schema brought up to date.

    A reader never creates a file. Raises StoreError where there is no store, the file is something else, a newer program
    made it, or the folder does not let it be written.
    """
    file = Path(path)
    if file.is_dir():
        raise StoreError(f"{path}: is a folder; give a file with --db")
    if not file.exists() and not create:
        raise StoreError(f"{path}: there is no store here; load something first (lithograph load FILE), or give another one with --db")
    with said_plainly(path):
        connection = _open(file, write=write)
        try:
            _prepare(connection, path, write=write)
        except BaseException:
            connection.close()
            raise
        return connection


def _open(file: Path, *, write: bool) -> sqlite3.Connection:
    if write:
        if not file.parent.is_dir():
            raise StoreError(f"{file}: the folder {file.parent} does not exist; make it, or give another place with --db")
        return sqlite3.connect(file, isolation_level=None, timeout=10, cached_statements=256)
    options = "mode=ro"
    # In write-ahead mode even a reader needs to write beside the file, unless nobody else can have it open.
    if not os.access(file.parent, os.W_OK) and not file.with_name(file.name + "-wal").exists():
        options += "&immutable=1"
    uri = f"file:{urllib.parse.quote(os.fsencode(file.resolve()))}?{options}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10, cached_statements=256)


def _prepare(connection: sqlite3.Connection, path: str, *, write: bool) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    if empty and version == 0 and write:
        create(connection)
    elif empty:
        raise StoreError(f"{path}: is an empty file, no store; load something first (lithograph load FILE)")
    elif application != APPLICATION_ID:
        raise StoreError(f"{path}: is an SQLite file of another program; give another file with --db")
    elif version > VERSION:
        raise StoreError(f"{path}: was made by a newer Lithograph (store version {version}, this one knows {VERSION}); upgrade with pip")
    elif version < VERSION and not write:
        raise StoreError(f"{path}: has store version {version}, this program {VERSION}; `lithograph load --bare` brings it up to date")
    elif version < VERSION:
        migrate(connection, version)
    if write:
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint=8192")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA secure_delete=OFF")
    else:
        connection.execute("PRAGMA cache_size=-16384")
    connection.execute("PRAGMA mmap_size=0")  # a map saves no time that can be measured, and each page touched counts as memory


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file, all or none."""
    connection.execute("PRAGMA page_size=4096")
    connection.execute("PRAGMA journal_mode=WAL")
    try:
        connection.executescript(f"BEGIN IMMEDIATE;{TABLES};PRAGMA application_id={APPLICATION_ID};PRAGMA user_version={VERSION};COMMIT;")
    except sqlite3.OperationalError:
        connection.execute("ROLLBACK")
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            raise  # else another program was making the same store and was faster


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring an older store up to date, one version at a time, each step whole or not at all."""
    connection.create_function("edge", len(fields(FactState)), lambda *state: edge(FactState(*state)), deterministic=True)
    while version < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE;{MIGRATIONS[version]};PRAGMA user_version={version + 1};COMMIT;")
        version += 1
