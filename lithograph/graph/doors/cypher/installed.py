"""Where the embedded engine is installed, and with which options its virtual machine runs."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from pathlib import Path

from ....errors import UsageError


class NoEngineError(UsageError):
    """The engine is not there."""


def package_folder() -> Path:
    """Where the engine's jars and its Java lie. Raises NoEngineError where this platform has none."""
    spec = importlib.util.find_spec("arcadedb_embedded")
    if spec is None or spec.origin is None or importlib.util.find_spec("jpype") is None:
        here = f"{platform.system()} on {platform.machine()}, Python {platform.python_version()}"
        raise NoEngineError(
            f"the Cypher engine (arcadedb-embedded) is not installed, and has no wheel for some platforms (this is {here}); "
            "`lithograph sparql` asks the same graph here, and `pip install arcadedb-embedded` adds Cypher where there is a wheel"
        )
    return Path(spec.origin).parent


def engine_key() -> str:
    """What tells one installed engine from another."""
    package_folder()
    from importlib.metadata import version

    return f"{version('arcadedb-embedded')}-{sys.platform}-{platform.machine()}"


def java_folder() -> Path:
    """The Java that the engine brings along."""
    return package_folder() / "jre"


def class_path() -> list[str]:
    """The jars of the engine, in an order that is always the same: a class-data archive holds for one order only."""
    return sorted(str(jar) for jar in (package_folder() / "jars").glob("*.jar"))


def whole_class_path() -> str:
    """The class path as the virtual machine sees it: the engine's jars, then JPype's own."""
    spec = importlib.util.find_spec("jpype")
    assert spec is not None
    assert spec.origin is not None
    return os.pathsep.join([*class_path(), str(Path(spec.origin).resolve().parent.parent / "org.jpype.jar")])


def machine_options() -> list[str]:
    """Options of the virtual machine that the ahead-of-time cache has to be made with."""
    return ["-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED", "-Xlog:disable"]
