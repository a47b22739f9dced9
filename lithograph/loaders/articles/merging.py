"""Which names of a document mean the same thing: an acronym and what it stands for, a short form and its full name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from .lines import CAP, CODE_SHAPE, Line
from .mentions import Found
from .names import Key, name_text
from .surfaces import core
from .vocabulary import words

Group = tuple[str, list[Found]]
_COMPANY_WORDS = words(
    "semiconductor semiconductors technologies technology electronics microelectronics systems materials networks "
    "industries computing tech instruments foundries corporation international semi devices design cadence platforms "
    "motors energy micro research investment inc rare metals"
)
_SUFFIX_TYPES = frozenset(("Chip", "Product", "Policy", "Technology", "Facility", "Material", "Agency"))
_GOVERNMENT = frozenset(("government", "administration", "govt", "authorities"))
_SKIPPED = words("of and for the on in & to")


def merges(groups: Mapping[Key, Group]) -> list[tuple[Key, Key]]:
    """Pairs (short, full) of keys that mean one thing, surest first."""
    return [*_same(groups), *_brackets(groups), *_initialisms(groups), *_governments(groups), *_short_forms(groups)]


def _same(groups: Mapping[Key, Group]) -> Iterator[tuple[Key, Key]]:
    """One spelling, once with a reference id and once without."""
    first: dict[tuple[str, ...], Key] = {}
    for key, group in sorted(groups.items(), key=lambda kv: (kv[0][0] != "ref", kv[0])):
        for form in _spoken(group):
            if first.setdefault(form, key) != key:
                yield key, first[form]


def _brackets(groups: Mapping[Key, Group]) -> Iterator[tuple[Key, Key]]:
    """A name and what stands in brackets right after it: "Bureau of Industry and Security (BIS)", "Intel (INTC)"."""
    at = {(id(m.line), m.i): key for key, (_, members) in groups.items() for m in members}
    for key, (kind, members) in groups.items():
        for m in members:
            line, j = m.line, m.j
            if j + 2 >= len(line.words) or line.words[j] != "(":
                continue
            inner = j + 1
            while inner < len(line.words) - 1 and line.lower[inner] in ('"', "“", "'", "‘", "the"):
                inner += 1
            other = at.get((id(line), inner))
            if other is None or other == key:
                continue
            ticker = kind == groups[other][0] == "Firm" and line.words[inner].isupper() and line.words[inner + 1] == ")"
            if ticker or _abbreviates(line, m, inner):
                yield other, key


def _abbreviates(line: Line, m: Found, inner: int) -> bool:
    short = "".join(c for c in line.lower[inner] if c.isalnum()).rstrip("s")
    whole = "".join(w for w in line.lower[m.i : m.j] if w[0].isalnum())
    letters = "".join(w[0] for w in line.lower[m.i : m.j] if w[0].isalnum())
    if not short or (short[0] != whole[0] and short[0] not in letters):
        return False
    k = 0
    for c in whole:
        if k < len(short) and c == short[k]:
            k += 1
    return k == len(short) and (short in letters or len(short) <= len(letters) + 1)


def _initialisms(groups: Mapping[Key, Group]) -> Iterator[tuple[Key, Key]]:
    """An acronym of three letters or more and the only name in the document with these initials."""
    by_initials: dict[str, set[Key]] = defaultdict(set)
    for key, (_, members) in groups.items():
        for m in members[:3]:
            words = [w for w, k in zip(m.line.words[m.i : m.j], m.line.kinds[m.i : m.j], strict=True) if k in (CAP, CODE_SHAPE)]
            for end in range(3, len(words) + 1):
                by_initials["".join(w[0].upper() for w in words[:end])].add(key)
    for key, (kind, members) in groups.items():
        m = members[0]
        if m.j - m.i == 1 and m.line.words[m.i].isupper() and len(m.line.words[m.i]) >= 3:
            full = by_initials.get(m.line.words[m.i], set()) - {key}
            if len(full) == 1 and groups[next(iter(full))][0] == kind:
                yield key, next(iter(full))


def _governments(groups: Mapping[Key, Group]) -> Iterator[tuple[Key, Key]]:
    """ "The Biden administration", "federal government", "Chinese authorities": their country."""
    countries = [(key, members) for key, (kind, members) in groups.items() if kind == "Country" and key[0] == "ref"]
    if not countries:
        return
    known = {key[1]: key for key, _ in countries}
    main = max(countries, key=lambda c: (len(c[1]), c[0]))[0]
    for key, (kind, members) in groups.items():
        m = members[0]
        if kind != "Country" or key[0] == "ref" or m.line.lower[m.j - 1] not in _GOVERNMENT:
            continue
        named = [known[h.id] for a, b, hits in m.line.gazetteer if a >= m.i and b <= m.j for h in hits if h.id in known]
        if named:
            yield key, named[0]
        elif m.line.lower[m.j - 1] == "administration" or m.line.lower[m.i] == "federal":
            yield key, known.get("united-states", main)


def _short_forms(groups: Mapping[Key, Group]) -> Iterator[tuple[Key, Key]]:
    """ "M890" of "Zhenwu M890", "Micron" of "Micron Technology", "Diffusion Rule" of "AI Diffusion Rule", "wafer" of "silicon wafer"."""
    words: dict[Key, list[tuple[str, ...]]] = {key: _spoken(group) for key, group in groups.items()}
    by_last: dict[tuple[str, str], list[tuple[Key, tuple[str, ...]]]] = defaultdict(list)
    by_first: dict[str, list[tuple[Key, tuple[str, ...]]]] = defaultdict(list)
    for key, forms in words.items():
        for form in forms:
            by_last[groups[key][0], form[-1]].append((key, form))
            by_first[form[0]].append((key, form))
    for key, forms in words.items():
        kind = groups[key][0]
        for form in forms:
            if kind in _SUFFIX_TYPES and _telling(kind, form):
                longer = [(k, f) for k, f in by_last[kind, form[-1]] if k != key and len(f) > len(form) and f[-len(form) :] == form]
                longer.sort(key=lambda kf: (len(kf[1]), kf[1]))
                if longer and all(f[-len(longer[0][1]) :] == longer[0][1] for _, f in longer):
                    yield key, longer[0][0]
            elif kind == "Firm":
                firms = [
                    (k, f)
                    for k, f in by_first[form[0]]
                    if k != key and len(f) > len(form) and f[: len(form)] == form and groups[k][0] == kind
                ]
                firms = [(k, f) for k, f in firms if all(x in _COMPANY_WORDS for x in f[len(form) :])]
                if len({k for k, _ in firms}) == 1:
                    yield key, firms[0][0]


def _telling(kind: str, form: tuple[str, ...]) -> bool:
    """Whether a short form says enough to be taken for a longer name that ends in it."""
    if kind in ("Policy", "Agency", "Facility"):
        return len(form) > 1
    if kind == "Material":
        return form[-1] in ("wafer", "quartz", "resist", "photoresist", "gas", "earth")
    return any(c.isdigit() for c in "".join(form))


def _spoken(group: Group) -> list[tuple[str, ...]]:
    """The normalised names of a group, without owner and generic noun."""
    kind, members = group
    forms = set()
    for m in members:
        i, j = core(m)
        form = tuple(name_text(" ".join(m.line.words[i:j]), kind).split())
        if form:
            forms.add(form)
    return sorted(forms)
