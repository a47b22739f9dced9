"""Cypher taken apart into words, texts and signs, so that nothing is mistaken for what it only looks like."""

from __future__ import annotations

import re
from typing import NamedTuple

from ....errors import UsageError

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
  | (?P<quoted>`(?:``|[^`])*`)
  | (?P<parameter>\$(?:`(?:``|[^`])*`|\w+))
  | (?P<number>0[xob][0-9a-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>\.\.|=~|<=|>=|<>|\+=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE = {"(": ")", "[": "]", "{": "}"}, {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    """A piece of a query. `kind` is text, quoted, parameter, number, word or sign; `inside` the brackets around it."""

    kind: str
    text: str
    start: int
    inside: str

    @property
    def word(self) -> str:
        """An unquoted word in capitals, "" for everything else."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The name that a word, a name in backticks or a parameter stands for; "" for everything else."""
        bare = self.text.removeprefix("$") if self.kind == "parameter" else self.text
        if bare.startswith("`"):
            return bare[1:-1].replace("``", "`")
        return bare if self.kind in ("word", "parameter") else ""


def tokens(query: str) -> list[Token]:
    """The tokens of a query, without spaces and comments. Raises UsageError where a text, name, comment or bracket is left open."""
    out: list[Token] = []
    inside = ""
    for match in _TOKEN.finditer(query):
        kind, text = str(match.lastgroup), match[0]
        if kind == "space":
            continue
        if kind == "sign":
            if text in ("'", '"', "`") or (text == "/" and query.startswith("/*", match.start())):
                what = {"/": "a comment", "`": "a name in backticks"}.get(text, "a text")
                raise UsageError(f"the query cannot be read: {what} that begins at {place(query, match.start())} does not end")
            if text in _CLOSE:
                if not inside.endswith(_CLOSE[text]):
                    raise UsageError(f"the query cannot be read: '{text}' at {place(query, match.start())} closes nothing")
                inside = inside[:-1]
        out.append(Token(kind, text, match.start(), inside))
        if kind == "sign" and text in _OPEN:
            inside += text
    if inside:
        raise UsageError(f"the query cannot be read: '{inside[-1]}' is not closed")
    return out


def place(query: str, at: int) -> str:
    """Where a character of the query stands: "line 2, column 5"."""
    return f"line {query.count(chr(10), 0, at) + 1}, column {at - (query.rfind(chr(10), 0, at) + 1) + 1}"
