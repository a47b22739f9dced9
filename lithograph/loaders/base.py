"""What a loader is: something that recognises a source and turns it into bundles of one document each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import InputError
from ..graph.records import Bundle, Judgement, Skipped

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the user says about the documents; it wins over what they say of themselves."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None

    def given(self) -> dict[str, str]:
        """The fields that are set."""
        return {k: v for k in ("title", "publisher", "date", "url") if (v := getattr(self, k)) is not None}


@dataclass(slots=True)
class Input:
    """A file or the standard input. `name` is what messages call it; `head` its first bytes."""

    name: str
    path: Path | None
    _stream: BinaryIO | None = field(default=None, repr=False)

    @property
    def head(self) -> bytes:
        """The first bytes, without using them up."""
        stream = self.open()
        return cast(bytes, stream.peek(HEAD_BYTES))[:HEAD_BYTES]  # type: ignore[attr-defined]

    def open(self) -> BinaryIO:
        """The bytes as a stream. Raises InputError where the file cannot be read."""
        if self._stream is None:
            if self.path is None:
                self._stream = sys.stdin.buffer
            else:
                try:
                    self._stream = self.path.open("rb")
                except FileNotFoundError:
                    raise InputError(self.name, "no such file; check the path") from None
                except PermissionError:
                    raise InputError(self.name, "not allowed to read it; check its permissions") from None
                except OSError as error:
                    raise InputError(self.name, f"cannot be read: {error.strerror}") from None
        return self._stream

    def read(self) -> bytes:
        """All bytes. Raises InputError."""
        try:
            return self.open().read()
        except OSError as error:
            raise InputError(self.name, f"cannot be read: {error.strerror}") from None

    def close(self) -> None:
        """Close the file; the standard input stays open."""
        if self._stream is not None and self.path is not None:
            self._stream.close()


@dataclass(frozen=True, slots=True)
class Placed:
    """A bundle with the places of its records in the source, by id() of the record."""

    bundle: Bundle
    places: Mapping[int, str]


Yield = Bundle | Placed | Judgement | Skipped


@dataclass(frozen=True, slots=True)
class Loader:
    """A format that can be loaded. `recognises` looks at the name and the first bytes only."""

    name: str
    what: str
    recognises: Callable[[Input], bool]
    read: Callable[[Input, Metadata], Iterator[Yield]]


def inputs(paths: list[str]) -> Iterator[Input | Skipped]:
    """The files behind the paths: `-` is the standard input, a folder all files below it, hidden ones left out."""
    for path in paths:
        if path == "-":
            yield Input("standard input", None)
        elif Path(path).is_dir():
            files = sorted(p for p in Path(path).rglob("*") if p.is_file() and not _hidden(p, Path(path)))
            if not files:
                yield Skipped(_printable(path), None, "the folder holds no file")
            yield from (Input(_printable(str(p)), p) for p in files)
        else:
            yield Input(_printable(path), Path(path))


def _printable(path: str) -> str:
    """The path as text; bytes of its name that are no UTF-8 are shown as �."""
    return os.fsencode(path).decode("utf-8", "replace")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
