"""The grammar: patterns over typed mentions and words, from readable YAML to regular expressions, and their matching.

A form is written as one reads it:

    {Firm:subject} (has|have)? (unveil~|launch~) … {Chip|Product:object}

`{Type|Type:role}` a mention · `word` · `(a|b c)` alternatives · `?` after a word or group: optional · `~` after a word: its
inflections · `…` up to six words without a mention of a slot's type and without a clause's end · `..` up to
four, without a comma either · `{Chip:object < {Firm:subject} …}`
a mention inside another's words. Words are lower case; `#` is a number, `<Type>` a mention that fills no slot.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

import msgspec

from .pairs import Pair, View

FILE = "grammar.json"
DEFAULT_CONFIDENCE = 0.55
CONTEXT = 8
_SLOT = re.compile(r"\{([A-Z][A-Za-z|]*):(subject|object)\}")
_NESTED = re.compile(r"\{([A-Z][A-Za-z|]*):(subject|object) < (.*)\}$")
_PIECE = re.compile(r"…|\([^()]*\)\??|\S+")
_DETERMINER = "(?:(?:the|a|an|its|their|his|our|this|these|new|both) )?"
_ANY = r"(?:[^ ;.:!?<]+ )"


class CompiledPattern(msgspec.Struct, frozen=True):
    """A pattern as packaged: types of the two slots in text order, regular expressions before, between and after them.

    `words` holds surface words of which one must stand in the sentence. `forward` is true where the subject comes first, or,
    in a nested pattern, where it is the inner mention.
    """

    id: str
    predicate: str
    shape: Literal["flat", "nested"]
    first: tuple[str, ...]
    second: tuple[str, ...]
    forward: bool
    before: str
    between: str
    after: str
    words: tuple[str, ...]
    confidence: float = DEFAULT_CONFIDENCE


class Grammar(msgspec.Struct, frozen=True):
    """The compiled grammar: patterns, and for each predicate the words that hint at it."""

    patterns: tuple[CompiledPattern, ...]
    triggers: dict[str, tuple[str, ...]]


class GrammarError(ValueError):
    """A form that cannot be read; the text says which and why."""


def inflections(verb: str) -> tuple[str, ...]:
    """The regular forms of a word: develop, develops, developed, developing."""
    if verb.endswith("e"):
        forms = [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    elif verb.endswith("y") and verb[-2] not in "aeou":
        forms = [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    elif verb.endswith(("s", "x", "z", "ch", "sh")):
        forms = [verb, verb + "es", verb + "ed", verb + "ing"]
    else:
        forms = [verb, verb + "s", verb + "ed", verb + "ing"]
        if re.search(r"[^aeiou][aeiou][bdgmnprt]$", verb):
            forms += [verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    return tuple(forms)


def _alternatives(piece: str) -> tuple[list[str], bool]:
    optional = piece.endswith("?")
    body = piece[:-1] if optional else piece
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1]
    out: list[str] = []
    for choice in body.split("|"):
        words = [inflections(w[:-1]) if w.endswith("~") else (w,) for w in choice.split()]
        phrases = [""]
        for forms in words:
            phrases = [f"{p}{f} " for p in phrases for f in forms]
        out += phrases
    return out, optional


def _expression(text: str, gap: str, known: set[str], need: list[tuple[str, ...]]) -> str:
    """A stretch of a form as a regular expression over words each followed by one space."""
    out = []
    for piece in _PIECE.findall(text):
        if piece in ("…", ".."):
            out.append(f"(?:{gap}){{0,6}}?" if piece == "…" else f"(?:(?!, ){gap}){{0,4}}?")
            continue
        choices, optional = _alternatives(piece)
        pattern = "|".join(re.escape(c).replace(r"\ ", " ") for c in choices)
        out.append(f"(?:{pattern}){'?' if optional else ''}")
        heads = {c.split()[0] for c in choices if c.split()}
        if not optional:
            need.append(tuple(sorted(heads)))
        known |= heads
    return "".join(out)


def _gap(*types: str) -> str:
    taken = "|".join(sorted({t for group in types for t in group.split("|")}))
    return rf"(?!<(?:{taken})>)[^ ;.:!?]+ "


def compile_form(name: str, predicate: str, form: str, confidence: float = DEFAULT_CONFIDENCE) -> CompiledPattern:
    """One form as a compiled pattern. Raises GrammarError where it has not exactly one subject and one object."""
    nested = _NESTED.match(form)
    need: list[tuple[str, ...]] = []
    known: set[str] = set()
    if nested:
        outer_types, outer_role, inside = nested.groups()
        inner = _SLOT.search(inside)
        if inner is None or inner.group(2) == outer_role:
            raise GrammarError(f"{name}: a nested form holds one mention of the other role: {form}")
        before = _expression(inside[: inner.start()], _ANY, known, need)
        after = _expression(inside[inner.end() :], _ANY, known, need)
        first, second, forward = inner.group(1), outer_types, inner.group(2) == "subject"
        parts = (f"^{_DETERMINER}{before}$", "", after)
    else:
        slots = list(_SLOT.finditer(form))
        if len(slots) != 2 or {s.group(2) for s in slots} != {"subject", "object"}:
            raise GrammarError(f"{name}: a form has one subject and one object: {form}")
        one, two = slots
        gap = _gap(one.group(1), two.group(1))
        first, second, forward = one.group(1), two.group(1), one.group(2) == "subject"
        before = _expression(form[: one.start()], gap, known, need)
        between = _expression(form[one.end() : two.start()], gap, known, need) + _DETERMINER
        after = _expression(form[two.end() :], gap, known, need)
        parts = (f"(?:^| ){before}$" if before else "", between, after)
    words = min(need, key=lambda w: (not any(c.isalpha() for c in w[0]), len(w)), default=())
    kind: Literal["flat", "nested"] = "nested" if nested else "flat"
    return CompiledPattern(name, predicate, kind, tuple(first.split("|")), tuple(second.split("|")), forward, *parts, words, confidence)


@functools.cache
def grammar() -> Grammar:
    """The packaged grammar, read once per process."""
    return msgspec.json.decode(resources.files(__package__).joinpath(FILE).read_bytes(), type=Grammar)


@dataclass(slots=True)
class _Ready:
    pattern: CompiledPattern
    before: re.Pattern[str] | None
    between: re.Pattern[str]
    after: re.Pattern[str] | None
    first: frozenset[str]
    second: frozenset[str]


class Matcher:
    """Patterns ready to be asked which of them hold of a pair of mentions."""

    def __init__(self, patterns: Iterable[CompiledPattern]) -> None:
        self._by_word: dict[str, list[_Ready]] = {}
        self._always: list[_Ready] = []
        for p in patterns:
            ready = _Ready(
                p,
                re.compile(p.before) if p.before else None,
                re.compile(p.between),
                re.compile(p.after) if p.after else None,
                frozenset(p.first),
                frozenset(p.second),
            )
            for word in p.words:
                self._by_word.setdefault(word, []).append(ready)
            if not p.words:
                self._always.append(ready)

    def active(self, view: View) -> list[_Ready]:
        """The patterns whose words stand in the sentence."""
        found = {r.pattern.id: r for w in set(view.words) if w in self._by_word for r in self._by_word[w]}
        return self._always + [found[k] for k in sorted(found)]

    def matches(self, pair: Pair, active: list[_Ready]) -> Iterator[CompiledPattern]:
        """The patterns that hold of the pair, in a fixed order."""
        ta, tb = pair.a.type, pair.b.type
        wanted = [r for r in active if ta in r.first and tb in r.second and r.pattern.shape == pair.shape]
        if not wanted:
            return
        before, between, after = contexts(pair)
        for r in wanted:
            if r.between.fullmatch(between) and (r.before is None or r.before.search(before)) and (r.after is None or r.after.match(after)):
                yield r.pattern


def contexts(pair: Pair) -> tuple[str, str, str]:
    """The symbols before, between and after the pair, a space after each; a list of mentions counts as its nearest member."""
    view, a, b = pair.view, pair.a, pair.b
    if pair.shape == "nested":
        left, right = view.words_inside(b, a)
        return _text(left), "", _text(right)
    symbols = view.symbols
    start, end, left_of, right_of = a.symbol, b.symbol, a.symbol, b.symbol
    if a.chain >= 0:
        left_of, start = view.chains[a.chain][0], (view.chains[a.chain][1] if a.chain != b.chain else a.symbol)
    if b.chain >= 0:
        right_of, end = view.chains[b.chain][1], (view.chains[b.chain][0] if a.chain != b.chain else b.symbol)
    return (
        _text(symbols[max(0, left_of - CONTEXT) : left_of]),
        _text(symbols[start + 1 : end]),
        _text(symbols[right_of + 1 : right_of + 1 + CONTEXT]),
    )


def _text(symbols: list[str]) -> str:
    return " ".join(symbols) + " " if symbols else ""
