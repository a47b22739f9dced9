"""The further spans that denote what a mention denotes: with its owner, its generic head, its complement, its acronym.

"its AI chip" beside "AI chip", "H20 chips" beside "H20", "controls on exports of gallium" beside "controls": each is an exact
stretch of the text. The widest tells what the thing is, the narrowest what it is called next time.
"""

from __future__ import annotations

from .lines import CAP, CODE_SHAPE, FUNC, NUM, SIGN, WORD, Line
from .mentions import Found
from .vocabulary import COMPLEMENTS, GENERIC_AFTER_NAME, POSSESSIVES, VERBS, words

TRIMMED = words(
    "new newest latest own existing planned first current recent proposed so-called homegrown domestic in-house "
    "self-developed present possible potential expanded additional further next same old earlier previous upcoming "
    "certain some own-brand"
)
_COMPLEMENT_TYPES = frozenset(("Policy", "Facility", "Chip", "Product", "Technology"))
_OWNED_TYPES = frozenset(("Chip", "Product", "Technology", "Facility", "Policy", "Firm", "Material"))
_MAX_COMPLEMENTS = 3
_MAX_COMPLEMENT_WORDS = 8


def owner_span(line: Line, i: int) -> tuple[int, int] | None:
    """The tokens of the possessor right before token i: a name with 's, or a possessive pronoun; None where there is none.

    Adjectives that any thing may carry ("new", "own") may stand between.
    """
    k = i
    while k > 0 and line.lower[k - 1] in TRIMMED:
        k -= 1
    if k == 0:
        return None
    if line.lower[k - 1] in POSSESSIVES:
        return k - 1, k
    if line.lower[k - 1] not in ("'s", "’s") and not (line.words[k - 1] in "'’" and k > 1 and line.words[k - 2].endswith("s")):
        return None
    a = k - 1
    while a > 0 and (line.kinds[a - 1] in (CAP, CODE_SHAPE) or (line.words[a - 1] in "-&" and line.glued(a - 1))):
        a -= 1
    if a < k - 1:
        return a, k
    if a > 1 and line.lower[a - 2] in ("the", "this"):
        return a - 2, k
    return None


def widen(found: Found) -> None:
    """Fill `found.forms`."""
    line, i, j = found.line, found.i, found.j
    spans: list[tuple[int, int]] = []
    start = i
    while start < j - 1 and line.lower[start] in TRIMMED:
        start += 1
    if start > i:
        spans.append((start, j))
    left = i
    while left > 0 and line.lower[left - 1] in TRIMMED:
        left -= 1
    if left < i:
        spans.append((left, j))
    ends = [j]
    named = found.named
    if named and found.type in ("Chip", "Product", "Technology", "Policy"):
        ends += _heads(line, j, found)
    if found.type in _COMPLEMENT_TYPES and not (named and found.type in ("Chip", "Product", "Technology")):
        ends += _complements(line, ends[-1], found.type)
    spans += [(i, end) for end in ends[1:]]
    owner = owner_span(line, i) if found.type in _OWNED_TYPES else None
    if owner and (line.lower[owner[0]] not in POSSESSIVES or not named):
        spans += [(owner[0], end) for end in ends]
    if j + 2 < len(line.words) and line.words[j] == "(" and line.words[j + 2] == ")" and line.kinds[j + 1] in (CAP, CODE_SHAPE):
        spans.append((i, j + 3))
    found.forms = [(line.starts[a], line.ends[b - 1]) for a, b in dict.fromkeys(spans)]


def _heads(line: Line, j: int, found: Found) -> list[int]:
    n, ends = len(line.words), []
    at = j
    while at < n and at < j + 2 and line.lower[at] in ("ai", "graphics", "memory", "manufacturing", "server", "accelerator", "process"):
        at += 1
    if at < n and line.lower[at] in GENERIC_AFTER_NAME:
        ends.append(at + 1)
    return ends


def _complements(line: Line, j: int, kind: str) -> list[int]:
    """Ends of the complements after token j, each one preposition longer than the one before."""
    ends: list[int] = []
    at, n = j, len(line.words)
    allowed = COMPLEMENTS if kind in ("Policy", "Facility") else frozenset(("for", "from", "of", "in"))
    while len(ends) < _MAX_COMPLEMENTS and at < n and line.lower[at] in allowed:
        end = _noun_phrase(line, at + 1)
        if end <= at + 1:
            break
        ends.append(end)
        at = end
    return ends


def _noun_phrase(line: Line, start: int) -> int:
    """The end of the plain noun phrase that begins at a token; the start itself where none does."""
    n, k = len(line.words), start
    while k < n and line.lower[k] in ("the", "a", "an", "its", "their", "certain", "all", "some", "any"):
        k += 1
    first = k
    while k < n and k - first < _MAX_COMPLEMENT_WORDS:
        kind, word = line.kinds[k], line.lower[k]
        if (
            kind in (CAP, CODE_SHAPE, NUM)
            or (kind == WORD and (word not in VERBS or k == first))
            or word in ("'s", "’s")
            or (kind == SIGN and line.words[k] in "-–/%" and line.glued(k))
            or (
                word == ","
                and k + 1 < n
                and line.kinds[k + 1] == CAP
                and line.kinds[k - 1] == CAP
                and line.lower[start - 1] in ("in", "near", "at")
            )
            or (
                word in ("and", "or")
                and k > first
                and k + 1 < n
                and line.kinds[k + 1] not in (FUNC, SIGN)
                and line.lower[k + 1] not in VERBS
            )
        ):
            k += 1
        else:
            break
    return k if k > first else start
