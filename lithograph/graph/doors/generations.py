"""A projection of a store: folders beside the store, never changed once they are published.

`<store>.<suffix>/` holds one folder for each generation and `current.json`, which names the present one with the revision of
the store that it shows. A new generation is built beside the old one, or made of it and what changed, and comes into force by
replacing `current.json`; a reader that has the old one open is not disturbed. `--on DATE` has a generation of its own for
each date.
"""

from __future__ import annotations

import abc
import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import msgspec

from ...errors import StoreError
from ..model import Changes
from ..store import Store

if TYPE_CHECKING:
    import tempfile

GRACE = 600.0
"""Seconds for which a generation out of force is kept, for those who have just opened it."""


class Generation(msgspec.Struct, frozen=True):
    """A published folder, the revision of the store that it shows, and the number of the model that it has."""

    folder: str
    revision: str
    form: int = 1


Pointer = dict[str, Generation]
"""Generations by date; "" stands for the facts of all time."""


class Generations(abc.ABC):
    """Where the projection of a store lies, brought up to date when it is asked for. Use as a context."""

    suffix: ClassVar[str]
    form: ClassVar[int]
    """Number of the projection's model; a generation of another one is rebuilt."""
    shows: ClassVar[str]
    """What the projection is, for messages."""
    dates_kept: ClassVar[int] = 12

    def __init__(self, store: Store, note: Callable[[str], None] = lambda _: None) -> None:
        self.store, self.note = store, note
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.home = self._home()

    @abc.abstractmethod
    def build(self, target: Path) -> None:
        """Make the generation of all time in a folder that does not exist yet."""

    @abc.abstractmethod
    def renew(self, source: Path, target: Path, changes: Changes) -> bool:
        """Make the generation of all time out of an older one; False, with whatever left in the target, where building is better."""

    @abc.abstractmethod
    def restrict(self, whole: Path, target: Path, on: str) -> None:
        """Make the generation of a day (YYYY-MM-DD); `whole` is the one of all time."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def _home(self) -> Path:
        address = self.store.address
        beside = Path(f"{address}.{self.suffix}")
        if "://" not in address and os.access(beside if beside.is_dir() else beside.absolute().parent, os.W_OK):
            return beside
        if "://" not in address and beside.is_dir() and self._fresh(_read(beside).get("")):
            return beside
        return self._elsewhere()

    def _elsewhere(self) -> Path:
        import tempfile

        address = self.store.address
        self._temporary = tempfile.TemporaryDirectory(prefix=f"lithograph-{self.suffix}-")
        reason = "is on a server" if "://" in address else "lies in a folder that cannot be written"
        self.note(f"{address} {reason}: its {self.shows} is built in a temporary folder, for this command only")
        return Path(self._temporary.name)

    def _fresh(self, found: Generation | None) -> bool:
        return found is not None and found.form == self.form and found.revision == self.store.revision()

    def _stands(self, found: Generation | None) -> bool:
        return found is not None and found.form == self.form and (self.home / found.folder).is_dir()

    def folder(self, on: str | None = None) -> Path:
        """The folder of an up-to-date generation, for the facts of all time or of a day (YYYY-MM-DD)."""
        found = _read(self.home).get(on or "")
        if found is not None and self._fresh(found) and (self.home / found.folder).is_dir():
            return self.home / found.folder
        if self._temporary is None and not os.access(self.home if self.home.is_dir() else self.home.absolute().parent, os.W_OK):
            self.home = self._elsewhere()
        try:
            self.home.mkdir(exist_ok=True)
            with _locked(self.home / "lock"), self.store.snapshot():
                return self._bring_up_to_date(on)
        except OSError as error:
            reason = f"the {self.shows} of the store cannot be built: {error}; free some room, or remove the folder"
            raise StoreError(f"{self.home}: {reason}") from error

    def _bring_up_to_date(self, on: str | None) -> Path:
        revision = self.store.revision()
        pointer = _read(self.home)
        whole = pointer.get("")
        if whole is None or not self._fresh(whole) or not self._stands(whole):
            name = self._publishable(lambda target: self._make(whole, target))
            whole = Generation(name, revision, self.form)
            pointer = {"": whole}
            self._publish(pointer)
        if on is None:
            return self.home / whole.folder
        dated = pointer.get(on)
        if dated is None or not self._stands(dated):
            source = self.home / whole.folder
            dated = Generation(self._publishable(lambda target: self.restrict(source, target, on)), revision, self.form)
            kept = [(date, g) for date, g in pointer.items() if date not in ("", on)][-(self.dates_kept - 1) :]
            self._publish({"": whole, **dict(kept), on: dated})
        return self.home / dated.folder

    def _make(self, before: Generation | None, target: Path) -> None:
        if before is not None and self._stands(before):
            changes = self.store.changes(before.revision)
            if changes is not None and self.renew(self.home / before.folder, target, changes):
                return
            shutil.rmtree(target, ignore_errors=True)
        self.build(target)

    def _publishable(self, make: Callable[[Path], None]) -> str:
        """The name of a new generation, made under a name that nobody looks for and then renamed."""
        for left_over in self.home.glob("building-*" if os.name == "posix" else f"building-{os.getpid()}"):
            shutil.rmtree(left_over, ignore_errors=True)  # the lock is ours: whoever made it was killed
        partial = self.home / f"building-{os.getpid()}"
        try:
            make(partial)
            name = f"g{time.time_ns():x}"
            partial.rename(self.home / name)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        return name

    def _publish(self, pointer: Pointer) -> None:
        target = self.home / "current.json"
        partial = target.with_suffix(".part")
        partial.write_bytes(msgspec.json.encode(pointer))
        partial.replace(target)
        kept = {g.folder for g in pointer.values()}
        for folder in self.home.iterdir():
            if folder.is_dir() and folder.name not in kept and time.time() - folder.stat().st_mtime > GRACE:
                shutil.rmtree(folder, ignore_errors=True)


def _read(home: Path) -> Pointer:
    try:
        return msgspec.json.decode((home / "current.json").read_bytes(), type=Pointer)
    except (OSError, msgspec.DecodeError):
        return {}


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one program at a time builds; another one waits, and then finds the work done."""
    with path.open("a") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:  # no such lock on this system: two programs at most do the same work twice
            pass
        yield
