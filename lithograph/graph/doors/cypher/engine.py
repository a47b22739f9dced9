"""ArcadeDB, embedded: the only module that talks to the Java virtual machine.

JPype has no types, so that everything Java is `Any` here, and nothing Java leaves the package.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ....errors import LithographError, UsageError
from . import archive
from .installed import class_path, java_folder, machine_options, package_folder

HEAP = "LITHOGRAPH_CYPHER_HEAP"
"""Environment variable: the most memory that the engine takes, as Java writes it (2g, 800m)."""
_lock = threading.Lock()


def _library() -> str:
    jre = java_folder()
    places = {"win32": jre / "bin" / "server" / "jvm.dll", "darwin": jre / "lib" / "server" / "libjvm.dylib"}
    return str(places.get(sys.platform, jre / "lib" / "server" / "libjvm.so"))


def _options(*, heavy: bool) -> list[str]:
    out = [
        *machine_options(),
        f"-Xmx{os.environ.get(HEAP) or '2g'}",
        "-XX:-UsePerfData",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:ArchiveRelocationMode=0",  # the class cache is used where it was made for, which saves moving it
        f"-XX:ErrorFile={os.devnull}",
        f"-Djava.util.logging.config.file={archive.quiet_file()}",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF8",
    ]
    if not heavy:
        out.append("-XX:TieredStopAtLevel=1")  # a short life is not worth the second compiler
    return out + archive.options()


def _import_jpype() -> Any:
    """JPype without numpy, which it would import though nothing here uses it: that takes longer than the whole rest."""
    missing = "numpy" not in sys.modules
    if missing:
        sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import jpype  # type: ignore[import-untyped]
    finally:
        if missing:
            del sys.modules["numpy"]
    return jpype


def start(*, heavy: bool = False) -> None:
    """Start the Java virtual machine, once in a process; `heavy` for long work. Its options hold until the process ends."""
    with _lock:
        package_folder()
        jpype = _import_jpype()
        if jpype.isJVMStarted():
            return
        try:
            jpype.startJVM(_library(), *_options(heavy=heavy), classpath=class_path(), interrupt=False)
        except Exception as error:
            raise LithographError(f"the Cypher engine does not start: {str(error).splitlines()[0]}; {HEAP} sets its memory") from error


def stop() -> None:
    """Stop the Java virtual machine in good order, for which it writes down what it was told to; it cannot be started again."""
    _import_jpype().shutdownJVM()


def java(name: str) -> Any:
    """A Java class by its name."""
    import jpype

    return jpype.JClass(name)


def time_limit(seconds: float) -> None:
    """Let the engine give up a query by itself after this time."""
    java("com.arcadedb.GlobalConfiguration").COMMAND_TIMEOUT.setValue(java("java.lang.Long")(round(seconds * 1000)))


def _factory(folder: Path) -> Any:
    return java("com.arcadedb.database.DatabaseFactory")(str(folder))


@contextmanager
def created(folder: Path) -> Iterator[Any]:
    """A new database in a folder that does not exist yet, for writing; closed at the end."""
    start(heavy=True)
    database = _factory(folder).create()
    try:
        yield database
    finally:
        database.close()


@contextmanager
def writable(folder: Path) -> Iterator[Any]:
    """A database that nobody else has open, for writing; closed at the end."""
    start()
    database = _factory(folder).open()
    try:
        yield database
    finally:
        database.close()


@contextmanager
def readable(folder: Path) -> Iterator[Any]:
    """A published database; any number of programs may have it open. Closed at the end."""
    start()
    database = _factory(folder).open(java("com.arcadedb.engine.ComponentFile").MODE.READ_ONLY)
    try:
        yield database
    finally:
        database.close()


def rows(database: Any, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[tuple[list[str], list[Any]]]:
    """The rows of a reading query: names and Java values."""
    found = database.query("opencypher", query, java_map(parameters or {}))
    try:
        while found.hasNext():
            row = found.next()
            names = list(row.getPropertyNames())
            yield [str(n) for n in names], [row.getProperty(n) for n in names]
    finally:
        found.close()


def command(database: Any, query: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Run a writing query inside a transaction of its own."""
    database.begin()
    try:
        database.command("opencypher", query, java_map(parameters or {})).close()
        database.commit()
    except BaseException:
        if database.isTransactionActive():
            database.rollback()
        raise


def script(database: Any, statements: Iterable[str]) -> None:
    """Run statements of the engine's own language, which defines types and indexes; together they cost little more than one."""
    database.command("sqlscript", ";\n".join(statements) + ";").close()


def java_map(values: Mapping[str, Any]) -> Any:
    """A Python mapping as a Java one."""
    out = java("java.util.LinkedHashMap")()
    for key, value in values.items():
        out.put(key, java_value(value))
    return out


def java_value(value: Any) -> Any:
    """A value of JSON as a Java one."""
    if isinstance(value, bool):
        return java("java.lang.Boolean")(value)
    if isinstance(value, int):
        if not -(1 << 63) <= value < 1 << 63:
            raise UsageError(f"{value} is too large a number for the engine; numbers end at 2^63")
        return java("java.lang.Long")(value)
    if isinstance(value, float):
        return java("java.lang.Double")(value)
    if isinstance(value, Mapping):
        return java_map({str(k): v for k, v in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        out = java("java.util.ArrayList")()
        for item in value:
            out.add(java_value(item))
        return out
    if hasattr(value, "isoformat"):
        return java("java.time.LocalDate").parse(value.isoformat()[:10])
    return value
