"""From pairs of mentions to claims: lists, neighbours, features without names, the grammar alone, calibration."""

from __future__ import annotations

import pytest
from marked import marked

from lithograph.loaders.articles.claim_features import labels, stem
from lithograph.loaders.articles.claims import ClaimWeights, PairScorer, calibrated, candidates, packaged_scorer, pairs
from lithograph.loaders.articles.pairs import neighbour_pairs, sentence_pairs, views
from lithograph.ontology.model import ontology


def grammar_claims(sentence: str) -> set[tuple[str, str, str]]:
    """What the grammar alone reads with a confidence of one half or more."""
    analysis = marked(sentence)
    names = [e.name for e in analysis.entities]
    return {(names[c.subject], c.predicate, names[c.object]) for c in candidates(analysis, None) if c.confidence >= 0.5}


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("[Firm Veltrix] unveiled the [Chip VX900].", ("Veltrix", "designs", "VX900")),
        ("The [Chip VX900] is manufactured by [Firm Norfab].", ("Norfab", "manufactures", "VX900")),
        ("[Firm Kestrel], a key supplier to [Firm Veltrix], fell.", ("Kestrel", "supplies", "Veltrix")),
        ("[Firm Tarn] depends heavily on [Firm Veltrix].", ("Tarn", "depends_on", "Veltrix")),
        ("The [Chip Q7] is on par with the [Chip VX800].", ("Q7", "comparable_to", "VX800")),
        ("[Firm Ombra] was added to the [Policy Restricted List].", ("Ombra", "listed_on", "Restricted List")),
    ],
)
def test_the_grammar_works_alone(sentence: str, claim: tuple[str, str, str]) -> None:
    """Without weights a pattern that holds makes the claim."""
    assert claim in grammar_claims(sentence)


def test_every_label_is_a_legal_signature() -> None:
    """No pair is scored for what the ontology forbids."""
    known = ontology()
    for a in known.concrete_classes():
        for b in known.concrete_classes():
            for label in labels(a, b):
                predicate, direction = label.split(":")
                assert known.allows(*((a, predicate, b) if direction == "f" else (b, predicate, a)))


def test_a_symmetric_predicate_has_one_direction() -> None:
    """competes_with is scored once for a pair."""
    assert [x for x in labels("Firm", "Firm") if x.startswith("competes_with")] == ["competes_with:f"]


def test_no_name_is_a_feature() -> None:
    """Mentions stand as types; an unknown capitalised word is `<x>`."""
    text = "Yesterday the engineers of Zyxland praised how [Firm Veltrix] builds its [Chip VX900] and [Firm Norfab] helps."
    seen = {f for _, _, found, _ in pairs(marked(text)) for f in found}
    assert seen
    assert not [f for f in seen if any(name in f.lower() for name in ("veltrix", "vx900", "norfab", "zyxland"))]


def test_no_feature_holds_more_than_two_words() -> None:
    """Weights cannot remember a document's sentences."""
    text = "[Firm Veltrix] has been shipping large volumes of the very latest [Chip VX900] boards to [Firm Tarn] since spring."
    for _, _, found, _ in pairs(marked(text)):
        assert all(len(f.split(":", 1)[-1].split(" ")) <= 2 for f in found if f.startswith(("b", "p", "q", "w")))


def test_members_of_a_list_see_the_same_words() -> None:
    """The pair of the head and each member has the words between the head and the list."""
    view = views(marked("[Firm Norfab] builds parts for [Firm Veltrix], [Firm Ombra] and [Firm Tarn]."))[0]
    assert view.chains == [(4, 8)]
    assert [s.chain for s in view.spans] == [-1, 0, 0, 0]


def test_a_mention_inside_another_makes_a_nested_pair() -> None:
    """ "Veltrix accelerators": the firm lies inside the chip's words."""
    shapes = {p.shape for p in sentence_pairs(views(marked("Customs seized [Chip [Firm Veltrix] accelerators] at the port."))[0])}
    assert shapes == {"nested"}


def test_neighbours_are_paired_where_the_second_lacks_a_subject() -> None:
    """A heading with a firm, a list item with a chip."""
    left, right = views(marked("[Firm Veltrix] roadmap:\n\n- [Chip VX950] in 2027"))
    assert [(p.a.type, p.b.type) for p in neighbour_pairs(left, right)] == [("Firm", "Chip")]


def test_the_company_is_the_owner_of_the_arm_named_before() -> None:
    """ "Its cloud arm X grew. The company …" goes on about the owner."""
    second = views(marked("[Firm Tarn] rose. [Firm=Tarn: Its] [Firm Tarn Compute] grew. [Firm=Tarn Compute: The company] hired."))[2]
    assert second.spans[0].entity == 0


def test_scores_are_rounded_and_sum_over_features() -> None:
    """Bias and weights in thousandths through the logistic function, to six decimals."""
    scorer = PairScorer(ClaimWeights(("designs:f", "uses:f"), (-1000, -2000), {"a": (0, 1500), "b": (0, 500, 1, -250)}, {}, (), 0.5, 0.0))
    assert scorer.scores(("uses:f", "designs:f"), ["a", "b", "unknown"]) == [0.095349, 0.731059]


def test_calibration_is_linear_between_points_and_flat_outside() -> None:
    """The table of the weights."""
    table = ((-2.0, 0.1), (0.0, 0.3), (2.0, 0.9))
    assert [calibrated(x, table) for x in (-5, -2, -1, 1, 2, 9)] == [0.1, 0.1, 0.2, 0.6, 0.9, 0.9]


def test_the_packaged_weights_are_sound() -> None:
    """Monotone calibration, a threshold above the floor, labels of the ontology, no long feature."""
    scorer = packaged_scorer()
    assert scorer is not None
    weights = scorer.weights
    confidences = [y for _, y in weights.calibration]
    assert confidences == sorted(confidences)
    assert 0 < weights.floor < weights.threshold < 1
    assert {label.split(":")[0] for label in weights.labels} <= set(ontology().relations)
    assert not [f for f in weights.pair if len(f.split(":", 1)[-1].split(" ")) > 2]


@pytest.mark.parametrize(
    ("word", "root"), [("developing", "develop"), ("restrictions", "restriction"), ("supplies", "suppl"), ("chip", "chip")]
)
def test_stems(word: str, root: str) -> None:
    """A crude stem, the same for every inflection."""
    assert stem(word) == root
