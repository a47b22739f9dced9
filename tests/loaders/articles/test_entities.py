"""Which mentions are one thing, whose thing it is, and what stands for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lithograph.loaders.articles.analysis import Analysis, DocumentEntity
from lithograph.loaders.articles.entities import analyse

ALIBABA = (
    "Alibaba's AI chip rivals Nvidia's H20\n\n"
    "Alibaba Group Holding Limited has built a new AI chip. Alibaba said its AI chip can replace Nvidia's H20. "
    "The company will use its homegrown AI chips in its data centres. Alibaba Cloud, a unit of Alibaba, sells the service in China.\n\n"
    "Baidu also has a chip. Baidu's AI chip is made by Samsung, and Chinese firms buy it."
)


def entity(analysis: Analysis, form: str) -> DocumentEntity:
    return next(e for e in analysis.entities if any(m.text == form and m.kind != "anaphor" for m in e.mentions))


def forms(e: DocumentEntity) -> set[str]:
    return {m.text for m in e.mentions if m.kind != "anaphor"}


def test_full_name_and_short_name_are_one_firm() -> None:
    """A legal form does not make another firm; a subsidiary whose name begins alike is one of its own."""
    analysis = analyse(ALIBABA)
    alibaba = entity(analysis, "Alibaba")
    assert (alibaba.name, alibaba.type, alibaba.id) == ("Alibaba Group Holding Limited", "Firm", "alibaba")
    assert entity(analysis, "Alibaba Cloud") is not alibaba


def test_a_description_belongs_to_its_owner() -> None:
    """ "Alibaba's AI chip", "its AI chip" and "its homegrown AI chips" are one chip; Baidu's is another."""
    analysis = analyse(ALIBABA)
    chip = entity(analysis, "AI chip")
    assert (chip.name, chip.type, chip.id) == ("Alibaba's AI chip", "Chip", "chip:alibaba:ai-chip")
    assert chip.owner is not None
    assert analysis.entities[chip.owner] is entity(analysis, "Alibaba")
    assert {"Alibaba's AI chip", "its AI chip"} <= forms(chip)
    others = [e for e in analysis.entities if e.type == "Chip" and e.owner is not None and e is not chip]
    assert all("baidu" in (e.id or "") for e in others)
    assert all(m.kind == "description" for m in chip.mentions if m.kind != "anaphor")


def test_countries_by_demonym() -> None:
    """ "Chinese" is a mention of China."""
    china = entity(analyse(ALIBABA), "China")
    assert (china.type, china.id) == ("Country", "china")
    assert "Chinese" in forms(china)


def test_anaphors_point_back() -> None:
    """ "The company" stands for the firm that led the sentence before; it is marked so that it is never printed as a name."""
    analysis = analyse(ALIBABA)
    anaphors = {m.text for m in entity(analysis, "Alibaba").mentions if m.kind == "anaphor"}
    assert "The company" in anaphors
    assert "The company" not in {f for e in analysis.entities for f in forms(e)}


def test_acronym_in_brackets() -> None:
    """A name and its acronym are one, also where the acronym comes alone later."""
    text = "The Bureau of Industry and Security (BIS) added the firm to the Entity List. BIS said that Huawei needs a licence."
    bureau = entity(analyse(text), "BIS")
    assert bureau.type == "Agency"
    assert "Bureau of Industry and Security" in forms(bureau)


def test_codes_keep_apart() -> None:
    """H20 and H200 are two chips; "H20 chips" is H20."""
    analysis = analyse("Nvidia sells H20 chips in China. Nvidia's H200 is faster than the H20. The US restricts the H200.")
    assert entity(analysis, "H20") is not entity(analysis, "H200")
    assert {"H20", "H20 chips"} <= forms(entity(analysis, "H20"))


FRAGMENTS = "Nvidia Alibaba H20 H200 chip chips its the company US China controls on of and export 's , . ( ) \n | - TSMC 英伟达 AI it new"


@given(st.lists(st.sampled_from(FRAGMENTS.split()), max_size=60).map(" ".join))
def test_every_mention_is_in_the_text(text: str) -> None:
    """Offsets hold, names are unique and not empty, owners exist and differ, for any mixture of words."""
    analysis = analyse(text)
    assert len({e.name for e in analysis.entities}) == len(analysis.entities)
    for k, e in enumerate(analysis.entities):
        assert e.name
        assert e.mentions
        assert e.owner is None or (0 <= e.owner < len(analysis.entities) and e.owner != k)
        for m in e.mentions:
            assert text[m.start : m.end] == m.text
            assert m.text
            assert 0 <= m.probability <= 1
