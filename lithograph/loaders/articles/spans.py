"""Candidate spans: every stretch of a sentence that might name or describe an entity. The scorer decides; this module only offers.

Four sources: names of the reference data, runs of capitals and codes (also joined by "of", "and", "for"), noun phrases that end
in a head noun of the field, and lengths such as "7 nm".
"""

from __future__ import annotations

from .lines import CAP, CODE_SHAPE, FUNC, NUM, SIGN, WORD, Line
from .vocabulary import ALL_HEADS, LEGAL, words

MAX_RUN = 5
MAX_MODIFIERS = 6
_JOINERS = frozenset(("of", "and", "for", "on", "the", "in", "&", "to", "de"))
_LENGTH_UNITS = words("nm nanometer nanometers nanometre nanometres micron microns angstrom angstroms µm")


def candidates(line: Line) -> list[tuple[int, int]]:
    """Spans (first token, token after the last) of one sentence, each once, in order."""
    found: set[tuple[int, int]] = {(i, j) for i, j, _ in line.gazetteer}
    runs = _runs(line)
    for i, j in runs:
        _inside(found, i, j)
    _joined(found, line, runs)
    _headed(found, line)
    _lengths(found, line)
    return sorted(found)


def _runs(line: Line) -> list[tuple[int, int]]:
    """Maximal runs of capitalised words, codes and numbers after them; glued hyphens and a comma before a legal form belong in."""
    kinds, runs, i, n = line.kinds, [], 0, len(line.words)
    while i < n:
        if kinds[i] not in (CAP, CODE_SHAPE):
            i += 1
            continue
        j = i + 1
        while j < n:
            if kinds[j] in (CAP, CODE_SHAPE, NUM) and (kinds[j] != NUM or not line.words[j].isdigit() or len(line.words[j]) < 5):
                j += 1
            elif (
                line.words[j] in "-–&" and j + 1 < n and kinds[j + 1] in (CAP, CODE_SHAPE, NUM) and (line.glued(j) or line.words[j] == "&")
            ) or (line.words[j] == "," and j + 1 < n and LEGAL.match(line.words[j + 1])):
                j += 2
            else:
                break
        runs.append((i, j))
        i = j
    return runs


def _inside(found: set[tuple[int, int]], i: int, j: int) -> None:
    if j - i <= MAX_RUN:
        found.update((a, b) for a in range(i, j) for b in range(a + 1, j + 1))
        return
    for a in range(i, j):
        found.update((a, b) for b in range(a + 1, min(a + 4, j) + 1))
        found.add((a, j))
        found.add((i, a + 1))


def _joined(found: set[tuple[int, int]], line: Line, runs: list[tuple[int, int]]) -> None:
    for k, (i, j) in enumerate(runs):
        end = j
        for following, last in runs[k + 1 : k + 4]:
            gap = line.lower[end:following]
            if not gap or len(gap) > 2 or any(w not in _JOINERS for w in gap):
                break
            end = last
            found.update((a, end) for a in range(max(i, j - 4), j))


def _headed(found: set[tuple[int, int]], line: Line) -> None:
    kinds, lower = line.kinds, line.lower
    for h, word in enumerate(lower):
        if word not in ALL_HEADS:
            continue
        found.add((h, h + 1))
        at, words = h - 1, 0
        while at >= 0 and words < MAX_MODIFIERS:
            if kinds[at] in (FUNC, SIGN):
                skip = _passes(line, at)
                if not skip:
                    break
                at -= skip
                continue
            if lower[at] not in ("'s", "’s"):
                found.add((at, h + 1))
            else:
                break
            words += 1
            at -= 1
        if at > 0 and lower[at] in ("and", "&", "or") and kinds[at - 1] in (WORD, CAP) and words:
            found.add((at - 1, h + 1))
            if at > 1 and kinds[at - 2] in (WORD, CAP, CODE_SHAPE):
                found.add((at - 2, h + 1))
        tail = h + 1
        if tail + 2 < len(lower) and lower[tail] == "(" and lower[tail + 2] == ")":
            found.add((max(0, h - 1), tail + 3))


def _passes(line: Line, at: int) -> int:
    """How many tokens may be passed over inside a noun phrase: a glued hyphen, a percent sign, an acronym in brackets."""
    word = line.words[at]
    if (at > 0 and (word in "-–/" and line.glued(at))) or (word == "%" and line.kinds[at - 1] == NUM):
        return 1
    if word == ")" and at > 2 and line.words[at - 2] == "(" and line.kinds[at - 3] in (WORD, CAP):
        return 3
    return 0


def _lengths(found: set[tuple[int, int]], line: Line) -> None:
    for k, word in enumerate(line.lower):
        if word in _LENGTH_UNITS and k > 0:
            start = k - 2 if line.words[k - 1] in "-–" and k > 1 else k - 1
            if line.kinds[start] in (NUM, WORD):
                found.add((start, k + 1))
        elif line.kinds[k] == CODE_SHAPE and word.endswith("nm"):
            found.add((k, k + 1))
