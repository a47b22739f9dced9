"""The command line. Each command lives in a module that is imported only when it runs."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0 done, 1 the job or part of its input failed, 2 usage, 130 interrupted."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _say("interrupted; what was loaded before stands", 130)
    except BrokenPipeError:
        _drop_output()  # the reader of our output went away (`| head`): nobody is left to tell, and nothing failed
        return 0
    except OSError as error:
        if "--debug" in arguments:
            raise
        _drop_output()
        return _say(f"{error.filename or 'output'}: {error.strerror}; free some room or give another place", 1)


def _run(arguments: list[str]) -> int:
    import click

    from ..errors import LithographError
    from .app import EscapedError, lithograph

    debug = "--debug" in arguments
    try:
        code = lithograph.main(arguments, prog_name="lithograph", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except EscapedError as escaped:
        raise escaped.error from None
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.exceptions.Abort:
        return _say("interrupted", 130)
    except click.UsageError as error:
        return _say(f"{error.format_message()}{_help_hint(error)}", 2)
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    except LithographError as error:
        if debug:
            raise
        return _say(str(error), error.exit_code)
    except OSError:
        raise
    except UnicodeEncodeError as error:
        if debug:
            raise
        return _say(f"'{error.object}' holds bytes that are no UTF-8 text; give it in UTF-8", 2)
    except Exception as error:
        if debug:
            raise
        return _say(f"a fault of this program: {type(error).__name__}: {error}; please report it with what --debug prints", 1)


def _speak_utf8() -> None:
    """Results are UTF-8 whatever the locale says; only a terminal is spoken to in its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Let what is still to be printed go nowhere, so that nothing more is said about it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _help_hint(error: object) -> str:
    context = getattr(error, "ctx", None)
    return f" ({context.command_path} --help)" if context is not None else ""


def _say(line: str, code: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        print("lithograph: " + " ".join(line.split()), file=sys.stderr)
    return code
