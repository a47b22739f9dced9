"""The annotated documents: reading them, and an `Analysis` made from the annotation alone.

The latter shows what the claim reader does with perfect mentions; it is used by `benchmarks/extraction.py --gold-mentions`.
Documents of the folds only: those that `folds.json` keeps back under `last` are never opened here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lithograph.loaders.articles.analysis import Analysis, DocumentEntity, Mention
from lithograph.loaders.articles.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document's text and its annotation, as gold/GUIDE.md describes it."""

    id: str
    text: str
    data: dict[str, Any]


def folds(gold: Path) -> list[list[str]]:
    """The document ids of each fold of `folds.json`, without those kept for the end."""
    return [list(f) for f in json.loads((gold / "folds.json").read_text(encoding="utf8"))["folds"]]


def load(gold: Path, ids: Iterable[str]) -> list[GoldDocument]:
    """The documents of these ids from the folder `dev`."""
    out = []
    for name in ids:
        path = gold / "dev" / f"{name}.json"
        out.append(GoldDocument(name, path.with_suffix(".txt").read_text(encoding="utf8"), json.loads(path.read_text(encoding="utf8"))))
    return out


def _occurrences(text: str, form: str) -> Iterator[int]:
    for m in re.finditer(r"(?<!\w)" + re.escape(form) + r"(?!\w)", text):
        yield m.start()


def gold_analysis(document: GoldDocument, *, short: bool = False) -> Analysis:
    """The annotation as the mention reader would hand it over, every surface form found by search, the longest first.

    With `short` a form that holds another mention is cut to the words beside it ("Freedonia's curbs on gallium" → "curbs"),
    as the mention reader cuts its forms.
    """
    text = document.text
    entities = [DocumentEntity(e["name"], e["type"]) for e in document.data["entities"]]
    forms = sorted({(f, i) for i, e in enumerate(document.data["entities"]) for f in e["mentions"]}, key=lambda x: (-len(x[0]), x))
    taken: dict[int, tuple[int, str]] = {}
    for form, i in forms:
        entity = entities[i]
        name = form[:1].isupper() and not re.search(r" (?:on|of|for|to) ", form)
        for start in _occurrences(text, form):
            end = start + len(form)
            held = taken.get(start)
            if held and held[0] > end and held[1] == entity.type:
                continue
            taken.setdefault(start, (end, entity.type))
            entity.mentions.append(Mention(start, end, form, entity.type, "name" if name else "description"))
    for entity in entities:
        entity.mentions.sort(key=lambda m: m.start)
    if short:
        _shorten(text, entities)
    return Analysis(text, split_sentences(text), entities)


_PREPOSITION = re.compile(r"\s(?:on|of|for|to|against|from|in|at|over|by|with|targeting|into)\s.*", re.S)
_LEAD = re.compile(r"(?:['’]s?)?[\s-]+")


def _shorten(text: str, entities: list[DocumentEntity]) -> None:
    """Cut mentions that hold others to the words beside these."""
    spans = sorted({(m.start, m.end) for e in entities for m in e.mentions})
    for entity in entities:
        out = []
        for m in entity.mentions:
            start, end = m.start, m.end
            inner = [(a, b) for a, b in spans if start <= a and b <= end and (a, b) != (start, end)]
            if inner and inner[0][0] == start:
                lead = _LEAD.match(text, inner[0][1], end)
                start = lead.end() if lead and lead.end() < end else start
            if any(b == end for _, b in inner):
                tail = _PREPOSITION.search(text, start, end)
                end = tail.start() if tail and tail.start() > start else end
            out.append(replace(m, start=start, end=end, text=text[start:end]))
        entity.mentions = out


def norm(name: str) -> str:
    """A name as gold/score.py compares it."""
    text = re.sub(r"'s\b", "", name.casefold().replace("’", "'"))
    return re.sub(r"^(the|a|an) ", "", re.sub(r"[^\w]+", " ", text).strip())


def align(document: GoldDocument, analysis: Analysis) -> dict[int, int]:
    """Index of an entity of the analysis → index of the annotated one that it stands for, as gold/score.py matches them."""
    annotated = [{norm(n) for n in [e["name"], *e["mentions"]]} - {""} for e in document.data["entities"]]
    found = [{norm(n) for n in [e.name, *(m.text for m in e.mentions if m.kind != "anaphor")]} - {""} for e in analysis.entities]
    ranked = sorted(((len(a & f), i, k) for i, a in enumerate(annotated) for k, f in enumerate(found)), reverse=True)
    out: dict[int, int] = {}
    taken: set[int] = set()
    for shared, i, k in ranked:
        if shared and i not in taken and k not in out:
            out[k] = i
            taken.add(i)
    return out
