"""Modality and negation of a claim in its sentence."""

from __future__ import annotations

import pytest
from marked import marked

from lithograph.loaders.articles.modality import judge
from lithograph.loaders.articles.pairs import sentence_pairs, views


def judged(sentence: str, predicate: str) -> tuple[str, bool]:
    """Modality and negation of the first pair of a marked sentence."""
    analysis = marked(sentence)
    pair = next(sentence_pairs(views(analysis)[0]))
    return judge(pair, predicate)


@pytest.mark.parametrize(
    ("sentence", "predicate", "expected"),
    [
        ("[Firm Norfab] supplies [Firm Veltrix] with memory.", "supplies", "asserted"),
        ("[Firm Norfab] will supply [Firm Veltrix] with memory.", "supplies", "planned"),
        ("[Firm Norfab] plans to invest $4 billion in [Firm Ombra].", "invests_in", "planned"),
        ("[Firm Norfab] may supply [Firm Veltrix] with memory.", "supplies", "possible"),
        ("[Country Freedonia] is considering a ban on [Chip Q7] parts.", "restricts", "possible"),
        ("[Firm Norfab] reportedly supplies [Firm Veltrix].", "supplies", "reported"),
        ("According to people familiar with the matter, [Firm Tarn] ordered 9,000 [Chip Q7] boards.", "uses", "reported"),
        ("[Chip Q7] is said to be on par with the [Chip VX900].", "comparable_to", "reported"),
        ("Regulators may yet act, though [Firm Veltrix]'s [Chip VX900] sells well.", "designs", "asserted"),
        ("[Firm Ombra], based in [Country Freedonia], may move.", "located_in", "asserted"),
        ("The [Policy [Country Freedonian] rule] could change.", "issued_by", "asserted"),
    ],
)
def test_modality(sentence: str, predicate: str, expected: str) -> None:
    """Cues near the pair decide; a possessive or a bare noun group is asserted whatever stands around it."""
    assert judged(sentence, predicate)[0] == expected


@pytest.mark.parametrize(
    ("sentence", "predicate", "negated"),
    [
        ("[Firm Norfab] no longer supplies [Firm Veltrix].", "supplies", True),
        ("[Firm Norfab] does not supply [Firm Veltrix].", "supplies", True),
        ("[Firm Norfab] doesn't supply [Firm Veltrix].", "supplies", True),
        ("[Firm Norfab] denied that it had used the [Chip Q7].", "uses", True),
        ("[Firm Norfab] not only supplies [Firm Veltrix] but owns it.", "supplies", False),
        ("[Firm Norfab] supplies [Firm Veltrix], which does not comment.", "supplies", False),
    ],
)
def test_negation(sentence: str, predicate: str, negated: bool) -> None:
    """Narrow rules: only what stands between the two mentions."""
    assert judged(sentence, predicate)[1] is negated
