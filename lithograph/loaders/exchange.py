"""JSON Lines, the exchange format of INTERFACE: a stream of any length, in any order, with bounded memory.

Records of one document may stand far apart. So the lines are dealt out over parts, all lines of a document to the same one, by
nothing but the document that they name. Few lines stay in memory; many go to a temporary file for each part. Then part by part
the lines are decoded and put together; a part that is too large is dealt out again.
"""

from __future__ import annotations

import contextlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

import msgspec

from ..errors import InputError
from ..graph.exchange import decode
from ..graph.records import Attribute, Bundle, Claim, Document, EntityRecord, Judgement, Record, Skipped
from .base import Input, Loader, Metadata, Placed, Yield

PARTS = 64
HELD_BYTES = 1 << 25
"""How much is kept in memory before the parts go to their files."""
PART_BYTES = 1 << 23
"""How large a part may be; decoded it takes several times as much."""

Line = tuple[int, bytes]
"""A line with its number in the source."""


class _Head(msgspec.Struct, gc=False):
    """What of a line says where it belongs."""

    kind: str = ""
    document: str | None = None
    id: str | None = None


_head = msgspec.json.Decoder(_Head)


def _recognises(source: Input) -> bool:
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return source.name.endswith((".jsonl", ".ndjson")) or (head.startswith(b"{") and b'"kind"' in head)


def _read(source: Input, metadata: Metadata) -> Iterator[Yield]:
    judgements: list[Judgement] = []
    given = metadata.given()
    with contextlib.ExitStack() as files:
        parts = _Parts(files, 0)
        yield from _deal(source, parts, judgements)
        yield from _documents(parts, source.name, given)
    yield from judgements


class _Parts:
    """Lines by part. `level` is how often they were dealt out before."""

    def __init__(self, files: contextlib.ExitStack, level: int) -> None:
        self._files, self._level = files, level
        self._held: list[list[Line]] = [[] for _ in range(PARTS)]
        self._laid: list[IO[bytes]] = []
        self._size = 0

    def add(self, document: str, number: int, line: bytes) -> None:
        """Put a line with the others of its document."""
        part = zlib.crc32(document.encode("utf8", "surrogatepass")) // PARTS**self._level % PARTS
        self._held[part].append((number, line))
        self._size += len(line)
        if self._size > HELD_BYTES:
            self._lay_aside()

    def _lay_aside(self) -> None:
        if not self._laid:
            self._laid = [self._files.enter_context(tempfile.TemporaryFile()) for _ in range(PARTS)]  # noqa: SIM115 (closed by the stack)
        try:
            for held, file in zip(self._held, self._laid, strict=True):
                file.writelines(b"%d %s\n" % line for line in held)
                held.clear()
        except OSError as error:
            reason = f"{error.strerror}; free some room, or name another folder in TMPDIR, and load the file again"
            raise InputError(tempfile.gettempdir(), reason) from None
        self._size = 0

    def lines(self) -> Iterator[Iterable[Line]]:
        """The lines of one part after the other, in the order in which they came."""
        if not self._laid:
            yield from self._held
            return
        self._lay_aside()
        for file in self._laid:
            large = file.tell() > PART_BYTES and self._level < 4
            file.seek(0)
            lines = ((int(number), line) for number, _, line in (row.rstrip(b"\n").partition(b" ") for row in file))
            if large:
                yield from self._dealt_again(lines)
            else:
                yield lines
            file.close()

    def _dealt_again(self, lines: Iterable[Line]) -> Iterator[Iterable[Line]]:
        with contextlib.ExitStack() as files:
            smaller = _Parts(files, self._level + 1)
            for number, line in lines:
                smaller.add(_belongs_to(_head.decode(line)) or "", number, line)
            yield from smaller.lines()


def _belongs_to(head: _Head) -> str | None:
    return head.id if head.kind == "document" else head.document if head.kind in ("entity", "claim", "attribute") else None


def _deal(source: Input, parts: _Parts, judgements: list[Judgement]) -> Iterator[Skipped]:
    add, head = parts.add, _head.decode
    if source.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(source.name, "is UTF-16; save it as UTF-8")
    if b"\0" in source.head:
        raise InputError(source.name, "is a binary file, no JSON Lines; give --as with another loader, or another file")
    empty = True
    for number, line in enumerate(source.open(), 1):
        line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not line:
            continue
        empty = False
        try:
            document = _belongs_to(head(line))
            if document is None:
                record = decode(line)  # says what is wrong with it, unless it is a judgement
                assert isinstance(record, Judgement)
                judgements.append(record)
            else:
                add(document, number, line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Skipped(source.name, f"line {number}", _explain(line, error))
    if empty:
        yield Skipped(source.name, None, "the file is empty; there is no record in it")


def _explain(line: bytes, error: Exception) -> str:
    if not line.startswith(b"{"):
        return "no JSON object; each line holds one record"
    if isinstance(error, msgspec.ValidationError):
        return f"no record: {error}"
    return f"broken JSON: {error}"


class _Places(Mapping[int, str]):
    """Where records stand, by their id(). Few are ever asked for, so the table is made when the first one is."""

    def __init__(self, records: Sequence[Record], numbers: Sequence[int]) -> None:
        self._records, self._numbers = records, numbers
        self._by_id: dict[int, int] | None = None

    def __getitem__(self, key: int) -> str:
        if self._by_id is None:
            self._by_id = {id(r): n for r, n in zip(self._records, self._numbers, strict=True)}
        return f"line {self._by_id[key]}"

    def __iter__(self) -> Iterator[int]:
        return map(id, self._records)

    def __len__(self) -> int:
        return len(self._records)


def _documents(parts: _Parts, source: str, given: Mapping[str, str]) -> Iterator[Yield]:
    for lines in parts.lines():
        records: dict[str, list[Record]] = {}
        numbers: dict[str, list[int]] = {}
        for number, line in lines:
            try:
                record = decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield Skipped(source, f"line {number}", _explain(line, error))
                continue
            document = record.id if isinstance(record, Document) else record.document  # type: ignore[union-attr] # never a judgement
            if document not in records:
                records[document], numbers[document] = [], []
            records[document].append(record)
            numbers[document].append(number)
        for document in sorted(records):
            yield _whole(document, records.pop(document), numbers.pop(document), source, given)


def _whole(document: str, records: list[Record], numbers: list[int], source: str, given: Mapping[str, str]) -> Yield:
    """The records of one document as a bundle; of several records for the document itself the last one counts."""
    described = [r for r in records if isinstance(r, Document)]
    if not described:
        return Skipped(source, f"line {numbers[0]}", f"{len(records)} records of document '{document}', which is not in the file")
    bundle = Bundle(
        msgspec.structs.replace(described[-1], **given) if given else described[-1],
        tuple(r for r in records if isinstance(r, EntityRecord)),
        tuple(r for r in records if isinstance(r, Claim)),
        tuple(r for r in records if isinstance(r, Attribute)),
    )
    return Placed(bundle, _Places(records, numbers))


LOADER = Loader("jsonl", "JSON Lines in Lithograph's exchange format", _recognises, _read)
