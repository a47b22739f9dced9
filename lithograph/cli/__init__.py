"""The command line. Each command lives in a module that is imported only when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0 done, 1 the job or part of its input failed, 2 usage, 130 interrupted."""
    import click

    from ..errors import LithographError
    from .app import lithograph

    arguments = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in arguments
    try:
        code = lithograph.main(arguments, prog_name="lithograph", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.exceptions.Abort:
        return _say("interrupted", 130)
    except KeyboardInterrupt:
        return _say("interrupted; what was loaded before stands", 130)
    except click.UsageError as error:
        return _say(f"{error.format_message()}{_help_hint(error)}", 2)
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    except LithographError as error:
        if debug:
            raise
        return _say(str(error), error.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nobody is left to tell, and nothing failed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if debug:
            raise
        return _say(f"{error.filename or 'output'}: {error.strerror}; free some room or give another place", 1)
    except Exception as error:
        if debug:
            raise
        return _say(f"a fault of this program: {type(error).__name__}: {error}; please report it with what --debug prints", 1)


def _help_hint(error: object) -> str:
    context = getattr(error, "ctx", None)
    return f" ({context.command_path} --help)" if context is not None else ""


def _say(line: str, code: int) -> int:
    from contextlib import suppress

    with suppress(OSError, ValueError):
        print("lithograph: " + " ".join(line.split()), file=sys.stderr)
    return code
