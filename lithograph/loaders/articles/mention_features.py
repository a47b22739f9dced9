"""What the mention scorer looks at. No name and no run of more than two words is a feature: names count by their kind only.

Features fall in two: `inner` ones depend on the words of the span and on the document, and are made once for each spelling;
`outer` ones depend on the place. Most spans are ruled out by the inner ones alone.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from .lines import CAP, CODE_SHAPE, NUM, SIGN, WORD, Line
from .vocabulary import GIVEN_NAMES, HEADS, LEGAL, MEDIA, NAME_WORDS, words

HEAD_TYPES = {word: "".join(sorted(t[:2] for t, heads in HEADS.items() if word in heads)) for some in HEADS.values() for word in some}
_DIGITS = re.compile(r"\d+")
_CAPITALS = re.compile(r"[A-Z]{2,}")
_SMALL = re.compile(r"[a-z]+")
_MONTHS = words("january february march april may june july august september october november december")
_DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
COMPLEMENTED = words("on of for to in against from")
SHORT = {k: k[:2] if k != SIGN else "-" for k in ("CAP", "CODE", "NUM", "FUNC", "SIGN", "WORD", "CJK")}


class DocumentCounts:
    """What the features of one span need to know about the whole document."""

    def __init__(self, lines: list[Line], spans: list[list[tuple[int, int]]], title_end: int) -> None:
        self.title_end = title_end
        self.small = {w for line in lines for w, k in zip(line.words, line.kinds, strict=True) if k == WORD}
        self.times: Counter[str] = Counter()
        self.surnames: set[str] = set()
        self.titles: set[str] = set()
        for line, found in zip(lines, spans, strict=True):
            lower, kinds = line.lower, line.kinds
            texts = [" ".join(lower[i:j]) for i, j in found]
            self.times.update(texts)
            if line.starts[0] < title_end:
                self.titles.update(texts)
            for k in range(len(lower) - 1):
                if kinds[k] == CAP and lower[k] in GIVEN_NAMES and kinds[k + 1] == CAP:
                    self.surnames.add(lower[k + 1])


def seen(line: Line) -> list[str]:
    """Each token as a feature may show it: small words and signs as they are, names and numbers by kind or reference type."""
    shown = []
    for word, lower, kind in zip(line.words, line.lower, line.kinds, strict=True):
        if kind == CAP:
            shown.append(_capital(word, lower))
        elif kind in (CODE_SHAPE, NUM):
            shown.append("YEAR" if kind == NUM and len(word) == 4 and word[:2] in ("19", "20") else kind)
        else:
            shown.append(lower)
    for i, j, hits in line.gazetteer:
        label = "G" + hits[0].type + ("?" if hits[0].confusable else "")
        for k in range(i, j):
            if shown[k] in ("CAP", "ACR", CODE_SHAPE):
                shown[k] = label
    return shown


def _capital(word: str, lower: str) -> str:
    if LEGAL.match(word):
        return "LEGAL"
    if lower in _MONTHS:
        return "MONTH"
    if lower in _DAYS:
        return "DAY"
    if lower in MEDIA:
        return "MEDIA"
    if lower in NAME_WORDS:
        return "^" + lower
    return "ACR" if word.isupper() else CAP


def inner(line: Line, shown: list[str], i: int, j: int, counts: DocumentCounts) -> list[str]:
    """The features of the words i … j-1 of a line themselves, each once; `shown` is `seen(line)`."""
    text = " ".join(line.lower[i:j])
    kinds = line.kinds
    first, last, head = shown[i], shown[j - 1], line.lower[j - 1]
    length, times = min(j - i, 6), min(counts.times[text], 6)
    shape = "".join([SHORT[k] for k in kinds[i : min(j, i + 4)]])
    end = kinds[j - 1][:2]
    out = [
        "bias", f"len={length}", f"shape={shape}", f"last={last}", f"first={first}", f"times={times}", f"times={times}{shape[:2]}{end}",
        f"suf={head[-3:]}{end}", f"lk={last}|{length}",
    ]  # fmt: skip
    types = HEAD_TYPES.get(head)
    if types:
        out += [f"head={types}", f"stem={head.rstrip('s')}"]
        if j - i > 1:
            out += [f"head={types}|{first}", f"pair={shown[j - 2]} {last}"]
    elif j - i > 1:
        out.append(f"fl={first}|{last}")
    out += [f"in={w}" for w in shown[i:j]]
    out += line.reference_features(i, j)
    _spelling(out, line, i, j)
    if text in counts.titles:
        out.append("title")
    if kinds[i] == CAP:
        if line.lower[i] in GIVEN_NAMES:
            out.append(f"given{j - i}")
        if head in counts.surnames:
            out.append(f"surname{min(j - i, 3)}")
        if line.lower[i] in counts.small:
            out.append("small")
    return list(dict.fromkeys(out))


def _spelling(out: list[str], line: Line, i: int, j: int) -> None:
    if j - i == 1:
        form = form_of(line.words[i])
        out.append(f"form={form[:6]}")
        if line.kinds[i] == CODE_SHAPE:
            out.append(f"form3={form[:3]}")
    elif line.kinds[j - 1] == CODE_SHAPE:
        out.append(f"endcode={form_of(line.words[j - 1])[:4]}")


def outer(line: Line, shown: list[str], i: int, j: int, counts: DocumentCounts) -> list[str]:
    """The features of the place of the span i … j-1 in its line, each once."""
    n, kinds = len(shown), line.kinds
    before = shown[i - 1] if i else "<"
    before2 = shown[i - 2] if i > 1 else "<"
    after = shown[j] if j < n else ">"
    after2 = shown[j + 1] if j + 1 < n else ">"
    out = [
        f"p1={before}", f"n1={after}", f"p2={before2}", f"n2={after2}", f"p1p2={before2} {before}", f"n1n2={after} {after2}",
        f"p1f={before}|{SHORT[kinds[i]]}|{min(j - i, 6)}", f"n1l={after}|{kinds[j - 1][:2]}",
    ]  # fmt: skip
    types = HEAD_TYPES.get(line.lower[j - 1])
    if types:
        out.append(f"head={types}<{before}")
        if after in COMPLEMENTED:
            out.append(f"comp={types}|{after}")
    out += line.crossing_features(i, j)
    _edges(out, line, i, j, before, after)
    if line.starts[i] < counts.title_end:
        out.append("here=title")
    if line.titled:
        out.append(f"titled{kinds[i][:2]}")
    if i == 0 and kinds[0] == CAP:
        out += ["start", "smallstart"] if line.lower[0] in counts.small else ["start"]
    return out


def _edges(out: list[str], line: Line, i: int, j: int, before: str, after: str) -> None:
    kinds, n = line.kinds, len(line.kinds)
    if i and kinds[i - 1] in (CAP, CODE_SHAPE):
        out.append(f"left={kinds[i]}")
    if i and kinds[i - 1] == WORD and kinds[i] == WORD:
        out.append("leftw")
    if j < n:
        if kinds[j] in (CAP, CODE_SHAPE, NUM):
            out.append(f"right={kinds[j]}")
        if line.lower[j] in HEAD_TYPES:
            out.append(f"nexthead={HEAD_TYPES[line.lower[j]]}")
    if after in "-–/" and line.glued(j):
        out.append("rglue" + (line.lower[j + 1] if kinds[j + 1] == WORD else kinds[j + 1]))
    if before in "-–/" and line.glued(i - 1):
        out.append("lglue" + kinds[i - 2])
    if before in ("'s", "’s") and i > 1:
        out.append(f"owner={kinds[i - 2]}")
    if before == "(" and after == ")":
        out.append(bracketed(line, i))


def bracketed(line: Line, i: int) -> str:
    """The feature of a word in brackets: whether it is made of the initials of the words before."""
    before = zip(line.words[max(0, i - 9) : i], line.kinds[max(0, i - 9) : i], strict=True)
    initials = "".join([w[0] for w, k in before if k in (CAP, WORD)])
    return "bracket" + str(initials.upper().endswith(line.words[i].upper().rstrip("S")))


@functools.lru_cache(maxsize=50_000)
def form_of(word: str) -> str:
    """The look of a word: runs of digits, capitals and small letters as one sign each ("H20" is "H9", "GB200a" is "A9a")."""
    return _SMALL.sub("a", _CAPITALS.sub("A", _DIGITS.sub("9", word)))
