"""The examples of the documentation run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doors_common import lithograph

from lithograph.graph.store import Store

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")
def test_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf8"), re.DOTALL)
    assert len(blocks) > 5
    exec(compile("\n".join(blocks), "python.md", "exec"), {})


@pytest.mark.parametrize(
    "line", [line[4:] for line in (DOCS / "sparql.md").read_text(encoding="utf8").splitlines() if line.startswith("    lith")][:2]
)
def test_sparql(graph: Store, line: str) -> None:
    import shlex

    done = lithograph(*shlex.split(line)[1:], db=graph.address)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) > 2
