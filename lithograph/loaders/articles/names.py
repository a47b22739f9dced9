"""The key under which a mention is grouped: reference id, name without owner and generic noun, or owner and kind of a description."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lithograph.ontology.names import normalise, normalise_firm

from .lines import CAP, CODE_SHAPE, NUM
from .mentions import Found
from .surfaces import TRIMMED, core
from .vocabulary import CHIP_HEADS, words

Key = tuple[str, ...]
_AGENCY_STOP = words("of the us u s and for")
_QUALITIES = words(
    "advanced most-advanced most best powerful high-end leading-edge cutting-edge sophisticated more less top custom "
    "proprietary internally designed developed made built successful competitive comparable alternative flagship star "
    "high-performance capable self-designed locally specialized specialised"
)
GENERIC = CHIP_HEADS | words("ai ml hpc data ic center server graphics advanced custom new high-end - / u.s. us chinese")
_OWNERS = ("Firm", "Country", "Agency")


def is_name(m: Found) -> bool:
    """Whether a mention names its thing: it is all capitals and codes once generic words are off, and more than its owner's name."""
    if not m.hits and m.type == "Chip" and all(w in GENERIC for w in m.line.lower[m.i : m.j]):
        return False
    if m.named:
        return True
    i, j = core(m)
    if all(w in GENERIC for w in m.line.lower[i:j]):
        return False
    if (i, j) == (m.i, m.j) or m.line.titled:
        return False
    if any(a <= i and j <= b and any(h.type in _OWNERS for h in hits) for a, b, hits in m.line.gazetteer):
        return False
    return all(k in (CAP, CODE_SHAPE, NUM) or w in "-–" for k, w in zip(m.line.kinds[i:j], m.line.words[i:j], strict=True))


def name_key(m: Found) -> tuple[Key, str | None]:
    """The key of a name, and the reference id where one is certain."""
    ids = sorted({h.id for h in m.hits})
    if len(ids) == 1:
        return ("ref", ids[0]), ids[0]
    i, j = core(m)
    line = m.line
    if (i, j) != (m.i, m.j):
        ids = sorted({h.id for a, b, hits in line.gazetteer if a == i and b == j for h in hits if h.type == m.type})
        if len(ids) == 1:
            return ("ref", ids[0]), ids[0]
    return ("name", name_text(" ".join(line.words[i:j]), m.type)), None


@functools.lru_cache(maxsize=20_000)
def name_text(text: str, kind: str) -> str:
    """A name as it is compared within a document."""
    if kind == "Firm":
        return normalise_firm(text)
    words = normalise(text).split()
    if kind == "Agency":
        return " ".join(sorted(w for w in words if w not in _AGENCY_STOP) or words)
    if kind in ("Policy", "Material", "Technology", "Product", "Chip"):
        words = [w for w in words if w not in TRIMMED] or words
        last = text.split()[-1]
        whole = singular(words[-1]) if last.islower() or (last[:-1].isupper() or last[:-1].isdigit()) else words[-1]
        return " ".join([*words[:-1], whole])
    return " ".join(words)


@functools.lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """The singular of a regular English plural of small letters; a code loses a plural s ("h200s")."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def kind_words(m: Found) -> list[str]:
    """The words that say what kind of thing a description names, without owner, praise and novelty: AI, chips."""
    words = list(_kind_words(m))
    kept = [w for w in words if w.lower() not in TRIMMED and w.lower() not in _QUALITIES and not w.endswith("ly")]
    return kept or words[-1:] or [m.line.words[m.j - 1]]


def kind_slug(m: Found) -> str:
    """The kind as part of an id: "ai-chip" for "homegrown AI chips"."""
    words = [w.lower() for w in kind_words(m)]
    last = "chip" if m.type == "Chip" and words[-1] in CHIP_HEADS else singular(words[-1])
    return "-".join([*words[:-1], last])


def _kind_words(m: Found) -> Iterator[str]:
    line, i, j = m.line, m.i, m.j
    owned: set[int] = set()
    for a, b, hits in line.gazetteer:
        if a >= i and b < j and any(h.type in _OWNERS for h in hits):
            owned.update(range(a, b))
    for k in range(i, j):
        if k not in owned and any(c.isalnum() for c in line.lower[k]) and line.lower[k] not in ("'s", "’s"):
            yield line.words[k]


def description_key(m: Found, owner: Key | None) -> Key:
    """The key of a description: type, owner, kind."""
    return ("desc", m.type, *(owner or ("", "")), kind_slug(m))
