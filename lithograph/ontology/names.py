"""Names as keys: two spellings of one name give the same key, two codes one digit apart do not."""

from __future__ import annotations

import functools
import re
import unicodedata

LEGAL_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "companies",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "ag",
        "gmbh",
        "kg",
        "se",
        "sa",
        "sas",
        "sarl",
        "spa",
        "srl",
        "nv",
        "bv",
        "ab",
        "asa",
        "as",
        "oy",
        "oyj",
        "kk",
        "kabushiki",
        "kaisha",
        "pte",
        "pty",
        "bhd",
        "sdn",
        "pjsc",
        "jsc",
        "oao",
        "ooo",
        "holding",
        "holdings",
        "group",
    ]
)
_CHINESE_FORMS = re.compile(r"(?:股份)?有限(?:责任)?公司$|株式会社$|^株式会社|주식회사$")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_SIGNS = re.compile(r"[^\w+]+")


def _fold(name: str) -> str:
    if name.isascii():
        return name.casefold()
    text = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


@functools.lru_cache(maxsize=200_000)
def normalise(name: str) -> str:
    """The key of a name: case, width, accents, punctuation, possessive 's and a leading article are folded away.

    Digits and letters of codes are kept, so H20 and H200 stay apart. Never empty for a name with a letter or digit.
    """
    text = _POSSESSIVE.sub("", _fold(name))
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    words = _SIGNS.sub(" ", text.replace("_", " ")).split()
    if len(words) > 1 and words[0] in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words) or text.strip()


@functools.lru_cache(maxsize=200_000)
def normalise_firm(name: str) -> str:
    """The key of a firm's name: as `normalise`, and legal forms at its end ("Group Holding Limited", 有限公司) are left out."""
    key = normalise(_CHINESE_FORMS.sub("", name))
    words = key.split()
    end = len(words)
    while end > 1 and words[end - 1] in LEGAL_FORMS:
        end -= 1
    return " ".join(words[:end])


def key(name: str, class_name: str | None = None) -> str:
    """The key under which an entity of the class is looked up; without a class, as for a name that a user types."""
    return normalise_firm(name) if class_name in (None, "Firm") else normalise(name)
