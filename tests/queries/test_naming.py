"""From what a user types to the entity that is meant: what counts as the same name, what is completed or mended, and what never is."""

from __future__ import annotations

import pytest
from build import document, entity, says, write

from lithograph.errors import AmbiguousEntityError, UnknownEntityError
from lithograph.graph.store import Store
from lithograph.queries.naming import resolve


@pytest.fixture
def named(store: Store) -> Store:
    """A store of names that are easily taken for each other."""
    cast = (
        entity("Acme Foundry", "acme", names=("艾克米", "AFC", "Акме")),
        entity("H20", "nv-h20", names=("Nvidia H20",)),
        entity("H200", "nv-h200", type_="Chip"),
        entity("H100", "nv-h100"),
        entity("Ascend 910B", "ascend-910b", names=("昇腾910B",)),
        entity("Phoenix", "phoenix-us"),
        entity("Phoenix", "phoenix-cn"),
        entity("Phoenix Tower", "tower"),
        entity("Sunway Micro", "sunway-1"),
        entity("Sunway Macro", "sunway-2"),
        entity("China", "china"),
    )
    return write(store, document("a", says("Lonely Works", "supplies", "Acme Foundry"), entities=cast))


@pytest.mark.parametrize(
    "typed, id_",
    [
        ("acme", "acme"), ("id:acme", "acme"), ("Acme Foundry", "acme"), ("ACME FOUNDRY CO., LTD.", "acme"), ("the acme foundry", "acme"),
        ("艾克米", "acme"), ("艾克米有限公司", "acme"), ("afc", "acme"), ("АКМЕ", "acme"), ("nvidia h20", "nv-h20"), ("H20", "nv-h20"),
        ("h200", "nv-h200"), ("ａｃｍｅ ｆｏｕｎｄｒｙ", "acme"), ("Ascend 910b", "ascend-910b"), ("firm:lonely-works", "firm:lonely-works"), ("CHINA", "china"),
    ],
)  # fmt: skip
def test_an_id_a_name_or_an_alias_is_exact(named: Store, typed: str, id_: str) -> None:
    """Case, width, script, articles and legal forms don't matter, and nothing needs a note."""
    found = resolve(named, typed, correct=False)
    assert found.entity.id == id_
    assert found.note is None


@pytest.mark.parametrize("typed", ["Phoenix", "phoenix"])
def test_a_name_of_several_lists_them_with_their_ids(named: Store, typed: str) -> None:
    with pytest.raises(AmbiguousEntityError) as raised:
        resolve(named, typed)
    assert raised.value.candidates == ("phoenix-cn", "phoenix-us")
    assert "id:phoenix-cn" in str(raised.value)
    assert "give the id" in str(raised.value)


@pytest.mark.parametrize("typed, id_", [("Lonely", "firm:lonely-works"), ("910B", "ascend-910b"), ("foundry acm", "acme")])
def test_a_part_of_one_name_is_completed_with_a_note(named: Store, typed: str, id_: str) -> None:
    found = resolve(named, typed)
    assert found.entity.id == id_
    assert found.note is not None
    assert f"'{typed}' taken for" in found.note
    assert f"id:{id_}" in found.note


def test_a_part_of_several_names_lists_them(named: Store) -> None:
    with pytest.raises(AmbiguousEntityError, match=r"Sunway Macro.*Sunway Micro|Sunway Micro.*Sunway Macro"):
        resolve(named, "Sunway")


@pytest.mark.parametrize("typed, id_", [("Acme Foundri", "acme"), ("Lonley Works", "firm:lonely-works"), ("Chinaa", "china")])
def test_a_misspelt_word_is_mended_where_one_entity_fits(named: Store, typed: str, id_: str) -> None:
    found = resolve(named, typed)
    assert found.entity.id == id_
    assert found.note is not None
    assert "taken for" in found.note


def test_a_misspelt_word_that_fits_two_is_not_mended(named: Store) -> None:
    with pytest.raises(UnknownEntityError, match="Sunway Micro") as raised:
        resolve(named, "Sunway Mcro")
    assert "Sunway Macro" in str(raised.value)


@pytest.mark.parametrize("typed", ["H21", "H201", "H2O0", "H10", "H1000", "Ascend 910C", "Ascend 91", "昇腾910", "nv-h2", "H"])
def test_codes_are_never_corrected_nor_completed(named: Store, typed: str) -> None:
    """H20, H200 and H100 are one key apart."""
    with pytest.raises((UnknownEntityError, AmbiguousEntityError)):
        resolve(named, typed)


def test_h20_is_not_taken_for_h200_where_only_that_is_known(store: Store) -> None:
    write(store, document("a", entities=(entity("H200", "nv-h200", type_="Chip"),)))
    with pytest.raises(UnknownEntityError, match=r"no entity goes by 'H20'; did you mean H200 \(Chip, id:nv-h200\)\?"):
        resolve(store, "H20")


@pytest.mark.parametrize("typed", ["Lonely", "Lonley Works", "Acme Foundri"])
def test_where_mistakes_are_dear_nothing_is_completed_or_mended(named: Store, typed: str) -> None:
    with pytest.raises((UnknownEntityError, AmbiguousEntityError), match="id:"):
        resolve(named, typed, correct=False)


@pytest.mark.parametrize("typed", ["Zzyzx Qqq", "???", "", "  ", "id:acm", 'a"b', "%", "_"])
def test_what_nobody_is_called_is_unknown(named: Store, typed: str) -> None:
    with pytest.raises(UnknownEntityError, match="lithograph search"):
        resolve(named, typed)


def test_a_name_with_a_word_of_its_own_wins_over_an_alias(store: Store) -> None:
    """Two go by the name, but only one is shown by it."""
    cast = (entity("Delta", "delta"), entity("Epsilon", "epsilon", names=("Delta",)))
    write(store, document("a", entities=cast))
    assert resolve(store, "Delta").entity.id == "delta"


def test_a_joined_id_still_leads_to_the_entity(store: Store) -> None:
    write(store, document("a", says("Acme", "supplies", "Beta")), document("b", entities=(entity("Acme", "acme"),)))
    assert resolve(store, "firm:acme").entity.id == "acme"
