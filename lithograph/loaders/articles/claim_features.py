"""What the scorer sees of a pair of mentions: strings without names. Mentions stand as their types, words as stems, never more than two.

A label is a predicate with its direction: `f` where the first mention of the pair is the subject, `r` where the second is.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Mapping

from ...ontology.model import ontology
from .analysis import Analysis, Mention
from .pairs import Pair, Span, View
from .patterns import CompiledPattern

PREDICATES = (
    "designs",
    "manufactures",
    "packages",
    "supplies",
    "uses",
    "depends_on",
    "contains",
    "subsidiary_of",
    "owns",
    "invests_in",
    "partners_with",
    "competes_with",
    "comparable_to",
    "substitutes",
    "successor_of",
    "restricts",
    "permits",
    "issued_by",
    "amends",
    "complies_with",
    "listed_on",
    "located_in",
    "operates",
)
"""The predicates that are read from running text."""
LONG = 14
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y")
_SIGNS = frozenset(",.;:()\"'“”|-–—/*#$%")


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its inflection, crudely: enough to bring develops, developed and development together."""
    if len(word) < 5 or word[0] == "<":
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@functools.cache
def labels(first: str, second: str) -> tuple[str, ...]:
    """The labels that the ontology admits for a pair of these types in text order."""
    known = ontology()
    forward = [p for p in known.relations_between(first, second) if p in PREDICATES]
    backward = [p for p in known.relations_between(second, first) if p in PREDICATES and not known.relations[p].symmetric]
    return tuple(f"{p}:f" for p in forward) + tuple(f"{p}:r" for p in backward)


def bucket(number: int) -> str:
    """A count as one of few classes."""
    return str(number) if number < 4 else "4-6" if number < 7 else "7-10" if number < 11 else "11-18" if number < 19 else "19+"


class Context:
    """What the document as a whole says about its entities."""

    def __init__(self, analysis: Analysis) -> None:
        self.entities = analysis.entities
        self.counts = [len(e.mentions) for e in analysis.entities]
        most: dict[str, tuple[int, int]] = {}
        of_type: Counter[str] = Counter()
        for i, e in enumerate(analysis.entities):
            of_type[e.type] += 1
            most[e.type] = max(most.get(e.type, (0, 0)), (self.counts[i], -i))
        self.main = {-i for _, i in most.values()}
        self.only = {i for i, e in enumerate(analysis.entities) if of_type[e.type] == 1}
        self.first = {min(range(len(analysis.entities)), key=lambda i: _first(analysis, i))} if analysis.entities else set()

        self._sides = {side: [self._of(side, i) for i in range(len(self.counts))] for side in "ab"}

    def _of(self, side: str, i: int) -> list[str]:
        count = self.counts[i]
        out = [f"d:{side}:{'1' if count == 1 else '2' if count == 2 else '3-5' if count < 6 else '6+'}"]
        out += [f"d:{side}:{name}" for name, held in (("main", self.main), ("only", self.only), ("first", self.first)) if i in held]
        return out

    def about(self, pair: Pair) -> list[str]:
        """Features of the two entities in the document."""
        out = self._sides["a"][pair.a.entity] + self._sides["b"][pair.b.entity]
        a, b = self.entities[pair.a.entity], self.entities[pair.b.entity]
        if b.owner is not None:
            out.append("d:a owns" if b.owner == pair.a.entity else "d:b owned")
        if a.owner is not None:
            out.append("d:b owns" if a.owner == pair.b.entity else "d:a owned")
        return out


def _first(analysis: Analysis, index: int) -> int:
    mentions = analysis.entities[index].mentions
    return mentions[0].start if mentions else len(analysis.text)


class Hints:
    """The trigger words of the grammar, word → predicates."""

    def __init__(self, triggers: Mapping[str, tuple[str, ...]]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for predicate in sorted(triggers):
            for word in triggers[predicate]:
                self._by_word.setdefault(word, []).append(predicate)

    def among(self, words: list[str]) -> set[str]:
        """Predicates that one of the words hints at."""
        known = self._by_word
        return {p for w in words if w in known for p in known[w]}


def features(pair: Pair, context: Context, hints: Hints, fired: list[CompiledPattern]) -> list[str]:
    """The features of a pair, without duplicates, in a fixed order."""
    a, b = pair.a, pair.b
    out = [f"t:{a.type}>{b.type}", f"s:{pair.shape}", f"k:{a.mention.kind}>{b.mention.kind}"]
    if pair.shape == "flat":
        _flat(pair, hints, out)
    elif pair.shape == "next":
        _next(pair, hints, out)
    else:
        _within(pair, hints, out)
    for p in fired:
        out.append(f"g:{p.predicate}:{'f' if p.forward else 'r'}")
        out.append(f"gi:{p.id}")
    if not fired:
        out.append("g:none")
    if pair.view.title:
        out.append("title")
    out += _known("ua", a) + _known("ub", b)
    out += _head("ha", pair.view, a)
    out += _head("hb", pair.view_b or pair.view, b)
    out += context.about(pair)
    return list(dict.fromkeys(out))


def _known(name: str, span: Span) -> list[str]:
    """How sure the mention is, whether the reference data know it, and how it is written; nothing of an annotated one."""
    return [f"{name}:{f}" for f in _surface(span.mention)]


@functools.lru_cache(maxsize=20_000)
def _surface(m: Mention) -> tuple[str, ...]:
    if m.probability > 0.999:
        return ()
    out = [str(int(m.probability * 5)), "known" if m.reference_id else "unknown"]
    if not any(c.isdigit() or c.isupper() for c in m.text):
        out.append(f"{m.type}:small")
    elif any(c.isdigit() for c in m.text):
        out.append(f"{m.type}:code")
    return tuple(out)


def _head(name: str, view: View, span: Span) -> list[str]:
    """First and last word of a description; of a name only whether it is an adjective of nationality."""
    if span.mention.kind == "description":
        return [f"{name}0:{_plain(view.words[span.first])}", f"{name}9:{_plain(view.words[span.last - 1])}"]
    if span.type == "Country":
        text = span.mention.text
        if text[0].islower() or text.endswith(("ese", "an", "ish", "i", "ch", "U.S.", "US")):
            return [f"{name}:adjective"]
    return []


def _plain(word: str) -> str:
    return stem(word) if word.isalpha() and word.islower() else "<x>"


def _sides(pair: Pair) -> tuple[int, int, int, int]:
    """Symbols: where the words between begin and end, the left border, the right border; lists count as a whole."""
    a, b, chains = pair.a, pair.b, pair.view.chains
    start, end, left, right = a.symbol + 1, b.symbol, a.symbol, b.symbol
    if a.chain >= 0:
        left = chains[a.chain][0]
        if a.chain != b.chain:
            start = chains[a.chain][1] + 1
    if b.chain >= 0:
        right = chains[b.chain][1]
        if a.chain != b.chain:
            end = chains[b.chain][0]
    return start, end, left, right


def _flat(pair: Pair, hints: Hints, out: list[str]) -> None:
    view, a, b = pair.view, pair.a, pair.b
    start, end, left, right = _sides(pair)
    if a.chain >= 0 and a.chain == b.chain:
        out.append("list:same")
    else:
        out += [n for n, c in (("list:a", a.chain), ("list:b", b.chain)) if c >= 0]
    for name, span in (("a", a), ("b", b)):
        if not span.top:
            outer = view.symbols[span.symbol]
            out.append(f"i{name}:{outer}")
    between = view.shapes[start:end]
    before, after = view.shapes[max(0, left - 3) : left], view.shapes[right + 1 : right + 4]
    mentions = [w for w in between if w[0] == "<" and w != "<x>"]
    out += [f"n:{bucket(len(between))}", f"m:{bucket(len(mentions))}"]
    out += [f"mt:{w}" for w in mentions[:6]]
    if f"<{a.type}>" in mentions or f"<{b.type}>" in mentions:
        out.append("m:rival")
    _between(between, out)
    _edges("p", before[::-1], out)
    _edges("q", after, out)
    _triggers(hints, view.symbols[start:end], "b", out)
    _triggers(hints, view.symbols[max(0, left - 8) : left], "p", out)
    _triggers(hints, view.symbols[right + 1 : right + 9], "q", out)
    if left == 0:
        out.append("a begins")
    if right == len(view.symbols) - 1 or right == len(view.symbols) - 2:
        out.append("b ends")


def _between(between: list[str], out: list[str]) -> None:
    words = [stem(w) for w in between]
    if not words:
        out.append("b:adjacent")
        return
    seen = words if len(words) <= LONG else words[: LONG // 2] + words[-LONG // 2 :]
    out += [f"b:{w}" for w in seen]
    out.append(f"b0:{words[0]}")
    out.append(f"b9:{words[-1]}")
    out += [f"bb:{x} {y}" for x, y in itertools.pairwise(seen)]
    if len(words) <= 2:
        out.append("b=:" + " ".join(words))
    if any(w in _SIGNS for w in words):
        out += [f"bs:{w}" for w in dict.fromkeys(words) if w in ("(", ";", ":", "|", "-", "–", "—")]


def _edges(name: str, words: list[str], out: list[str]) -> None:
    if not words:
        out.append(f"{name}1:none")
        return
    out.append(f"{name}1:{stem(words[0])}")
    for w in words[1:3]:
        out.append(f"{name}2:{stem(w)}")


def _triggers(hints: Hints, words: list[str], where: str, out: list[str]) -> None:
    out += [f"h{where}:{p}" for p in sorted(hints.among(words))]


def _within(pair: Pair, hints: Hints, out: list[str]) -> None:
    """Pairs inside one mention: `nested` (a inside b) or both inside a third."""
    view, a, b = pair.view, pair.a, pair.b
    if pair.shape == "nested":
        left, right = view.words_inside(b, a)
        out += [f"wl:{_plain(w)}" for w in left]
        out += [f"wr:{_plain(w)}" for w in right]
        out.append(f"wl1:{left[-1] if left else 'none'}" if not left or left[-1].isalpha() else "wl1:sign")
        out.append(f"wr1:{_plain(right[0]) if right and right[0] != chr(39) + 's' else right[0] if right else 'none'}")
        out.append(f"whole:{_plain(view.words[b.last - 1])}")
        _triggers(hints, left + right, "w", out)
        symbol = b.symbol
        _edges("p", view.shapes[max(0, symbol - 3) : symbol][::-1], out)
        _edges("q", view.shapes[symbol + 1 : symbol + 4], out)
        return
    first, last = min(a.first, b.first), max(a.last, b.last)
    middle = view.words[min(a.last, b.last) : max(a.first, b.first)]
    out.append(f"i:{view.symbols[a.symbol]}")
    out += [f"wm:{_plain(w)}" for w in middle]
    out.append(f"wm9:{_plain(middle[-1]) if middle else 'none'}")
    out += [f"wr:{_plain(w)}" for w in view.words[last : last + 3]]
    out += [f"wl:{_plain(w)}" for w in view.words[max(0, first - 2) : first]]
    _triggers(hints, middle, "w", out)


def _next(pair: Pair, hints: Hints, out: list[str]) -> None:
    """Pairs over the border of two sentences: where each stands in its own, and the words around."""
    view, other, a, b = pair.view, pair.view_b or pair.view, pair.a, pair.b
    tops_a = [s for s in view.spans if s.top]
    tops_b = [s for s in other.spans if s.top]
    out.append(f"xa:{'first' if a is tops_a[0] else 'last' if a is tops_a[-1] else 'mid'}" if tops_a else "xa:none")
    out.append(f"xb:{'first' if b is tops_b[0] else 'mid'}" if tops_b else "xb:none")
    out += [f"x:{bucket(len(tops_a))}+{bucket(len(tops_b))}"]
    if a.symbol == 0:
        out.append("xa:begins")
    if b.symbol <= 1:
        out.append("xb:begins")
    out.append("x:same paragraph" if view.sentence.paragraph == other.sentence.paragraph else "x:new paragraph")
    if view.symbols[-1] == ":" or len(view.symbols) < 6:
        out.append("x:heading")
    if len(other.symbols) < 8:
        out.append("x:short")
    _edges("xp", other.shapes[max(0, b.symbol - 3) : b.symbol][::-1], out)
    _edges("xq", other.shapes[b.symbol + 1 : b.symbol + 4], out)
    _edges("xap", view.shapes[max(0, a.symbol - 3) : a.symbol][::-1], out)
    _edges("xaq", view.shapes[a.symbol + 1 : a.symbol + 4], out)
    _triggers(hints, other.symbols[: b.symbol], "xb", out)
    _triggers(hints, other.symbols[b.symbol + 1 :], "xq", out)
    _triggers(hints, view.symbols, "xa", out)
    out.append(f"x0:{stem(other.shapes[0])}")
