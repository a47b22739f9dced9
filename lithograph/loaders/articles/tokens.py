"""Words, numbers, codes and signs of a text, with their offsets.

Codes stay whole ("NXT:2000i", "Qwen3.8", "U.S.", "N+2"), a compound in small letters is one word ("high-bandwidth"), other
hyphens divide, a possessive 's stands alone, and each Chinese, Japanese or Korean character is a token of its own.
"""

from __future__ import annotations

import re

from .analysis import Token

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
ABBREVIATIONS = (
    "Inc|Corp|Ltd|Co|Cos|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|No|Nos|vs|St|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|"
    "approx|Fig|Art|Sec|Dept|Bros|Supp|Pt|Reg|Fed|Stat|Cf|cf|al|est|ca"
)
_TOKEN = re.compile(
    r"[A-Za-z]+(?=[\s,;)])(?!\s*://)"
    r"|(?P<skip>https?://[^\s)\]<>]+|www\.[^\s)\]<>]+|</?[A-Za-z][^<>\n]*>|!?\]\([^()\s]*(?:\s\"[^\"\n]*\")?\))"
    rf"|[{CJK}]"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|(?:{ABBREVIATIONS})\.(?=\s|,|\)|;|:|$)"
    r"|['’]s\b"
    r"|[A-Z]{1,4}&[A-Z]{1,4}\b"
    r"|[A-Z]{2,}:\d[0-9A-Za-z]*"
    r"|[A-Z]\+\d\b"
    r"|[a-z]+(?:-[a-z]+)+(?![A-Za-z0-9])"
    r"|\d+(?:,\d{3})+(?:\.\d+)?"
    rf"|[^\W_{CJK}]+(?:\.\d[^\W_{CJK}]*)*"
    r"|[^\s]",
)


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`; addresses, links and HTML tags are left out. Offsets count in `text`."""
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return tuple([Token(m.group(), m.start(), m.end()) for m in found if m.lastgroup is None])
