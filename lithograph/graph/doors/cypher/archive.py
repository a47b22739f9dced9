"""Class-data sharing: an archive of the engine's classes that the Java virtual machine maps instead of loading each anew.

It is made once for each installed engine, in the background, and saves about half of the time of a cold query. Everything
works without it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

OFF = "LITHOGRAPH_NO_CACHE"
"""Environment variable: with any value no archive is made or used."""
TRAINING = "LITHOGRAPH_CYPHER_CLASSES"
"""Environment variable of the program that finds out which classes are used: the file for their list."""


def archive() -> Path | None:
    """The archive of the installed engine, where there is one."""
    if os.environ.get(OFF) or os.environ.get(TRAINING):
        return None
    place = _place()
    return place if place.is_file() else None


def _place() -> Path:
    from .engine import cache_folder, engine_key

    return cache_folder() / f"cypher-{engine_key()}.jsa"


def quiet_file() -> Path:
    """The file that keeps the engine from logging, which it would do into the working folder."""
    return Path(__file__).with_name("quiet.properties")


def make_in_background() -> None:
    """Start a program of its own that makes the archive, where there is none; nobody waits for it."""
    if os.environ.get(OFF) or os.environ.get(TRAINING):
        return
    place = _place()
    if place.is_file() or place.with_suffix(".failed").exists() or not _claimed(place):
        return
    quiet = subprocess.DEVNULL
    with contextlib.suppress(OSError):
        subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-m", f"{__package__}.archive"], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )


def _claimed(place: Path) -> bool:
    """Whether it falls to us to make the archive: one program at a time tries, and a dead one's claim ends after some minutes."""
    import time

    claim = place.with_suffix(".making")
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            if time.time() - claim.stat().st_mtime > 300:
                claim.unlink()
        claim.touch(exist_ok=False)
        return True
    return False


def make() -> Path | None:
    """Make the archive now; None where it cannot be made, and then it is not tried again for this engine."""
    from .engine import class_path, java_folder

    place = _place()
    place.parent.mkdir(parents=True, exist_ok=True)
    classes, partial = place.with_suffix(".classes"), place.with_suffix(f".{os.getpid()}")
    try:
        environment = {**os.environ, TRAINING: str(classes)}
        program = [sys.executable, "-c", f"from {__package__}.archive import train; train()"]
        subprocess.run(program, env=environment, check=True, timeout=240, capture_output=True)  # noqa: S603 (our own module)
        dump = [
            str(java_folder() / "bin" / "java"),
            "-Xshare:dump",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            f"-XX:SharedClassListFile={classes}",
            f"-XX:SharedArchiveFile={partial}",
            "-cp",
            os.pathsep.join(_path_with_bridge(class_path())),
        ]
        subprocess.run(dump, check=True, timeout=240, capture_output=True)  # noqa: S603 (the engine's own Java)
        partial.replace(place)
        return place
    except (OSError, subprocess.SubprocessError):
        with contextlib.suppress(OSError):
            place.with_suffix(".failed").touch()
        return None
    finally:
        for left in (classes, partial, place.with_suffix(".making")):
            with contextlib.suppress(OSError):
                left.unlink()


def train() -> None:
    """Do what a query does, so that the virtual machine lists the classes that it needs."""


if __name__ == "__main__":
    make()
