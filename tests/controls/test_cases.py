"""Every case in `tests/cases` gets the answer that it expects: experts' cases, days around dates, figures around thresholds."""

from __future__ import annotations

import pytest
from asking import CASES, Question, dates, licences, thresholds

from lithograph.queries.controls.cases import answer_cases


@pytest.mark.parametrize("question", list(licences()), ids=lambda q: q.name)
def test_experts_case(question: Question) -> None:
    """The scored fields are right, and the instruments that decide are named."""
    assert question.fault(question.ask()) == ""


@pytest.mark.parametrize("question", list(dates()), ids=lambda q: q.name)
def test_day_around_a_date(question: Question) -> None:
    """The day before, the day of, the day after."""
    assert question.fault(question.ask()) == ""


@pytest.mark.parametrize("question", list(thresholds()), ids=lambda q: q.name)
def test_figure_around_a_threshold(question: Question) -> None:
    """Just below, equal, just above."""
    assert question.fault(question.ask()) == ""


def test_file_of_cases_answers_each() -> None:
    """A whole file gives one determination for each case, none of them a fault."""
    answers = list(answer_cases(CASES / "licences.yaml"))
    assert len(answers) == 34
    assert not [a for _, a in answers if isinstance(a, str)]
    assert all(a.not_legal_advice and a.why and a.citations for _, a in answers if not isinstance(a, str))
