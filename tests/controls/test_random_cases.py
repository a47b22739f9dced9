"""Whatever a case says, there is an answer, and it is consistent with itself."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lithograph.ontology.controls.model import controls
from lithograph.queries.controls.cases import answer_case
from lithograph.queries.controls.describe import CLASSES

PLACES = st.sampled_from(["US", "CN", "HK", "MO", "TW", "KR", "NL", "SG", "AE", "SA", "IN", "CH", "RU", "KH", "IL", "JP", "VN", "CU"])
FIRMS = st.sampled_from(sorted(controls().parties))
DAYS = st.dates(min_value=datetime.date(2018, 1, 1), max_value=datetime.date(2029, 12, 31)).map(str)
LISTED = st.sampled_from([None, {"list": "entity_list", "since": None}, {"list": "unverified_list", "since": "2020-01-01"}])
SHARES = st.sampled_from([None, 10, 30, 49.9, 50, 60, 100])
STATUS = {"no_licence_required", "licence_required", "licence_exception", "prohibited", "undetermined"}


def _some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


ORIGIN = _some(country=PLACES, fdpr=st.booleans(), us_parts=st.booleans())
SPEC = _some(
    material=st.sampled_from(["gallium", "germanium", "tin"]),
    model=st.sampled_from(["NXT:1980i", "NXE:3600D", "unheard of"]),
    eccn=st.sampled_from(["EAR99", "3B001", "3A090.a", "3A001", "3B991"]),
    node_nm=st.sampled_from([3, 16, 28]),
    transistor_count=st.sampled_from([1e9, 28e9, 32e9, 38e9]),
    hbm=st.booleans(),
    packaged_by=st.sampled_from(["front_end_fabricator", "approved_osat"]),
    packaged_in=PLACES,
    designer=_some(hq=PLACES, approved=st.booleans()),
    tpp=st.sampled_from([500, 1600, 5000]),
    memory_bw_gbs=st.sampled_from([100, 819]),
    package_area_mm2=st.sampled_from([0, 110]),
    end_use=_some(what=st.sampled_from(["data_centre", "re_export"]), country=PLACES),
    origin=ORIGIN,
    colour=st.just("red"),
)
OWNER = _some(firm=FIRMS, hq=PLACES, share_percent=SHARES, listed=LISTED)
OWNERS = st.lists(OWNER | st.builds(lambda o, above: {**o, "owned_by": above}, OWNER, st.lists(OWNER, max_size=2)), max_size=3)
PARTY = _some(
    firm=FIRMS,
    hq=PLACES,
    parent_hq=PLACES,
    government=st.booleans(),
    approvals=st.sampled_from([[], ["veu"], ["supplement_8"]]),
    owners=OWNERS,
)


@given(st.sampled_from(CLASSES), SPEC, PLACES, PLACES, DAYS, PARTY, st.sampled_from(sorted(controls().laws)))
def test_every_case_has_a_consistent_answer(
    kind: str, spec: dict[str, Any], to: str, start: str, on: str, party: dict[str, Any], law: str
) -> None:
    """A review belongs to a licence, an exception to its status; every instrument of the basis is cited; open readings differ."""
    d = answer_case(
        {"item": "goods", "item_spec": {"class": kind, **spec}, "to": to, "from": start, "on": on, "end_user": party, "law": law}
    )
    assert d.status in STATUS
    assert (d.review is None) or d.status == "licence_required"
    assert (d.exception is not None) == (d.status == "licence_exception")
    assert {c.instrument for c in d.citations} == {*d.basis, *d.also}
    assert list(d.basis) == list(d.basis_roles)
    assert not set(d.basis) & set(d.also)
    assert ("colour" in d.why) == ("colour" in spec)
    if d.by_text:
        assert d.status == "undetermined"
        assert {d.by_practice, d.by_announcement} - {None, d.by_text}
