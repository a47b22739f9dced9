"""Which spans are offered as mentions, and what the scorer makes of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lithograph.loaders.articles.entities import title_end
from lithograph.loaders.articles.gazetteer import Gazetteer, reference_names
from lithograph.loaders.articles.lines import Line
from lithograph.loaders.articles.mention_features import DocumentCounts, inner, outer, seen
from lithograph.loaders.articles.mentions import find_mentions, layout
from lithograph.loaders.articles.scorer import packaged_weights
from lithograph.loaders.articles.sentences import split_sentences
from lithograph.loaders.articles.spans import candidates
from lithograph.loaders.articles.surfaces import widen
from lithograph.ontology.reference.lexicon import ReferenceName

NAMES = Gazetteer(
    [
        ReferenceName("Veltrix Systems", "veltrix", "Firm"),
        ReferenceName("维创", "veltrix", "Firm", kind="alias"),
        ReferenceName("VX", "vx", "Chip"),
        ReferenceName("Norland", "norland", "Country"),
    ]
)


def line(text: str) -> Line:
    return Line(split_sentences(text)[0], NAMES)


def offered(text: str) -> set[str]:
    one = line(text)
    return {text[one.starts[i] : one.ends[j - 1]] for i, j in candidates(one)}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Veltrix unveiled the VX910C chip.", {"Veltrix", "VX910C", "VX910C chip"}),
        ("It ships the Veltrix AI 7 Pro 450G today.", {"Veltrix AI 7 Pro 450G"}),
        ("Tools such as NVX:2000i need a licence.", {"NVX:2000i", "Tools", "licence"}),
        ("The Office of Chip Security in Norland agreed.", {"Office of Chip Security", "Norland"}),
        ("Veltrix Systems, Inc. grew.", {"Veltrix Systems, Inc."}),
        ("It fears new export controls on gallium.", {"export controls", "gallium"}),
        ("Made on a 7 nm line or a 14-nanometer process.", {"7 nm", "14-nanometer", "14-nanometer process"}),
        ("维创的芯片", {"维创"}),
        ("extreme ultraviolet (EUV) lithography", {"EUV", "lithography"}),
    ],
)
def test_candidates(text: str, expected: set[str]) -> None:
    """Names in any script, codes, runs of capitals, noun phrases with a head noun of the field, lengths."""
    assert expected <= offered(text)


@pytest.mark.parametrize(
    "text, found",
    [
        ("VELTRIX SYSTEMS grew", {"veltrix"}),
        ("veltrix systems grew", set()),
        ("The VX grew", {"vx"}),
        ("The Vx grew", set()),
        ("维创发布", {"veltrix"}),
        ("Veltrix-Systems grew", {"veltrix"}),
    ],
)
def test_gazetteer(text: str, found: set[str]) -> None:
    """Capitals count: a name is not found in small letters, an acronym only in capitals; hyphens do not."""
    assert {hit.id for _, _, hits in line(text).gazetteer for hit in hits} == found


def test_no_name_is_a_feature() -> None:
    """Names enter the features by kind or reference type only, so that the scorer cannot learn a firm by heart."""
    text = "Veltrix Systems and Quorvane sell the VX910C to Norland."
    one = line(text)
    spans = candidates(one)
    counts = DocumentCounts([one], [spans], 0)
    shown = seen(one)
    features = {f for i, j in spans for f in [*inner(one, shown, i, j, counts), *outer(one, shown, i, j, counts)]}
    for name in ("veltrix", "quorvane", "vx910c", "norland"):
        assert not [f for f in features if name in f.lower()]


def test_mentions_do_not_overlap_and_repeat_exactly() -> None:
    """Reading twice gives the same mentions; no token belongs to two."""
    text = "Nvidia's H20 was restricted\n\nThe US Commerce Department requires a licence to ship Nvidia's H20 to China, the chipmaker said."
    sentences = split_sentences(text)
    runs = [find_mentions(layout(sentences, reference_names()), title_end(text, sentences), packaged_weights()) for _ in range(2)]
    first, second = ([(m.start, m.end, m.type, m.probability, m.types) for m in run] for run in runs)
    assert first == second
    assert all(a[1] <= b[0] for a, b in pairwise(first))
    assert all(0 <= m[3] <= 1 for m in first)
    assert {"Nvidia", "H20", "China"} <= {text[a:b] for a, b, *_ in first}


def test_wider_forms() -> None:
    """A description is also meant with its owner and its complements."""
    text = "Norland fears China's new export controls on gallium and germanium for chips."
    sentences = split_sentences(text)
    found = find_mentions(layout(sentences, reference_names()), 0, packaged_weights())
    controls = next(m for m in found if m.words[-1] == "controls")
    widen(controls)
    forms = {text[a:b] for a, b in controls.forms} | {text[controls.start : controls.end]}
    assert {"export controls", "export controls on gallium and germanium"} <= forms
    assert "China's new export controls" in forms
