"""The grammar says what its own examples say, and its packaged form is in step with the YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import marked

from lithograph.errors import InputError
from lithograph.loaders.articles import compile_grammar as compiler
from lithograph.loaders.articles.pairs import sentence_pairs, views
from lithograph.loaders.articles.patterns import FILE, GrammarError, Matcher, compile_form, grammar, inflections

EXAMPLES = [
    pytest.param(item.predicate, pattern.id, sentence, right, id=f"{pattern.id}-{'right' if right else 'wrong'}-{n}")
    for item in compiler.read_grammar()
    for pattern in item.patterns
    for right, sentences in ((True, pattern.right), (False, pattern.wrong))
    for n, sentence in enumerate(sentences)
]


def fired(sentence: str) -> set[tuple[str, str, str, str]]:
    """(pattern, predicate, subject, object) of every match in a marked sentence."""
    matcher, analysis = Matcher(grammar().patterns), marked(sentence)
    out = set()
    for view in views(analysis):
        active = matcher.active(view)
        for pair in sentence_pairs(view):
            for p in matcher.matches(pair, active):
                a, b = analysis.entities[pair.a.entity].name, analysis.entities[pair.b.entity].name
                out.add((p.id, p.predicate, *((a, b) if p.forward else (b, a))))
    return out


@pytest.mark.parametrize(("predicate", "name", "sentence", "right"), EXAMPLES)
def test_a_pattern_matches_its_right_examples_and_not_its_wrong_ones(predicate: str, name: str, sentence: str, right: bool) -> None:
    """Each sentence of the grammar files is run."""
    assert any(f[0] == name for f in fired(sentence)) is right


def test_the_packaged_grammar_is_in_step() -> None:
    """grammar.json is what the YAML files compile to."""
    assert (Path(compiler.__file__).parent / FILE).read_bytes() == compiler.compile_grammar()


def test_a_list_inherits_its_head() -> None:
    """Each member of a list makes the claim that the sentence makes of the list."""
    found = {f[1:] for f in fired("[Firm Norfab] counts customers such as [Firm Veltrix], [Firm Ombra] and [Firm Tarn].")}
    assert {("supplies", "Norfab", firm) for firm in ("Veltrix", "Ombra", "Tarn")} <= found


def test_direction_follows_the_voice() -> None:
    """Active and passive give the same subject."""
    assert ("manufactures", "Norfab", "VX900") in {f[1:] for f in fired("The [Chip VX900] is manufactured by [Firm Norfab].")}
    assert ("manufactures", "Norfab", "VX900") in {f[1:] for f in fired("[Firm Norfab] manufactures the [Chip VX900].")}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("develop", {"develops", "developed", "developing"}),
        ("use", {"uses", "used", "using"}),
        ("supply", {"supplies", "supplied", "supplying"}),
        ("ban", {"bans", "banned", "banning"}),
        ("launch", {"launches", "launched", "launching"}),
    ],
)
def test_inflections(verb: str, forms: set[str]) -> None:
    """Regular verbs inflect as English spells them."""
    assert forms <= set(inflections(verb))


@pytest.mark.parametrize("form", ["{Firm:subject} makes", "{Firm:subject} and {Firm:subject}", "{Chip:object < {Firm:object} …}"])
def test_a_form_without_both_roles_is_refused(form: str) -> None:
    """A pattern names one subject and one object."""
    with pytest.raises(GrammarError):
        compile_form("x", "supplies", form)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """An unknown key gives the file and the key."""
    (tmp_path / "supplies.yaml").write_text("predicate: supplies\ntrigers: []\npatterns: []\n", encoding="utf8")
    with pytest.raises(InputError, match="trigers"):
        compiler.read_grammar(tmp_path)
