"""The log-odds that a span is a mention, without building its features as text.

The features are those of `mention_features`, which define them; this module adds up the same weights by tables, several times
as fast, because most spans of a document are no mentions. A test holds the two together.
"""

from __future__ import annotations

from .lines import CAP, CODE_SHAPE, NUM, SIGN, WORD, Line
from .mention_features import COMPLEMENTED, HEAD_TYPES, SHORT, DocumentCounts, bracketed, form_of
from .vocabulary import GIVEN_NAMES

_TABLES = ("first", "last", "in", "len", "shape", "times", "p1", "n1", "p2", "n2")
_DIGITS = tuple("0123456")


class SpanScores:
    """The weights of the span model, laid out for adding up."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._all = weights
        tables: dict[str, dict[str, float]] = {name: {} for name in _TABLES}
        for feature, weight in weights.items():
            name, mark, value = feature.partition("=")
            if mark and name in tables:
                tables[name][value] = weight
        self._first, self._last, self._in, self._len, self._shape, self._times = (tables[name] for name in _TABLES[:6])
        self._p1, self._n1, self._p2, self._n2 = (tables[name] for name in _TABLES[6:])
        self._bias = weights.get("bias", 0.0)

    def inner(self, line: Line, shown: list[str], i: int, j: int, counts: DocumentCounts) -> float:
        """The sum of the weights of `mention_features.inner`."""
        get, lower, kinds, length = self._all.get, line.lower, line.kinds, j - i
        first, last, head, kind = shown[i], shown[j - 1], lower[j - 1], kinds[j - 1]
        text = lower[i] if length == 1 else " ".join(lower[i:j])
        size = _DIGITS[length] if length < 6 else "6"
        times = counts.times[text]
        often = _DIGITS[times] if times < 6 else "6"
        shape = SHORT[kinds[i]] if length == 1 else "".join([SHORT[k] for k in kinds[i : min(j, i + 4)]])
        end = kind[:2]
        total = (
            self._bias + self._len.get(size, 0.0) + self._shape.get(shape, 0.0) + self._last.get(last, 0.0) + self._first.get(first, 0.0)
        )
        total += self._times.get(often, 0.0) + self._times.get(f"{often}{shape[:2]}{end}", 0.0)
        total += get(f"suf={head[-3:]}{end}", 0.0) + get(f"lk={last}|{size}", 0.0)
        types = HEAD_TYPES.get(head)
        if types:
            total += get(f"head={types}", 0.0) + get(f"stem={head.rstrip('s')}", 0.0)
        if length == 1:
            form = form_of(line.words[i])
            total += self._in.get(first, 0.0) + get(f"form={form[:6]}", 0.0)
            if kind == CODE_SHAPE:
                total += get(f"form3={form[:3]}", 0.0)
        else:
            total += sum([self._in.get(w, 0.0) for w in dict.fromkeys(shown[i:j])])
            total += (
                get(f"head={types}|{first}", 0.0) + get(f"pair={shown[j - 2]} {last}", 0.0) if types else get(f"fl={first}|{last}", 0.0)
            )
            if kind == CODE_SHAPE:
                total += get(f"endcode={form_of(line.words[j - 1])[:4]}", 0.0)
        if line.gazetteer:
            total += sum([get(f, 0.0) for f in line.reference_features(i, j)])
        if text in counts.titles:
            total += get("title", 0.0)
        return total + self._capital(line, i, j, head, counts) if kinds[i] == CAP else total

    def _capital(self, line: Line, i: int, j: int, head: str, counts: DocumentCounts) -> float:
        word, total = line.lower[i], 0.0
        if word in GIVEN_NAMES:
            total += self._all.get(f"given{j - i}", 0.0)
        if head in counts.surnames:
            total += self._all.get(f"surname{min(j - i, 3)}", 0.0)
        if word in counts.small:
            total += self._all.get("small", 0.0)
        return total

    def outer(self, line: Line, shown: list[str], i: int, j: int, counts: DocumentCounts) -> float:
        """The sum of the weights of `mention_features.outer`."""
        get, n, kinds = self._all.get, len(shown), line.kinds
        before = shown[i - 1] if i else "<"
        before2 = shown[i - 2] if i > 1 else "<"
        after = shown[j] if j < n else ">"
        after2 = shown[j + 1] if j + 1 < n else ">"
        total = self._p1.get(before, 0.0) + self._n1.get(after, 0.0) + self._p2.get(before2, 0.0) + self._n2.get(after2, 0.0)
        total += get(f"p1p2={before2} {before}", 0.0) + get(f"n1n2={after} {after2}", 0.0)
        total += get(f"p1f={before}|{SHORT[kinds[i]]}|{min(j - i, 6)}", 0.0) + get(f"n1l={after}|{kinds[j - 1][:2]}", 0.0)
        types = HEAD_TYPES.get(line.lower[j - 1])
        if types:
            total += get(f"head={types}<{before}", 0.0)
            if after in COMPLEMENTED:
                total += get(f"comp={types}|{after}", 0.0)
        if line.gazetteer:
            total += sum([get(f, 0.0) for f in line.crossing_features(i, j)])
        if line.starts[i] < counts.title_end:
            total += get("here=title", 0.0)
        if line.titled:
            total += get(f"titled{kinds[i][:2]}", 0.0)
        if i == 0 and kinds[0] == CAP:
            total += get("start", 0.0) + (get("smallstart", 0.0) if line.lower[0] in counts.small else 0.0)
        return total + self._edges(line, i, j, before, after)

    def _edges(self, line: Line, i: int, j: int, before: str, after: str) -> float:
        get, kinds, total = self._all.get, line.kinds, 0.0
        if i:
            left = kinds[i - 1]
            if left in (CAP, CODE_SHAPE):
                total += get(f"left={kinds[i]}", 0.0)
            elif left == WORD:
                total += get("leftw", 0.0) if kinds[i] == WORD else 0.0
            elif left == SIGN and before in "-–/" and line.glued(i - 1):
                total += get(f"lglue{kinds[i - 2]}", 0.0)
            if before in ("'s", "’s") and i > 1:
                total += get(f"owner={kinds[i - 2]}", 0.0)
        if j < len(kinds):
            right = kinds[j]
            if right in (CAP, CODE_SHAPE, NUM):
                total += get(f"right={right}", 0.0)
            elif right == SIGN and after in "-–/" and line.glued(j):
                total += get("rglue" + (line.lower[j + 1] if kinds[j + 1] == WORD else kinds[j + 1]), 0.0)
            types = HEAD_TYPES.get(line.lower[j])
            if types:
                total += get(f"nexthead={types}", 0.0)
            if before == "(" and after == ")":
                total += get(bracketed(line, i), 0.0)
        return total
