"""The package: which way imports run, what the wheel holds, and the names that users import."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import lithograph

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lithograph"
LINKS = ("graph", "ontology", "loaders", "queries")
PUBLIC = {
    "AmbiguousEntityError", "Answer", "Graph", "InputError", "LithographError", "StoreError", "UnknownEntityError", "UsageError",
    "__version__", "open",
}  # fmt: skip


def test_the_public_names_are_these() -> None:
    """A name that is added or taken away is added or taken away here, in docs/python.md and in the CHANGELOG."""
    assert set(lithograph.__all__) == PUBLIC
    assert {name for name in PUBLIC if not hasattr(lithograph, name)} == set()
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        lithograph.nothing  # noqa: B018 # type: ignore[attr-defined]


def test_importing_the_package_does_no_work() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; before = set(sys.modules); import lithograph; print(*(set(sys.modules) - before))"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert set(done.stdout.split()) <= {"lithograph", "__future__"}


def test_every_error_is_a_lithograph_error_with_an_exit_code() -> None:
    errors = importlib.import_module("lithograph.errors")
    found = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]
    assert all(issubclass(e, errors.LithographError) and e.exit_code in (1, 2) for e in found)
    assert errors.__doc__ is not None
    assert [e.__name__ for e in found if e.__name__ not in errors.__doc__] == []


def test_imports_run_one_way() -> None:
    """The contracts of pyproject.toml, which count lazy imports too."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_no_module_imports_itself_by_a_detour() -> None:
    import grimp
    import networkx

    graph = grimp.build_graph("lithograph", cache_dir=None, exclude_type_checking_imports=True)
    edges = networkx.DiGraph((a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a))
    assert [sorted(c) for c in networkx.strongly_connected_components(edges) if len(c) > 1] == []


def test_the_links_at_the_root_lead_to_the_parts_of_the_package() -> None:
    for name in LINKS:
        link = ROOT / name
        assert link.is_symlink(), name
        assert link.resolve() == (PACKAGE / name).resolve()
        assert not link.readlink().is_absolute()


def test_nothing_is_imported_through_the_links() -> None:
    for file in (
        *PACKAGE.rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "tools").rglob("*.py"),
        *(ROOT / "benchmarks").rglob("*.py"),
    ):
        for node in ast.walk(ast.parse(file.read_text("utf8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not {n.partition(".")[0] for n in names} & set(LINKS), file


def test_modules_stay_short() -> None:
    """Under 300 lines, never over 400; no function over 60."""
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text("utf8")
        assert text.count("\n") <= 400, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{file}: {node.name}"


def on_disk() -> set[str]:
    return {
        f.relative_to(ROOT).as_posix()
        for f in PACKAGE.rglob("*")
        if f.is_file() and "__pycache__" not in f.parts and not f.name.startswith(".")
    }


@pytest.mark.slow
def test_the_wheel_holds_the_files_of_the_package_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(PACKAGE, source / "lithograph", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in LINKS:
        (source / name).symlink_to(Path("lithograph") / name)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, source],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {n for n in archive.namelist() if ".dist-info/" not in n}
        about = {n.rpartition("/")[2] for n in archive.namelist()} - {n.rpartition("/")[2] for n in held}
        entry_points = archive.read(next(n for n in archive.namelist() if n.endswith("entry_points.txt"))).decode()
    assert held == on_disk()
    assert {"METADATA", "LICENSE", "WHEEL", "RECORD"} <= about
    assert re.search(r"^lithograph = lithograph\.cli:main$", entry_points, flags=re.MULTILINE)


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
