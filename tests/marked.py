"""Sentences with their mentions marked, "[Firm Veltrix] unveiled the [Chip VX900].", as the analysis of a text. Marks may nest."""

from __future__ import annotations

import re

from lithograph.loaders.articles.analysis import Analysis, DocumentEntity, Mention
from lithograph.loaders.articles.sentences import split_sentences

_MARK = re.compile(r"\[(Firm|Chip|Product|Technology|Material|Facility|Country|Agency|Policy)(~?)(?:=([\w ]+?):)? |\]")


def marked(source: str) -> Analysis:
    """The analysis of the text without its marks.

    One entity for each type and name; `[Firm~ the company]` is an anaphor, `[Firm=Veltrix: the company]` belongs to Veltrix.
    """
    text, at = "", 0
    open_marks: list[tuple[int, str, bool, str | None]] = []
    entities: dict[tuple[str, str], DocumentEntity] = {}
    for m in _MARK.finditer(source):
        text += source[at : m.start()]
        at = m.end()
        if m.group() != "]":
            open_marks.append((len(text), m.group(1), bool(m.group(2)), m.group(3)))
            continue
        start, kind, anaphor, owner = open_marks.pop()
        surface = text[start:]
        name = owner or surface
        entity = entities.setdefault((kind, name), DocumentEntity(name, kind))
        how = "anaphor" if anaphor or owner else "name" if surface[0].isupper() else "description"
        entity.mentions.append(Mention(start, start + len(surface), surface, kind, how))
    text += source[at:]
    order = sorted(entities.values(), key=lambda e: (e.mentions[0].start, -e.mentions[0].end))
    return Analysis(text, split_sentences(text), order)
