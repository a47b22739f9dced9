"""The engine's process as seen from outside: started early, asked with a time limit, ended without ceremony."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from ....errors import LithographError
from .archive import make_in_background
from .installed import NoEngineError, package_folder

GRACE = 1.0
"""Seconds beyond its limit after which the process of a query is ended."""


class OverTimeError(LithographError):
    """A request took longer than it may."""


class Process:
    """One process with the engine; use as a context. `heavy` is for building, which takes longer than the start."""

    def __init__(self, *, heavy: bool = False) -> None:
        package_folder()
        # Found where this package was found; a module of the user's folder never takes the place of one of ours.
        source = str(Path(__file__).resolve().parents[4])
        start = f"import sys; sys.path.append({source!r}); from {__package__}.worker import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", start, *(["--heavy"] if heavy else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ready = False
        self._answers: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """The answer to a request. Raises OverTimeError after this many seconds, LithographError where the process died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            if not self._ready:  # the start does not count against the limit
                self._answers.get()
                self._ready = True
            line = self._answers.get(timeout=None if seconds is None else seconds + GRACE)
        except queue.Empty:
            self.end()
            raise OverTimeError("over time") from None
        except (BrokenPipeError, OSError):
            line = b""
        except BaseException:
            self.end()
            raise
        if not line:
            self.end()
            raise LithographError(
                "the Cypher engine ended unexpectedly, perhaps for want of memory; LITHOGRAPH_CYPHER_HEAP sets what it takes"
            )
        answer: dict[str, Any] = json.loads(line)
        if answer.get("fault") == "start":
            raise NoEngineError(answer["message"])
        return answer

    def end(self) -> None:
        """End the process; the class cache is made afterwards, where there is none."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        make_in_background()
