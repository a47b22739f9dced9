"""Sentences as the claim reader sees them: words and typed mentions, lists, and the pairs of mentions that may make a claim."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from .analysis import Analysis, Mention, Sentence

MAX_WORDS_BETWEEN = 45
MAX_SENTENCE_MENTIONS = 40
"""Beyond this many mentions (tables of contents, parties of a case) only neighbouring mentions are paired."""
NEAR_MENTIONS = 6
HEADING = 9
"""A sentence of fewer words and mentions may be a heading, a list item or a fragment that leans on its neighbour."""
_JOINT = frozenset(
    {",", "and", "or", "&", "/", ", and", ", or", "and the", "or the", ", the", "as well as", "and its", "+", ", as well as", "and also"}
)
_CONJUNCTION = re.compile(r"\b(?:and|or)\b|[&/+]|as well as")
_NUMBER = re.compile(r"[~]?\d[\d.,]*(?:st|nd|rd|th|x|bn|m|k|b|tn)?$")


@dataclass(slots=True)
class Span:
    """A mention in a sentence: tokens `first` up to, not including, `last`. `symbol` is the place of its outermost mention."""

    entity: int
    mention: Mention
    type: str
    first: int
    last: int
    symbol: int = 0
    top: bool = True
    chain: int = -1


@dataclass(slots=True)
class View:
    """A sentence with its mentions. `symbols` are its words in lower case with each outermost mention as one `<Type>`."""

    sentence: Sentence
    words: list[str]
    spans: list[Span]
    symbols: list[str]
    shapes: list[str]
    chains: list[tuple[int, int]] = field(default_factory=list)
    title: bool = False

    def words_inside(self, outer: Span, inner: Span) -> tuple[list[str], list[str]]:
        """The words of the outer mention before and after the inner one."""
        return self.words[outer.first : inner.first], self.words[inner.last : outer.last]


@dataclass(slots=True)
class Pair:
    """Two mentions that may make a claim, `a` the first in the text.

    `shape`: `flat` side by side, `nested` a inside b, `inside` both inside a third, `next` in neighbouring sentences.
    """

    view: View
    a: Span
    b: Span
    shape: str
    view_b: View | None = None


@functools.lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """A word as grammar and weights know it: lower case, plain apostrophes, numbers as `#`."""
    key = word.lower().replace("’", "'")
    if key[0].isdigit() and _NUMBER.match(key):
        return "#"
    return key


def _chains(spans: list[Span], symbols: list[str]) -> list[tuple[int, int]]:
    """Lists of mentions of one type ("A, B and C") as (first symbol, last symbol); sets `chain` of their spans."""
    tops: dict[int, list[Span]] = {}
    for span in spans:
        if span.top:
            tops.setdefault(span.symbol, []).append(span)
    order = sorted(tops)
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(order):
        end, conjunction = at, False
        kind = tops[order[at]][0].type
        while end + 1 < len(order) and tops[order[end + 1]][0].type == kind:
            joint = " ".join(symbols[order[end] + 1 : order[end + 1]])
            if joint not in _JOINT:
                break
            conjunction = conjunction or bool(_CONJUNCTION.search(joint))
            end += 1
        if end > at and (conjunction or end - at > 1):
            for place in order[at : end + 1]:
                for span in tops[place]:
                    span.chain = len(out)
            out.append((order[at], order[end]))
        at = end + 1
    return out


def _collapse(words: list[str], shapes: list[str], spans: list[Span]) -> tuple[list[str], list[str]]:
    """Words with each outermost mention as one symbol; sets `top` and `symbol` of the spans."""
    symbols: list[str] = []
    shown: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda s: (s.first, -s.last)):
        if span.first >= at:
            symbols.extend(words[at : span.first])
            shown.extend(shapes[at : span.first])
            span.symbol = len(symbols)
            symbols.append(f"<{span.type}>")
            shown.append(f"<{span.type}>")
            at = span.last
            outer = span
        else:
            span.symbol = outer.symbol
            span.top = (span.first, span.last) == (outer.first, outer.last)
            if span.last > at:
                at = span.last
    symbols.extend(words[at:])
    shown.extend(shapes[at:])
    return symbols, shown


def _shapes(sentence: Sentence, words: list[str]) -> list[str]:
    """The words as features: a capitalised word that is no mention is `<x>`, so that no name becomes a feature."""
    tokens = sentence.tokens
    capital = [t.text[0].isupper() for t in tokens]
    letters = [t.text[0].isalpha() for t in tokens]
    if sum(capital) > 0.55 * max(1, sum(letters)):
        return words
    return [("<x>" if capital[i] and i and letters[i] else w) for i, w in enumerate(words)]


def view(sentence: Sentence, held: list[tuple[int, Mention]], *, title: bool = False) -> View:
    """The sentence with the mentions that it holds, each with the index of its entity."""
    if not held:
        return View(sentence, [], [], [], [], title=title)
    tokens = sentence.tokens
    words = [word_key(t.text) for t in tokens]
    starts = [t.start for t in tokens]
    ends = [t.end for t in tokens]
    spans = []
    for entity, mention in held:
        first = bisect_right(starts, mention.start) - 1
        if first < 0 or ends[first] <= mention.start:
            first += 1
        last = bisect_left(starts, mention.end)
        if first < last:
            spans.append(Span(entity, mention, mention.type, first, last))
    spans.sort(key=lambda s: (s.first, -s.last, s.entity))
    for i, word in enumerate(words):
        if word == "'" and i and any(s.last == i for s in spans):
            words[i] = "'s"
    symbols, shapes = _collapse(words, _shapes(sentence, words), spans)
    return View(sentence, words, spans, symbols, shapes, _chains(spans, symbols), title)


def cores(mentions: list[Mention]) -> list[Mention]:
    """Of forms that lie one within the other ("H20" in "Nvidia's H20") the shortest, in order; `mentions` are sorted by start."""
    out: list[Mention] = []
    reach = -1
    for m in mentions:
        if m.start >= reach:
            out.append(m)
            reach = m.end
            continue
        reach = max(reach, m.end)
        held = out[-1]
        if m.kind != "anaphor" and (held.kind == "anaphor" or m.end - m.start < held.end - held.start):
            out[-1] = m
    return out


def views(analysis: Analysis) -> list[View]:
    """Every sentence of the text with its mentions."""
    starts = [s.start for s in analysis.sentences]
    held: list[list[tuple[int, Mention]]] = [[] for _ in starts]
    for index, entity in enumerate(analysis.entities):
        for mention in cores(entity.mentions):
            at = bisect_right(starts, mention.start) - 1
            if at >= 0 and mention.end <= analysis.sentences[at].end:
                held[at].append((index, mention))
    out: list[View] = []
    for i, sentence in enumerate(analysis.sentences):
        out.append(view(sentence, held[i], title=i == 0))
        if i:
            _follow_topic(out[-2], out[-1])
    return out


_THE_FIRM = frozenset(("the company", "the firm", "the group", "the chipmaker", "the giant"))


def _follow_topic(before: View, here: View) -> None:
    """ "Its cloud arm grew. The company …": the company is whose arm it is, not the arm."""
    for span in here.spans:
        if span.mention.kind == "anaphor" and span.mention.text.lower() in _THE_FIRM:
            named = next((s for s in before.spans if s.entity == span.entity and s.mention.kind != "anaphor"), None)
            if named is not None and named.first:
                word = before.words[named.first - 1]
                at = named.first - 1 if word == "'s" else named.first
                owner = next(
                    (s for s in before.spans if s.last == at and s.type == "Firm" and (word == "'s" or word in ("its", "their"))), None
                )
                if owner is not None and owner.entity != span.entity:
                    span.entity = owner.entity


def _relation(a: Span, b: Span) -> str | None:
    if (a.first, a.last) == (b.first, b.last):
        return None
    if (a.first <= b.first and b.last <= a.last) or (b.first <= a.first and a.last <= b.last):
        return "nested"
    if a.symbol == b.symbol:
        return "inside"
    return "flat"


def sentence_pairs(view: View) -> Iterator[Pair]:
    """Pairs of mentions of different entities within one sentence; for `nested` ones `a` is the inner mention."""
    spans = view.spans
    crowded = len(spans) > MAX_SENTENCE_MENTIONS
    for i, a in enumerate(spans):
        for j in range(i + 1, min(len(spans), i + 1 + NEAR_MENTIONS) if crowded else len(spans)):
            b = spans[j]
            if a.entity == b.entity or (b.symbol - a.symbol > MAX_WORDS_BETWEEN and a.chain != b.chain):
                continue
            shape = _relation(a, b)
            if shape == "nested" and b.last - b.first < a.last - a.first:
                yield Pair(view, b, a, shape)
            elif shape:
                yield Pair(view, a, b, shape)


def _landmarks(view: View) -> list[Span]:
    """The mentions that a neighbouring sentence refers back to: the first two, and the last, of those that stand free."""
    free = [s for s in view.spans if s.top and s.mention.kind != "anaphor"]
    return free[:2] + free[2:][-1:]


def neighbour_pairs(left: View, right: View) -> Iterator[Pair]:
    """Pairs over the border of two sentences: a landmark of the first with a mention of the second that is new to both.

    Only where something is missing in the second: it is short, the first is a heading or ends with a colon, or no mention of the
    landmark's type stands in the second.
    """
    open_end = left.symbols[-1] == ":" or len(left.symbols) < HEADING or len(right.symbols) < HEADING
    here = {s.entity for s in left.spans}
    there = {s.entity for s in right.spans}
    types = {s.type for s in right.spans}
    for a in _landmarks(left):
        if a.entity in there or (not open_end and a.type in types):
            continue
        for b in right.spans:
            if b.mention.kind != "anaphor" and b.entity not in here:
                yield Pair(left, a, b, "next", right)
