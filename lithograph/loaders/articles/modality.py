"""Whether a sentence asserts, reports, plans or supposes what a pair of mentions says in it, and whether it denies it.

Small cue rules. A possessive, an apposition or a bare noun group is asserted whatever the sentence hedges ("Nvidia's H20").
"""

from __future__ import annotations

import re

from ...graph.records import Modality
from .pairs import Pair

_NOMINAL = frozenset(
    ["designs", "located_in", "issued_by", "subsidiary_of", "contains", "operates", "successor_of", "competes_with", "listed_on", "owns"]
)
_REPORTED = re.compile(
    r"(?:^| )(?:reportedly|allegedly|rumou?red|rumou?rs?|according to|reports (?:say|said|indicate|indicated|suggest|suggested|claim|"
    r"claimed|that|are)|"
    r"reported (?:that|on|by)|(?:is|are|was|were) (?:said|believed|thought|understood|reported|rumou?red|alleged) to|sources (?:say|"
    r"said|told|familiar|close)|"
    r"(?:people|person|persons|sources|those) (?:familiar|briefed|close|with knowledge)|citing|leaks?|leaked|claims|claimed|allege|"
    r"alleges|alleged|"
    r"unnamed|word is|insiders|media reports?|news reports?|it is said|told reuters|bloomberg (?:reported|reports)|reuters (?:reported|"
    r"reports)|purportedly) "
)
_PLANNED = re.compile(
    r"(?:^| )(?:will|'ll|plan|plans|planned|planning|intend|intends|intended|aims? to|aiming to|set to|slated to|due to|going to|"
    r"scheduled|expected to|expects to|"
    r"is to|are to|agreed to|pledged|pledges|committed to|promised|vowed|upcoming|forthcoming|targeting|proposed|proposes|proposing|"
    r"on track to|"
    r"prepar(?:es|ing) to|wants to|hopes to|seeks to|would|next year|announced plans|roadmap|later this year|later next year|deal to|"
    r"by 20(?:2[6-9]|3\d)) "
)
_POSSIBLE = re.compile(
    r"(?:^| )(?:may|might|could|possibly|potentially|perhaps|considering|considers|weighing|weighs|mulling|mulls|exploring|explores|"
    r"threatened|threatens|"
    r"in talks|discussing|speculat\w+|likely to|if|whether|unless|hypothetical|would consider|open to|looking at|eyeing|possible) "
)
_NEGATED = re.compile(
    r"(?:^| )(?:(?:do|does|did|is|was|are|were|has|have|had|will|would|can|could|should) not (?!only|just)|(?:doesn|didn|don|isn|wasn|"
    r"aren|weren|hasn|haven|won|wouldn|"
    r"couldn|can|shouldn) ' t |cannot |never |no longer |denied |denies |deny |ruled out |refused to |refuses to |declined to |stopped |"
    r"without |neither |rather than |"
    r"not (?!only|just|yet known|immediately|least)|instead of )"
)
_NEGATIVE_SCOPE = frozenset(["restricts", "permits"])
_UNDERWAY = re.compile(
    r"(?:^| )(?:to (?:build|construct|upgrade|expand|open|set up|establish|deploy)|(?:is|are|currently|start|starts|"
    r"started) (?:building|constructing|investing|expanding)|"
    r"building out|breaking ground|broke ground|groundbreaking|planned|announc(?:ed|es|e|ing) (?:a|an|its|plans|that|new|#|\$|the|<\w+>)|"
    r"commitment|committing|lined up|looking to|acquiring|under construction|when (?:completed|finished)|megaproject) "
)
_SLOW = frozenset(("invests_in", "operates"))
"""What is announced long before it holds: an investment, a plant."""
_DESIGNING = re.compile(r"(?:^| )(?:design|develop|build|create|launch|unveil|release|introduce|ship)\w* ")
_BARE = re.compile(
    r"(?:(?:'s|,|\(|-|the|a|an|new|latest|own|of|in|from|and|based|<\w+>|#|most|powerful|advanced|next-generation|flagship|chip|chips) )*"
)


def judge(pair: Pair, predicate: str) -> tuple[Modality, bool]:
    """The modality of a claim in its sentence, and whether it is negated there."""
    if pair.shape in ("nested", "inside"):
        return "asserted", False
    view = pair.view_b or pair.view
    symbols = view.symbols
    if pair.shape == "next":
        scope = _text(symbols)
        return _modality(scope, scope), False
    first, last = pair.a.symbol, pair.b.symbol
    between = _text(symbols[first + 1 : last])
    if predicate in _NOMINAL and _BARE.fullmatch(between):
        return "asserted", False
    if (predicate == "located_in" and pair.a.type == "Firm") or (predicate == "located_in" and pair.b.type == "Firm"):
        return "asserted", False
    clause = _text(symbols[_clause_start(symbols, first) : last])
    whole = clause if predicate in _NOMINAL else _text(symbols)
    if predicate == "designs" and not _DESIGNING.search(between):
        return ("reported" if _REPORTED.search(" " + between) else "asserted"), bool(_NEGATED.search(" " + between))
    if (predicate in _SLOW or (predicate == "located_in" and "Facility" in (pair.a.type, pair.b.type))) and _UNDERWAY.search(
        _text(symbols)
    ):
        return "planned", bool(_NEGATED.search(" " + between))
    negated = bool(_NEGATED.search(" " + between)) and not (
        predicate in _NEGATIVE_SCOPE and re.search(r"(?:^| )(?:without|stopped|refused to) ", between)
    )
    return _modality(clause, whole), negated


def _modality(clause: str, whole: str) -> Modality:
    if _POSSIBLE.search(clause):
        return "possible"
    if _PLANNED.search(clause):
        return "planned"
    if _REPORTED.search(whole):
        return "reported"
    return "asserted"


def _text(symbols: list[str]) -> str:
    return " ".join(symbols) + " "


_BREAKS = frozenset((";", ":", "—", "–", ".", "?", "!"))
_CONNECTIVES = frozenset(("which", "while", "but", "although", "whereas", "who", "though"))


def _clause_start(symbols: list[str], at: int) -> int:
    """A few words before the first mention, no further than the clause."""
    for i in range(at - 1, max(-1, at - 7), -1):
        if symbols[i] in _BREAKS or symbols[i] in _CONNECTIVES:
            return i + 1
    return max(0, at - 6)
