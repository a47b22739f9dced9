"""Words that stand for an entity named before ("it", "the company", "the US firm", "these rules"): mentions of kind "anaphor"."""

from __future__ import annotations

from bisect import bisect_right

from .analysis import DocumentEntity, Mention
from .lines import FUNC, SIGN, Line
from .vocabulary import words

_FIRM_NOUNS = words(
    "company firm chipmaker giant maker startup start-up group conglomerate manufacturer designer foundry chipmakers "
    "supplier developer corporation business toolmaker tech-giant titan vendor"
)
_NOUNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_FIRM_NOUNS, ("Firm",)),
    **dict.fromkeys(
        words("rule rules regulation regulations controls restrictions curbs measure measures ban tariffs tariff sanctions law act"),
        ("Policy",),
    ),
    **dict.fromkeys(words("chip processor accelerator gpu semiconductor"), ("Chip",)),
    **dict.fromkeys(words("ministry agency department bureau regulator commission"), ("Agency",)),
    **dict.fromkeys(words("plant factory facility fab site"), ("Facility",)),
    **dict.fromkeys(words("model tool machine software platform system"), ("Product",)),
}
_PRONOUNS: dict[str, tuple[str, ...]] = {
    "it": ("Firm", "Country", "Agency", "Chip", "Policy", "Product"),
    "its": ("Firm", "Country", "Agency", "Chip", "Product"),
    "they": ("Firm",),
    "their": ("Firm",),
    "itself": ("Firm", "Country"),
}
_WINDOW = 3
_FUNCTION_DETERMINERS = frozenset(("the", "this", "these", "that"))


def add_anaphors(text: str, lines: list[Line], entities: list[DocumentEntity]) -> None:
    """Add the anaphors of a document to its entities, each resolved to the nearest fitting entity that leads its sentence."""
    marks = sorted((m.start, -m.end, k) for k, e in enumerate(entities) for m in e.mentions)
    starts = [m[0] for m in marks]
    added: list[tuple[int, Mention]] = []
    for line in lines:
        for i, word in enumerate(line.lower):
            j, types = _anaphor(line, i, word)
            if not types:
                continue
            start, end = line.starts[i], line.ends[j - 1]
            if _inside(marks, starts, start, end):
                continue
            k = _antecedent(line, lines, start, types, marks, starts, entities)
            if k is not None:
                added.append((k, Mention(start, end, text[start:end], entities[k].type, "anaphor", 0.5, entities[k].id)))
                place = bisect_right(starts, start)
                marks.insert(place, (start, -end, k))
                starts.insert(place, start)
    for k, mention in added:
        entities[k].mentions.append(mention)
    for entity in entities:
        entity.mentions.sort(key=lambda m: (m.start, -m.end))


def _anaphor(line: Line, i: int, word: str) -> tuple[int, tuple[str, ...]]:
    """The end of the anaphor that begins at a token and the types it may stand for; no types where there is none."""
    if word in _PRONOUNS:
        return i + 1, _PRONOUNS[word]
    if word not in _FUNCTION_DETERMINERS:
        return i, ()
    for j in range(i + 1, min(i + 6, len(line.words))):
        if line.kinds[j] in (FUNC, SIGN) and not (line.words[j] in "-–" and line.glued(j)):
            return i, ()
        types = _NOUNS.get(line.lower[j])
        ends = j + 1 >= len(line.words) or line.kinds[j + 1] != "WORD" or line.lower[j + 1] not in _NOUNS
        if types and ends:
            if types != ("Firm",) and word == "the" and j > i + 1:
                return i, ()
            return j + 1, types
    return i, ()


def _inside(marks: list[tuple[int, int, int]], starts: list[int], start: int, end: int) -> bool:
    at = bisect_right(starts, start)
    return any(s <= start < -e and not (s == start and -e > end) for s, e, _ in marks[max(0, at - 4) : at])


def _antecedent(
    line: Line,
    lines: list[Line],
    start: int,
    types: tuple[str, ...],
    marks: list[tuple[int, int, int]],
    starts: list[int],
    entities: list[DocumentEntity],
) -> int | None:
    """The first fitting entity of the same sentence before the anaphor, else of the nearest earlier sentence that has one."""
    index = line.sentence.index
    end = start
    for back in range(_WINDOW + 1):
        if index - back < 0:
            break
        left = lines[index - back].sentence.start
        first, last = bisect_right(starts, left - 1), bisect_right(starts, end - 1)
        fitting = [marks[x][2] for x in range(first, last) if entities[marks[x][2]].type in types]
        firms = [k for k in fitting if entities[k].type == "Firm"]
        if fitting:
            return firms[0] if firms and "Firm" in types else fitting[0]
        end = left
    return None
