"""Finds the names of the reference data in a row of tokens, in every script, by a trie over words."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from lithograph.ontology.reference.lexicon import ReferenceName, lexicon

from .tokens import tokenise

_END = ""


class Gazetteer:
    """A trie over the words of names. Hyphens inside names are optional; the case of first letters and acronyms must agree."""

    def __init__(self, names: Iterable[ReferenceName]) -> None:
        self._root: dict[str, Any] = {}
        for name in names:
            node = self._root
            words = [t.text for t in tokenise(name.name) if t.text not in "-–"]
            if not words or not any(c.isalnum() for c in name.name):
                continue
            for word in words:
                node = node.setdefault(word.lower(), {})
            node.setdefault(_END, []).append(name)

    def find(self, words: list[str], lower: list[str]) -> list[tuple[int, int, tuple[ReferenceName, ...]]]:
        """Every match (first token, token after the last, names), also matches within others; confusable names included."""
        found = []
        root, n = self._root, len(words)
        for i, word in enumerate(lower):
            node = root.get(word)
            if node is None:
                continue
            j = i + 1
            while node is not None:
                names = node.get(_END)
                if names:
                    hits = tuple([name for name in names if _case_agrees(name.name, words[i], j - i)])
                    if hits:
                        found.append((i, j, hits))
                if j < n and lower[j] in "-–" and j + 1 < n and lower[j + 1] in node:
                    j += 1
                if j >= n:
                    break
                node = node.get(lower[j])
                j += 1
        return found


def _case_agrees(name: str, first_word: str, length: int) -> bool:
    first = name[0]
    if not first.isupper():
        return True
    if not first_word[0].isupper():
        return False
    if length == 1 and name.isupper() and name.isascii() and len(name) <= 5:
        return first_word.isupper()
    return True


@functools.cache
def reference_names() -> Gazetteer:
    """The gazetteer over all names of the reference lexicon, built once per process."""
    return Gazetteer(lexicon().names)
