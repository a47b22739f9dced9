"""Matrix, timeline and diff say what single checks say."""

from __future__ import annotations

import random

from lithograph.queries.change import days_between, diff, timeline
from lithograph.queries.controls.check import Route, check_item
from lithograph.queries.controls.parties import ordinary
from lithograph.queries.controls.sweep import all_chips, all_countries, breaks, epoch, matrix


def test_the_matrix_agrees_with_single_checks() -> None:
    """300 cells drawn at random over three days."""
    dice = random.Random(3)
    days = ["2023-01-20", "2024-06-01", "2026-02-01"]
    items = dice.sample(all_chips(), 40)
    cells = list(matrix(items, all_countries(), days))
    assert len(cells) == len(items) * len(all_countries()) * len(days)
    for cell in dice.sample(cells, 300):
        single = check_item(cell.item, Route(cell.to, "US", cell.on), ordinary(cell.to))
        assert (single.status, single.review, single.eccn, single.exception) == (cell.status, cell.review, cell.eccn, cell.exception), cell


def test_nothing_changes_between_breaks() -> None:
    """Days of one epoch get one answer; each rule's dates are breaks."""
    assert {"2022-10-21", "2023-11-17", "2025-05-15", "2025-04-09", "2025-04-16", "2026-01-15", "2026-07-10"} <= set(breaks("US"))
    dice = random.Random(5)
    for _ in range(60):
        item, to = dice.choice(all_chips()), dice.choice(["CN", "MO", "SA", "CH", "KH", "AE", "IN"])
        on = f"{dice.randint(2022, 2026)}-{dice.randint(1, 12):02d}-{dice.randint(1, 27):02d}"
        after = f"{on[:8]}{int(on[8:]) + 1:02d}"
        if epoch("US", on) == epoch("US", after):
            answers = [check_item(item, Route(to, "US", d), ordinary(to)) for d in (on, after)]
            assert (answers[0].status, answers[0].review) == (answers[1].status, answers[1].review), (item, to, on)


def test_the_timeline_of_the_h20() -> None:
    """Free, open for the days of April on which the letter is not public, then under a licence."""
    route = Route("CN", "US", "2022-08-01")
    days = days_between(route, "2022-08-01", "2026-11-22")
    spans = timeline([(d, check_item("nv-h20", Route("CN", "US", d), ordinary("CN"))) for d in days])
    assert [s.status for s in spans] == ["no_licence_required", "undetermined", "licence_required"]
    assert [s.from_ for s in spans] == ["2022-08-01", "2025-04-01", "2025-04-09"]


def test_what_the_rule_of_october_2023_changed() -> None:
    """A800 and H800 fall under it, with the instrument as the reason; the L20 does not."""
    found = diff("2023-10-22", "2023-11-17", to=["CN"])
    changed = {c.item.id: c for c in found.chips}
    assert changed["nv-a800-sxm"].after == "licence_required"
    assert "us-oct2023-acs" in changed["nv-h800"].because
    assert "nv-l20" not in changed


def test_firms_that_joined_a_list() -> None:
    """Biren and Moore Threads, in October 2023."""
    found = diff("2023-10-16", "2023-10-17", to=["CN"])
    assert {f.firm.id: f.after for f in found.firms} == {"biren": "listed", "moorethreads": "listed"}
    assert found.firms[0].because == ("us-biren-mt-el-2023",)
