"""An ahead-of-time cache of the engine's classes, which the Java virtual machine maps instead of loading each anew.

It is made once for each installed engine and user, in the background, and halves the time of a cold query. Everything works
without it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .installed import engine_key, java_folder, machine_options, whole_class_path

OFF = "LITHOGRAPH_NO_CACHE"
"""Environment variable: with any value no cache is made or used."""
TRAINING = "LITHOGRAPH_CYPHER_TRAINING"
"""Environment variable of the program that finds out which classes are used: the file where the machine records them."""
CLAIM_ENDS = 300.0
"""Seconds after which someone who began to make the cache counts as dead."""
_LIMIT = 240.0


def options() -> list[str]:
    """What the Java virtual machine is told about the cache."""
    training = os.environ.get(TRAINING)
    if training:
        return ["-XX:AOTMode=record", f"-XX:AOTConfiguration={training}"]
    if os.environ.get(OFF):
        return []
    place = _place()
    return [f"-XX:AOTCache={place}"] if place.is_file() else []


def cache_folder() -> Path:
    """Where files that only save time are kept, by user: $XDG_CACHE_HOME/lithograph, else ~/.cache/lithograph."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".cache") / "lithograph"


def _place() -> Path:
    return cache_folder() / f"cypher-{engine_key()}.aot"


def quiet_file() -> Path:
    """The file that keeps the engine from logging, which it would do into the working folder."""
    return Path(__file__).with_name("quiet.txt")


def make_in_background() -> None:
    """Start a program of its own that makes the cache, where there is none; nobody waits for it."""
    if os.environ.get(OFF) or os.environ.get(TRAINING):
        return
    place = _place()
    if place.is_file() or place.with_suffix(".failed").exists() or not _claimed(place):
        return
    quiet = subprocess.DEVNULL
    with contextlib.suppress(OSError):
        subprocess.Popen([sys.executable, "-m", f"{__package__}.archive"], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def _claimed(place: Path) -> bool:
    """Whether it falls to us: one program at a time tries, and a dead one's claim ends after some minutes."""
    claim = place.with_suffix(".making")
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            if time.time() - claim.stat().st_mtime > CLAIM_ENDS:
                claim.unlink()
        claim.touch(exist_ok=False)
        return True
    return False


def make() -> Path | None:
    """Make the cache now; None where it cannot be made, and then it is not tried again for this engine."""
    place = _place()
    with tempfile.TemporaryDirectory(prefix="lithograph-aot-") as folder:
        record, partial = Path(folder) / "recorded", place.with_suffix(f".{os.getpid()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            program = [sys.executable, "-m", f"{__package__}.training", str(Path(folder) / "store")]
            environment = {**os.environ, TRAINING: str(record)}
            subprocess.run(program, env=environment, check=True, timeout=_LIMIT, capture_output=True)
            create = [str(java_folder() / "bin" / "java"), *machine_options(), "-XX:AOTMode=create"]
            create += [f"-XX:AOTConfiguration={record}", f"-XX:AOTCache={partial}", "-cp", whole_class_path()]
            subprocess.run(create, check=True, timeout=_LIMIT, capture_output=True)
            partial.replace(place)
            return place
        except (OSError, subprocess.SubprocessError):
            with contextlib.suppress(OSError):
                place.with_suffix(".failed").touch()
            return None
        finally:
            for left in (partial, place.with_suffix(".making")):
                with contextlib.suppress(OSError):
                    left.unlink()


if __name__ == "__main__":
    make()
