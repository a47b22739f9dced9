"""Where the Cypher projection of a store lies, brought up to date when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ....errors import LithographError
from ...model import Changes
from ...store import Store
from ..generations import Generations
from .process import Process
from .schema import FORM


class Projection(Generations):
    """The projection into ArcadeDB, in `<store>.cypher/`. Building goes on in a process of its own.

    `process`, where given, is one that runs anyway: it takes over what is quickly done.
    """

    suffix, form, shows, dates_kept = "cypher", FORM, "Cypher projection", 4

    def __init__(self, store: Store, note: Callable[[str], None] = lambda _: None, process: Process | None = None) -> None:
        super().__init__(store, note)
        self._process = process

    def build(self, target: Path) -> None:
        """See Generations.build."""
        self._work({"work": "build", "target": str(target.absolute()), "on": None}, heavy=True)

    def renew(self, source: Path, target: Path, changes: Changes) -> bool:
        """See Generations.renew: a copy of the older generation, in which the changed documents are replaced."""
        request: dict[str, Any] = {"work": "renew", "source": str(source.absolute()), "target": str(target.absolute())}
        request |= {"documents": sorted(changes.documents), "entities": sorted(changes.entities)}
        return bool(self._work(request)["done"])

    def restrict(self, whole: Path, target: Path, on: str) -> None:
        """See Generations.restrict."""
        self._work({"work": "build", "target": str(target.absolute()), "on": on}, heavy=True)

    def _work(self, request: dict[str, Any], *, heavy: bool = False) -> dict[str, Any]:
        address = self.store.address
        request = {**request, "address": address if "://" in address else str(Path(address).absolute())}
        if self._process is not None and not heavy:
            answer = self._process.ask(request)
        else:
            with Process(heavy=heavy) as process:
                answer = process.ask(request)
        if "fault" in answer:
            said = " ".join(str(answer.get("message", "")).split())[:300]
            raise LithographError(f"{self.home}: the Cypher projection cannot be built: {said}; remove the folder and ask again")
        return answer
