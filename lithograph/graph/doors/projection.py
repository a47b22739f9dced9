"""The projection of a store into Oxigraph: what a generation of it is made of."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from ..model import Changes
from .generations import Generations

if TYPE_CHECKING:
    import pyoxigraph

    from .triples import Node

CHUNK = 1 << 20


class Projection(Generations):
    """The RDF of a store, in `<store>.rdf/`."""

    suffix, form, shows = "rdf", 1, "RDF"

    def build(self, target: Path) -> None:
        """See Generations.build."""
        from .triples import nodes  # not needed where the projection is up to date

        build(target, nodes(self.store))

    def renew(self, source: Path, target: Path, changes: Changes) -> bool:
        """See Generations.renew: table files are shared with the older generation."""
        from .sync import Delta

        link(source, target)
        return Delta(self.store, target, changes).apply()

    def restrict(self, whole: Path, target: Path, on: str) -> None:
        """See Generations.restrict."""
        from .dated import restrict

        link(whole, target)
        restrict(self.store, target, on)


def link(source: Path, target: Path) -> None:
    """A second generation with the contents of the first: table files, which never change, are shared, the rest is copied."""
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
                continue
            except OSError:
                pass  # a file system without links: a copy does
        if file.name != "LOCK":
            shutil.copyfile(file, target / file.name)


class _Lines(io.RawIOBase):
    """N-Triples as a file that is written while it is read, so that no copy of the graph ever stands in memory."""

    def __init__(self, source: Iterable[Node]) -> None:
        self._source = iter(source)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size or size < 0:
            block = self._next_block()
            if not block:
                break
            self._rest += block
        out, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return out

    def _next_block(self) -> bytes:
        parts: list[str] = []
        size = 0
        for subject, pairs in self._source:
            text = "".join([f"{subject} {p} {o} .\n" for p, o in pairs])
            parts.append(text)
            size += len(text)
            if size >= CHUNK:
                break
        return "".join(parts).encode()


def build(target: Path, source: Iterable[Node]) -> None:
    """Make an Oxigraph folder of the nodes."""
    import pyoxigraph

    store = pyoxigraph.Store(str(target))
    store.bulk_load(cast("IO[bytes]", _Lines(source)), pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    store.optimize()
    store.flush()
    del store  # closes it


def opened(folder: Path) -> pyoxigraph.Store:
    """A published generation, to be read only."""
    import pyoxigraph

    return pyoxigraph.Store.read_only(str(folder))
