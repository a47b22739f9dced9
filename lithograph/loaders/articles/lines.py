"""A sentence laid out for the mention finder: words, small letters, kinds, and the reference names that stand in it."""

from __future__ import annotations

import functools

from .analysis import Sentence
from .gazetteer import Gazetteer
from .vocabulary import CODE, FUNCTION

CAP, CODE_SHAPE, NUM, FUNC, SIGN, WORD, CJK_SHAPE = "CAP", "CODE", "NUM", "FUNC", "SIGN", "WORD", "CJK"


@functools.lru_cache(maxsize=100_000)
def kind_of(word: str) -> str:
    """The kind of a token: capitalised, code, number, function word, sign, Chinese/Japanese/Korean character, other word."""
    first = word[0]
    if first.isdigit():
        return CODE_SHAPE if CODE.match(word) else NUM
    if not first.isalpha():
        return SIGN
    if first > "\u3000":
        return CJK_SHAPE
    if word.lower() in FUNCTION and not (word.isupper() and len(word) > 1):
        return FUNC
    if any(c.isdigit() for c in word):
        return CODE_SHAPE
    if first.isupper() or (len(word) > 1 and any(c.isupper() for c in word[1:])):
        return CAP
    return WORD


class Line:
    """One sentence: `words[k]`, `lower[k]`, `kinds[k]`; `gazetteer` holds (first, after last, hit)."""

    __slots__ = ("ends", "gazetteer", "kinds", "lower", "sentence", "starts", "titled", "words")

    def __init__(self, sentence: Sentence, names: Gazetteer) -> None:
        self.sentence = sentence
        self.words = [t.text for t in sentence.tokens]
        self.starts = [t.start for t in sentence.tokens]
        self.ends = [t.end for t in sentence.tokens]
        self.lower = [w.lower() for w in self.words]
        self.kinds = [kind_of(w) for w in self.words]
        self.gazetteer = names.find(self.words, self.lower)
        letters = sum(k in (CAP, WORD) for k in self.kinds)
        self.titled = letters > 3 and sum(k == CAP for k in self.kinds) > 0.7 * letters

    def reference_features(self, i: int, j: int) -> list[str]:
        """Features of the reference names that are, or lie in, the span i … j-1; each once."""
        out = []
        for a, b, hits in self.gazetteer:
            if a >= i and b <= j:
                for hit in hits[:2]:
                    label = hit.type + "?" if hit.confusable else hit.type
                    if a == i and b == j:
                        out += [f"gaz={label}", f"gaz={label}|{hit.kind}"]
                    else:
                        out.append(f"gco={label}{'s' if a == i else 'e' if b == j else 'm'}")
        return list(dict.fromkeys(out)) if len(out) > 1 else out

    def crossing_features(self, i: int, j: int) -> list[str]:
        """Features of the reference names that hold the span i … j-1 or cross its ends; each once."""
        out = []
        for a, b, hits in self.gazetteer:
            if a < j and b > i and (a < i or b > j):
                label = hits[0].type + "?" if hits[0].confusable else hits[0].type
                out.append(f"gin={label}" if a <= i and b >= j else f"gx={label}")
        return list(dict.fromkeys(out)) if len(out) > 1 else out

    def glued(self, k: int) -> bool:
        """Whether the sign at k touches both neighbours ("T-Head")."""
        return 0 < k < len(self.words) - 1 and self.starts[k] == self.ends[k - 1] and self.ends[k] == self.starts[k + 1]
