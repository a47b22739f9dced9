"""The article reader: from a text to the records of what it says, each with its exact quote. Deterministic, without network."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...graph.records import Amount, Attribute, Claim, EntityRecord
from ...ontology.model import ontology
from .analysis import Analysis, DocumentEntity
from .attributes import Found, attributes
from .claims import Candidate, PairScorer, candidates, packaged_scorer
from .dates import Dated, dates, nearest
from .entities import analyse
from .modality import judge
from .pairs import Pair, View, views
from .quantities import Quantity, quantities, speaks_of_yuan

READER = "articles/1"
DEFAULT_THRESHOLD = 0.5
_ITEM_TYPES = frozenset(("Chip", "Product", "Technology", "Material"))
_STAKE = re.compile(r"stake|share|interest|holding|owns?|owned|percent of|% of", re.I)
_SPACE = re.compile(r"[^\w]+")

Records = tuple[tuple[EntityRecord, ...], tuple[Claim, ...], tuple[Attribute, ...]]


def read(text: str, *, document: str, date: str | None = None, min_confidence: float | None = None) -> Records:
    """What a text says: its entities, claims and attributes, sorted.

    `document` is the id that the records refer to, `date` the day of publication, against which "last month" is read.
    Without `min_confidence` the default threshold of the weights applies; with 0 every candidate is given.
    """
    return records(analyse(text), document=document, date=date, min_confidence=min_confidence)


def default_threshold(scorer: PairScorer | None) -> float:
    """The confidence from which a claim is given by default."""
    return scorer.weights.threshold if scorer else DEFAULT_THRESHOLD


def records(
    analysis: Analysis,
    *,
    document: str,
    date: str | None = None,
    min_confidence: float | None = None,
    scorer: PairScorer | None = None,
    grammar_alone: bool = False,
) -> Records:
    """The records of an analysed text; `scorer` holds the packaged weights unless given, and is left aside with `grammar_alone`."""
    scorer = None if grammar_alone else scorer or packaged_scorer()
    least = default_threshold(scorer) if min_confidence is None else min_confidence
    printed = [any(m.kind != "anaphor" for m in e.mentions) for e in analysis.entities]
    writer = _Writer(analysis, document, date)
    kept = [c for c in candidates(analysis, scorer, writer.views) if c.confidence >= least and printed[c.subject] and printed[c.object]]
    claims = sorted((r for c in kept for r in writer.claims(c)), key=_claim_order)
    found = [f for f in writer.attributes() if f[0].confidence >= min(least, DEFAULT_THRESHOLD) and printed[f[0].entity]]
    found.sort(key=lambda f: (f[0].start, f[0].end, f[0].attribute, writer.names[f[0].entity]))
    values = [writer.attribute(f, view) for f, view in found]
    entities = sorted((writer.entity(i) for i, p in enumerate(printed) if p), key=lambda e: (e.type, e.name))
    return tuple(entities), tuple(claims), tuple(values)


def _claim_order(c: Claim) -> tuple[int, int, str, str, str, str, float]:
    return (
        c.start or 0,
        c.end or 0,
        c.predicate,
        c.subject,
        c.object,
        (c.amount.unit or "") if c.amount else "",
        c.amount.value if c.amount else 0.0,
    )


class _Writer:
    """Turns candidates of one analysis into records."""

    def __init__(self, analysis: Analysis, document: str, date: str | None) -> None:
        self.analysis, self.document, self.date = analysis, document, date
        self.text = analysis.text
        self.views = views(analysis)
        self.yuan = speaks_of_yuan(self.text)
        self.names = [e.name for e in analysis.entities]
        self.ids = [_id(e, document) for e in analysis.entities]
        self._amounts: dict[int, list[Quantity]] = {}
        self._dates: dict[int, list[Dated]] = {}

    def entity(self, index: int) -> EntityRecord:
        """The record of an entity with its printed forms in order of appearance."""
        e = self.analysis.entities[index]
        forms = tuple(dict.fromkeys(m.text for m in e.mentions if m.kind != "anaphor"))
        return EntityRecord(self.document, e.type, e.name, self.ids[index], forms)

    def amounts(self, view: View) -> list[Quantity]:
        """The amounts of a sentence, read once."""
        start = view.sentence.start
        if start not in self._amounts:
            self._amounts[start] = quantities(self.text, start, view.sentence.end, yuan=self.yuan)
        return self._amounts[start]

    def dates(self, view: View) -> list[Dated]:
        """The dates of a sentence, read once."""
        start = view.sentence.start
        if start not in self._dates:
            self._dates[start] = dates(self.text, start, view.sentence.end, self.date)
        return self._dates[start]

    def claims(self, candidate: Candidate) -> Iterator[Claim]:
        """The claim of a candidate on its best evidence; of an investment one for each distinct amount that its evidence states."""
        best = candidate.evidence[0]
        sums = self._sums(candidate) if candidate.predicate == "invests_in" else []
        if not sums:
            yield self._claim(candidate, best.pair)
        for pair, q in sums:
            yield msgspec.structs.replace(self._claim(candidate, pair), amount=Amount(q.value, q.unit))

    def _claim(self, candidate: Candidate, pair: Pair) -> Claim:
        start, end = pair.view.sentence.start, (pair.view_b or pair.view).sentence.end
        modality, negated = judge(pair, candidate.predicate)
        item = self._item(pair) if candidate.predicate == "supplies" else None
        subject, object_ = candidate.subject, candidate.object
        if ontology().relations[candidate.predicate].symmetric and pair.a.entity == object_:
            subject, object_ = object_, subject
        return Claim(
            self.document,
            self.names[subject],
            candidate.predicate,
            self.names[object_],
            negated=negated,
            modality=modality,
            date=self._date(pair),
            share=self._share(pair, candidate.predicate),
            item=self.names[item] if item is not None else None,
            quote=self.text[start:end],
            start=start,
            end=end,
            confidence=round(candidate.confidence, 3),
            subject_id=self.ids[subject],
            object_id=self.ids[object_],
            item_id=self.ids[item] if item is not None else None,
        )

    def _sums(self, candidate: Candidate) -> list[tuple[Pair, Quantity]]:
        """The distinct amounts of an investment, each with its pair: sentences that state one in two currencies come first."""
        least = max(candidate.evidence[0].score / 3, 0.05)
        stated = [(e.pair, self._money(e.pair)) for e in candidate.evidence if e.score >= least]
        stated.sort(key=lambda s: -len(s[1]))
        out: dict[tuple[float, str | None], tuple[Pair, Quantity]] = {}
        for pair, found in stated:
            for q in found:
                out.setdefault((q.value, q.unit), (pair, q))
        return list(out.values())

    def _money(self, pair: Pair) -> list[Quantity]:
        """The amount nearest to a pair, with its restatement in another currency."""
        found = [q for q in self.amounts(pair.view) if q.kind == "money"]
        if not found:
            return []
        left, right = sorted((pair.a.mention.start, pair.b.mention.start))
        best = min(range(len(found)), key=lambda i: (max(found[i].start - right, left - found[i].end, 0), -found[i].start))
        first = best
        while found[first].twin:
            first -= 1
        last = first + 1
        while last < len(found) and found[last].twin:
            last += 1
        return found[first:last]

    def _share(self, pair: Pair, predicate: str) -> float | None:
        if predicate not in ("owns", "depends_on", "supplies"):
            return None
        found = [q for q in self.amounts(pair.view) if q.kind == "percent" and 0 < q.value <= 100]
        if not found or (predicate == "owns" and not _STAKE.search(self.text, pair.view.sentence.start, pair.view.sentence.end)):
            return None
        if predicate == "supplies" and not re.search(r"of (?:its|their|the|all)\b", self.text[found[0].end : found[0].end + 12]):
            return None
        return found[0].value

    def _item(self, pair: Pair) -> int | None:
        """What is supplied: the nearest thing between the two firms, else the first after them."""
        if pair.shape != "flat":
            return None
        things = [s for s in pair.view.spans if s.type in _ITEM_TYPES]
        between = [s for s in things if pair.a.last <= s.first and s.last <= pair.b.first]
        if between:
            return between[-1].entity
        after = [s for s in things if pair.b.last <= s.first <= pair.b.last + 8]
        return after[0].entity if after else None

    def _date(self, pair: Pair) -> str | None:
        view = pair.view_b or pair.view
        return nearest(self.dates(view), pair.a.mention.start, pair.b.mention.end)

    def attributes(self) -> Iterator[tuple[Found, View]]:
        """Every attribute of the text with its sentence; the surest where one is stated twice."""
        best: dict[tuple[int, str, float, str | None], tuple[Found, View]] = {}
        before: View | None = None
        for view in self.views:
            found = self.amounts(view)
            if found:
                for f in attributes(view, before, found, self.text):
                    key = (f.entity, f.attribute, f.value, f.unit)
                    if key not in best or f.confidence > best[key][0].confidence:
                        best[key] = (f, view)
            before = view
        yield from best.values()

    def attribute(self, f: Found, view: View) -> Attribute:
        """The record of a value."""
        start, end = view.sentence.start, view.sentence.end
        return Attribute(
            self.document,
            self.names[f.entity],
            f.attribute,
            f.value,
            unit=f.unit,
            market=f.market,
            period=f.period,
            date=nearest(self.dates(view), f.start, f.end),
            quote=self.text[start:end],
            start=start,
            end=end,
            confidence=round(min(f.confidence, 0.9), 3),
            subject_id=self.ids[f.entity],
        )


def _id(entity: DocumentEntity, document: str) -> str | None:
    """The entity's own id; a purely descriptive one without an owner stays local to its document."""
    if entity.id is not None or entity.owner is not None or any(m.kind == "name" for m in entity.mentions):
        return entity.id
    return f"local:{document[:12]}:{_SPACE.sub('-', entity.name.casefold()).strip('-')}"
