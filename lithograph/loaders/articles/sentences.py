"""Sentences of a text: prose, list items, table rows and headings, each trimmed, with tokens and the number of its paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

from .analysis import Sentence
from .tokens import ABBREVIATIONS, tokenise
from .vocabulary import words

_BLANK = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+")
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-*+•·▪◦–—‣]\s+|#{1,6}\s|\d{1,3}[.)]\s|\(?[a-z0-9]{1,4}\)\s|>\s?|\||<)")
_END = re.compile(
    r"[.!?…]+[\"'”’)\]*_]*\s+(?=[\"“'‘(\[*_]*(?:[A-Z0-9$€£\u00c0-\u00de]|[-–—•]\s))"
    r"|[.!?]+[\"”’)\]]*(?=[A-Z][a-z]+\s[a-z])"
    r"|[。！？；]+[」』”’）]*\s*"
    r"|\s[-–•]\s(?=[A-Z][^\n]{60,}?\.\s)(?<=[.?!]\s[-–•]\s)"
)
_LAST_WORD = re.compile(rf"(?:\b(?:{ABBREVIATIONS})|\b[A-Z]|(?:\b[A-Za-z]\.)+[A-Za-z]|\be\.g|\bi\.e)\Z")
_LEAD = re.compile(r"(?:[\s•·▪◦‣#>|*_]|[-–—+](?=\s))+|\d{1,3}[.)]\s+")
_STARTERS = words("The A An In On It He She They We But And However This That These Those As At For If When While Its")
_NEXT_WORD = re.compile(r"\s*[\"“'‘(]*([A-Za-z]+)")
_WRAP_MIN, _WRAP_MAX = 45, 110
_LONGEST = 2000


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of the text in order. Linear in its length."""
    sentences: list[Sentence] = []
    wrapped = _is_wrapped(text)
    at = paragraph = 0
    blocks = [(m.start(), m.end()) for m in _BLANK.finditer(text)] + [(len(text), len(text))]
    for block_end, following in blocks:
        for start, end in _lines(text, at, block_end, wrapped):
            for left, right in _cut(text, start, end):
                tokens = tokenise(text, left, right)
                if tokens:
                    sentences.append(Sentence(len(sentences), left, right, tokens, paragraph))
            paragraph += 1
        at = following
    return sentences


def _is_wrapped(text: str) -> bool:
    """Whether lines are broken at a fixed width, so that a single line feed is no more than a space."""
    lines = text.split("\n", 4000)[:4000]
    full = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(full) < 5:
        return False
    long = sum(_WRAP_MIN <= n <= _WRAP_MAX for n in full)
    return long >= 0.6 * len(full) and sum(n > _WRAP_MAX for n in full) <= 0.05 * len(full)


def _lines(text: str, start: int, end: int, wrapped: bool) -> list[tuple[int, int]]:
    """The stretches of one block that sentences do not cross: its lines, or in wrapped text its items."""
    spans: list[tuple[int, int]] = []
    for m in _LINE.finditer(text, start, end):
        line = m.group()
        if not line.strip():
            continue
        joins = wrapped and spans and not _BULLET.match(line) and text[spans[-1][0] : spans[-1][1]].rfind("|") < 0
        if joins and spans[-1][1] - text.rfind("\n", 0, spans[-1][1]) - 1 >= _WRAP_MIN:
            spans[-1] = (spans[-1][0], m.end())
        else:
            spans.append((m.start(), m.end()))
    return spans


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = start
    for m in _END.finditer(text, start, end):
        if text[m.start()] == "." and _goes_on(text, at, m):
            continue
        pieces.append((at, m.end()))
        at = m.end()
    pieces.append((at, end))
    pieces = [part for piece in pieces for part in _bounded(text, *piece)]
    trimmed = []
    for left, right in pieces:
        lead = _LEAD.match(text, left, right)
        left = lead.end() if lead else left
        while right > left and text[right - 1].isspace():
            right -= 1
        if right > left:
            trimmed.append((left, right))
    return trimmed


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch in parts of at most `_LONGEST` characters, cut at spaces: what has no full stop for so long is no sentence."""
    parts = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = space if space > 0 else start + _LONGEST
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _goes_on(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation inside a sentence."""
    word = _LAST_WORD.search(text, max(start, m.start() - 12), m.start())
    if word is None:
        return False
    if word.group() in ("Inc", "Corp", "Ltd", "Co") or "." in word.group():
        follows = _NEXT_WORD.match(text, m.end())
        return not (follows and follows.group(1) in _STARTERS)
    return True
