"""Whose thing a description names: "Alibaba's AI chip", "Nvidia chips", "its AI chip", "homegrown AI chips"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from .mentions import Found
from .surfaces import owner_span
from .vocabulary import POSSESSIVES, words

_HOME = words("homegrown in-house self-developed own internally proprietary self-designed home-grown")
_SPEECH_WINDOW = 2
_FIRM = ("Firm",)
_ISSUERS = ("Country", "Agency", "Firm")


class Owners:
    """Finds owners among the mentions of one document, given in order of appearance."""

    def __init__(self, found: list[Found]) -> None:
        self._found = found
        self._sentences = [m.line.sentence.index for m in found]
        self._leaders: dict[tuple[str, ...], int | None] = {}
        self._by_id: dict[str, int] = {}
        self._by_word: dict[str, int] = {}
        for at, m in enumerate(found):
            if m.type in _ISSUERS:
                for hit in m.hits:
                    self._by_id.setdefault(hit.id, at)
                if m.j - m.i == 1:
                    self._by_word.setdefault(m.line.words[m.i], at)

    def of(self, k: int) -> int | None:
        """The place of a mention of the owner of what mention k describes; None where the text leaves it open."""
        m = self._found[k]
        kinds = _ISSUERS if m.type == "Policy" else _FIRM
        span = owner_span(m.line, m.i)
        if span is not None and m.line.lower[span[0]] not in POSSESSIVES:
            named = self._covering(k, span, kinds)
            if named is None and m.line.lower[span[0]] in ("the", "this") and m.type != "Policy":
                return self._nearest(k, kinds)
            return named
        inside = self._inside(m, kinds)
        if inside is not None:
            return inside
        before = m.line.lower[max(0, m.i - 2) : m.j]
        if span is not None or (m.type != "Policy" and not _HOME.isdisjoint(before)):
            return self._nearest(k, kinds)
        return None

    def _covering(self, k: int, span: tuple[int, int], kinds: tuple[str, ...]) -> int | None:
        line = self._found[k].line
        for at in range(k - 1, max(-1, k - 6), -1):
            other = self._found[at]
            if other.line is not line:
                break
            if span[0] <= other.i and other.j <= span[1] and other.type in kinds:
                return at
        ids = [h.id for a, b, hits in line.gazetteer if a >= span[0] and b <= span[1] for h in hits if h.type in kinds]
        return next((self._by_id[i] for i in ids if i in self._by_id), None)

    def _inside(self, m: Found, kinds: tuple[str, ...]) -> int | None:
        """A mention of the thing whose name the description begins with ("Nvidia chips")."""
        for a, b, hits in m.line.gazetteer:
            if a == m.i and b < m.j:
                for hit in hits:
                    if hit.type in kinds and hit.id in self._by_id:
                        return self._by_id[hit.id]
        at = self._by_word.get(m.line.words[m.i]) if m.j - m.i > 1 else None
        return at if at is not None and self._found[at].type in kinds else None

    def _nearest(self, k: int, kinds: tuple[str, ...]) -> int | None:
        """The firm that the sentence, or one of the two before it, speaks of: the first of its sentence, else that of the last subject."""
        found, m = self._found, self._found[k]
        index = m.line.sentence.index
        low = bisect_left(self._sentences, index - _SPEECH_WINDOW)
        same = [at for at in range(max(low, k - 12), k) if found[at].line is m.line and found[at].type in kinds]
        if same:
            return same[0]
        earlier = [at for at in range(low, k) if found[at].type in kinds and found[at].line is not m.line]
        if earlier:
            last = found[earlier[-1]].line
            there = [at for at in earlier if found[at].line is last]
            return there[0] if len({self._identity(at) for at in there}) == 1 else self._leading(kinds)
        after = [at for at in range(k + 1, min(len(found), k + 6)) if found[at].line is m.line and found[at].type in kinds]
        return after[0] if after and not index else None

    def _identity(self, at: int) -> str:
        m = self._found[at]
        return m.hits[0].id if m.hits else m.line.words[m.i]

    def _leading(self, kinds: tuple[str, ...]) -> int | None:
        """The thing that the document names at least twice as often as any other of these kinds."""
        if kinds not in self._leaders:
            places: dict[str, int] = {}
            times: Counter[str] = Counter()
            for at, m in enumerate(self._found):
                if m.type in kinds:
                    places.setdefault(self._identity(at), at)
                    times[self._identity(at)] += 1
            top = times.most_common(2)
            clear = top and (len(top) == 1 or top[0][1] >= 2 * top[1][1])
            self._leaders[kinds] = places[top[0][0]] if clear else None
        return self._leaders[kinds]
