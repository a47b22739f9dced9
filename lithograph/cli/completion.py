"""`lithograph completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and entity names in a SHELL.

    \b
    Example:
      lithograph completion bash >> ~/.bashrc
    """
    from .app import lithograph

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(lithograph, {}, "lithograph", "_LITHOGRAPH_COMPLETE").source())
