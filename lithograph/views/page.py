"""One HTML file that needs nothing else: template, style, program, vis-network and data put together.

The policy in its head forbids every request and every script or style but these, by their hashes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import os
import re
import secrets
from importlib.resources import files
from pathlib import Path

from ..errors import LithographError
from .payload import Payload, encoded

MODULES = ("data", "dom", "theme", "sentences", "graph", "panel", "search", "legend", "table", "main")
"""The page's program, in the order in which its parts need each other."""
_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./\w+\.js\";\n", re.MULTILINE)
_TOP = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)


def page(data: Payload) -> str:
    """The file as text."""
    style, library, program = _asset("style.css"), _vendored(), _program()
    parts = {
        "title": html.escape(_shortened(data.title)),
        "policy": _policy((library, program), style),
        "style": style,
        "data": encoded(data),
        "library": library,
        "program": program,
    }
    # One pass over the template alone: what is put in is never looked at again, whatever it holds.
    return re.sub(r"\{\{(\w+)\}\}", lambda m: parts[m[1]], _asset("template.html"))


def _asset(*path: str) -> str:
    return files(__package__).joinpath("assets", *path).read_text(encoding="utf-8")


def _vendored() -> str:
    text = files(__package__).joinpath("vendor", "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", text, flags=re.MULTILINE)


def _program() -> str:
    """The modules as one: their import lines go, since all names share one scope; no two may define the same name."""
    seen: dict[str, str] = {}
    parts = []
    for name in MODULES:
        source = _asset("js", f"{name}.js")
        for defined in _TOP.findall(source):
            if seen.setdefault(defined, name) != name:
                raise LithographError(f"the page's modules {seen[defined]} and {name} both define {defined}")
        parts.append(re.sub(r"^export ", "", _IMPORT.sub("", source), flags=re.MULTILINE))
    return "\n".join(parts)


def _policy(scripts: tuple[str, ...], style: str) -> str:
    allowed = " ".join(map(_hash, scripts))
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 120 else plain[:119] + "…"


def write(text: str, place: str) -> Path:
    """Write a file whole or not at all; where it stands. Raises LithographError."""
    path = Path(place)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8", newline="\n")  # a device or a pipe is no file to be replaced
            return path
        path = path.resolve()
        beside = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}")
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise LithographError(f"{place}: the view cannot be written there ({reason}); give another place with -o") from error
    return path
