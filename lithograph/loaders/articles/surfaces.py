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
_DETERMINERS = words("the a an its their certain all some any")
_SHAPED = (CAP, CODE_SHAPE, NUM)
_GOODS = ("Chip", "Product", "Technology")
_OWNERS = ("Firm", "Country", "Agency")
_BETWEEN = words("ai graphics memory manufacturing server accelerator process data center custom")
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
        return (_title_owner(line, a, k - 1) if line.titled else a), k
    if a > 1 and line.lower[a - 2] in ("the", "this"):
        return a - 2, k
    return None


def _title_owner(line: Line, a: int, end: int) -> int:
    """Where the owner's name begins in a line that is all capitals: with the longest reference name, else the last word."""
    return min([i for i, j, _ in line.gazetteer if i >= a and j == end], default=end - 1)


def core(m: Found) -> tuple[int, int]:
    """The tokens of a name without the firm and the adjectives before it ("new Nvidia H20") and the noun after it ("H20 chips")."""
    if m.type not in _COMPLEMENT_TYPES:
        return m.i, m.j
    if m.core is None:
        m.core = _core(m)
    return m.core


def _core(m: Found) -> tuple[int, int]:
    line, i, j = m.line, m.i, m.j
    while i < j - 1 and line.lower[i] in TRIMMED and any(k in _SHAPED for k in line.kinds[i + 1 : j]):
        i += 1
    if m.type != "Policy":
        while j - 1 > i and line.lower[j - 1] in GENERIC_AFTER_NAME and any(k in _SHAPED for k in line.kinds[i : j - 1]):
            j -= 1
        while j - 1 > i and line.lower[j - 1] in _BETWEEN and line.kinds[j - 2] in _SHAPED:
            j -= 1
    for a, b, hits in line.gazetteer:
        if a == i and b < j and any(h.type == "Firm" for h in hits) and line.kinds[b] in _SHAPED and m.type in _GOODS:
            return b, j
    return i, j


def widen(found: Found) -> None:
    """Fill `found.forms`."""
    line, i, j = found.line, found.i, found.j
    spans = [(a, b) for a in _starts(found) for b in _ends(found)]
    if found.named and found.type in _GOODS:
        spans.append(core(found))
    if j + 2 < len(line.words) and line.words[j] == "(" and line.words[j + 2] == ")" and line.kinds[j + 1] in (CAP, CODE_SHAPE):
        spans.append((i, j + 3))
    found.forms = [(line.starts[a], line.ends[b - 1]) for a, b in dict.fromkeys(spans) if (a, b) != (i, j)]


def _starts(found: Found) -> list[int]:
    """First tokens of the forms: as found, without and with adjectives, without and with the owner."""
    line, i, j = found.line, found.i, found.j
    starts = [i]
    start = i
    while start < j - 1 and line.lower[start] in TRIMMED:
        start += 1
    left = i
    while left > 0 and line.lower[left - 1] in TRIMMED:
        left -= 1
    starts += [start, left]
    owner = owner_span(line, i) if found.type in _OWNED_TYPES else None
    if owner and (line.lower[owner[0]] not in POSSESSIVES or not found.named):
        starts.append(owner[0])
    if found.type in _COMPLEMENT_TYPES:
        for a, b, hits in line.gazetteer:
            if hits[0].type in _OWNERS and b == left:
                starts.append(a)
            elif hits[0].type in _OWNERS and a == i and b < j - 1 and not found.named:
                starts.append(b)
    return list(dict.fromkeys(starts))


def _ends(found: Found) -> list[int]:
    """Tokens after the last of the forms: as found, with the generic noun, with each complement."""
    line, j = found.line, found.j
    ends = [j]
    named = found.named
    if named and found.type in (*_GOODS, "Policy"):
        ends += _heads(line, j)
    if found.type in _COMPLEMENT_TYPES and not (named and found.type in _GOODS):
        ends += _complements(line, ends[-1], found.type)
    return ends


def _heads(line: Line, j: int) -> list[int]:
    n, ends = len(line.words), []
    at = j
    while at < n and at < j + 2 and line.lower[at] in _BETWEEN:
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
        if end <= at + 1 or (kind not in ("Policy", "Facility") and line.lower[at + 1] in POSSESSIVES):
            break
        ends.append(end)
        at = end
    return ends


def _noun_phrase(line: Line, start: int) -> int:
    """The end of the plain noun phrase that begins at a token; the start itself where none does."""
    n, k = len(line.words), start
    while k < n and line.lower[k] in _DETERMINERS:
        k += 1
    first = k
    if k < n and line.lower[start - 1] == "from" and line.lower[k].endswith("ing"):
        return start
    while k < n and k - first < _MAX_COMPLEMENT_WORDS and _goes_on(line, k, first, start):
        k += 1
    return k if k > first else start


def _goes_on(line: Line, k: int, first: int, start: int) -> bool:
    """Whether token k belongs to the noun phrase that began at `first`, after the preposition before `start`."""
    kind, word, kinds = line.kinds[k], line.lower[k], line.kinds
    if kind in _SHAPED or word in ("'s", "’s"):
        return True
    if kind == WORD:
        return word not in VERBS or k == first
    if kind == SIGN and line.words[k] in "-–/%" and line.glued(k):
        return True
    if k == first or k + 1 >= len(kinds):
        return False
    if word == ",":
        return kinds[k - 1] == kinds[k + 1] == CAP and line.lower[start - 1] in ("in", "near", "at")
    return word in ("and", "or") and kinds[k + 1] not in (FUNC, SIGN) and line.lower[k + 1] not in VERBS
