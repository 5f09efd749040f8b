"""The clause registry, on a made-up document."""

from __future__ import annotations

from datetime import date

import pytest

from liuguan.errors import ConfigError
from liuguan.law import Act, ClauseRegistry, Wording, coverage

DOCUMENT: dict[str, object] = {
    "id": "RT-1",
    "title_zh": "河城办法",
    "title_en": "Rules of Rivertown",
    "issued_on": date(2010, 12, 2),
    "law_from": "2010-12",
    "status": "unknown",
}
WORDS = {"zh": "缘由", "en": "reason"}


def a_clause(clause_id: str = "I.1", **changes: object) -> dict[str, object]:
    plain = {
        "id": clause_id,
        "kind": "rule",
        "zh": "一句",
        "en": "words",
        "basis": "text",
        "computable": True,
    }
    return {**plain, **changes}


def a_principle(clause_id: str = "I.2", **changes: object) -> dict[str, object]:
    return a_clause(clause_id, kind="principle", computable=False, why_not=WORDS, **changes)


def registry_of(*clauses: dict[str, object]) -> ClauseRegistry:
    return ClauseRegistry.from_mapping({"document": DOCUMENT, "clause": list(clauses)})


def problems_of(data: dict[str, object]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as refused:
        ClauseRegistry.from_mapping(data)
    return tuple(map(str, refused.value.problems))


def problems_of_clause(clause: dict[str, object]) -> tuple[str, ...]:
    return problems_of({"document": DOCUMENT, "clause": [clause]})


def test_clauses_stand_in_the_order_of_the_document() -> None:
    registry = registry_of(a_clause("II.10"), a_clause("I.1"), a_clause("II.9"))
    assert list(registry) == ["II.10", "I.1", "II.9"]


def test_a_clause_says_what_the_table_says() -> None:
    clause = registry_of(a_clause("II.7", also=["check"], planned=WORDS))["II.7"]
    assert clause.kind == "rule"
    assert clause.also == ("check",)
    assert clause.wording == Wording(zh="一句", en="words")
    assert clause.computable
    assert clause.planned == Wording(zh="缘由", en="reason")
    assert clause.why_not is None


def test_the_document_says_from_which_month_it_is_law() -> None:
    document = registry_of(a_clause()).document
    assert (document.id, document.issued_on, document.law_from) == ("RT-1", date(2010, 12, 2), "2010-12")
    assert document.title == Wording(zh="河城办法", en="Rules of Rivertown")


def test_all_problems_are_reported_at_once() -> None:
    data: dict[str, object] = {
        "document": {**DOCUMENT, "status": "abolished", "law_from": "2010-13"},
        "clause": [
            a_clause("I.1", kind="maxim", zh=" "),
            a_clause("I.2"),
            a_clause("I.2", computable="yes"),
            {"kind": "rule", "zh": "一句", "en": "words", "basis": "text", "computable": True},
        ],
        "clauses": [],
    }
    assert problems_of(data) == (
        "unknown table 'clauses'",
        "document: law_from must be a month such as \"2010-12\", found '2010-13'",
        "document: status must be one of in_force, superseded, unknown, found 'abolished'",
        "clause I.1: kind must be one of rule, check, parameter, workflow, record, principle, found 'maxim'",
        "clause I.1: zh must be a text that is not empty, found ' '",
        "clause I.2: computable must be true or false, found 'yes'",
        "clause number 4: id must be a text that is not empty, found nothing",
        "clause I.2: stands 2 times",
    )


def test_the_message_names_the_file() -> None:
    with pytest.raises(ConfigError, match=r"city/clauses.toml: clause I.1: unknown key 'note'"):
        ClauseRegistry.from_mapping({"document": DOCUMENT, "clause": [a_clause(note="x")]}, where="city/clauses.toml")


def test_an_empty_table_has_neither_document_nor_clauses() -> None:
    assert problems_of({}) == (
        "document: the table [document] is missing",
        "clause: there must be at least one [[clause]]",
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"en": None}, "en must be a text that is not empty, found nothing", id="no English"),
        pytest.param({"basis": "custom"}, "basis must be one of text, found 'custom'", id="other basis"),
        pytest.param({"also": "check"}, "also must be a list, found 'check'", id="also is no list"),
        pytest.param({"also": ["rule"]}, "a kind is named twice in kind and also", id="kind named twice"),
        pytest.param(
            {"planned": "later"},
            "planned must be a table with zh and en, found 'later'",
            id="planned in one language",
        ),
        pytest.param({"why_not": WORDS}, "why_not belongs to principles only", id="why_not on a rule"),
        pytest.param(
            {"computable": False},
            "what is not computable must be a principle, or say what is planned",
            id="not computable, for no reason",
        ),
        pytest.param(
            {"kind": "principle", "computable": False},
            "a principle must say why nothing computable can act on it: add why_not",
            id="principle without a reason",
        ),
        pytest.param(
            {"kind": "principle", "why_not": WORDS},
            "a principle cannot be computable; give it another kind or computable = false",
            id="computable principle",
        ),
        pytest.param(
            {"kind": "principle", "computable": False, "why_not": WORDS, "planned": WORDS},
            "a principle has nothing planned; give it another kind or drop planned",
            id="planned principle",
        ),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object], problem: str) -> None:
    assert problems_of_clause({**a_clause(), **changes}) == (f"clause I.1: {problem}",)


def test_a_missing_translation_is_named_inside_its_key() -> None:
    assert problems_of_clause(a_clause(planned={"zh": "缘由"})) == (
        "clause I.1, planned: en must be a text that is not empty, found nothing",
    )


def test_a_quoted_day_is_not_a_day() -> None:
    document = {**DOCUMENT, "issued_on": "2010-12-02"}
    assert problems_of({"document": document, "clause": [a_clause()]}) == (
        "document: issued_on must be a day such as 2010-12-02, found '2010-12-02'",
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("II7", "II.7", id="no separator"),
        pytest.param("ii.7", "II.7", id="small letters"),
        pytest.param("Ⅱ．７", "II.7", id="full-width"),
        pytest.param("IV.1.4", "IV.1.4b", id="half of a split clause"),
        pytest.param("Q.99", None, id="nothing close"),
    ],
)
def test_a_misspelt_citation_finds_its_clause(written: str, meant: str | None) -> None:
    assert registry_of(a_clause("I.7"), a_clause("II.7"), a_clause("IV.1.4b")).nearest(written) == meant


def test_citations_of_clauses_that_exist_pass() -> None:
    registry_of(a_clause("I.7"), a_clause("II.7")).require(["II.7", "I.7"], "pay.py:3")


def test_every_dangling_citation_is_named_with_the_nearest_clause() -> None:
    with pytest.raises(ConfigError) as refused:
        registry_of(a_clause("I.7"), a_clause("II.7")).require(["I7", "II.7", "Q.99"], "pay.py:3")
    assert refused.value.where == "pay.py:3"
    assert refused.value.problems == (
        "there is no clause 'I7'; did you mean 'I.7'?",
        "there is no clause 'Q.99'; the clauses are those of RT-1",
    )


def test_coverage_has_one_row_per_clause_in_order_with_its_state() -> None:
    registry = registry_of(
        a_clause("I.1"),
        a_principle("I.2"),
        a_clause("I.3", planned=WORDS),
        a_clause("I.4"),
        a_principle("I.5"),
    )
    act = Act(kind="rule", name="headcount", where="staffing.py:9")
    rows = coverage(registry, {"I.1": [act], "I.5": [act]})
    assert [(row.clause.id, row.state) for row in rows] == [
        ("I.1", "covered"),
        ("I.2", "principle"),
        ("I.3", "planned"),
        ("I.4", "uncovered"),
        ("I.5", "covered"),
    ]


def test_acts_are_grouped_by_kind_and_sorted_by_name() -> None:
    late = Act(kind="check", name="STF002", where="staffing.py:9")
    early = Act(kind="check", name="STF001", where="staffing.py:20")
    figure = Act(kind="parameter", name="required_headcount", where="_city.toml")
    (row,) = coverage(registry_of(a_clause("I.7")), {"I.7": [late, figure, early]})
    assert row.acts == {
        "rule": (),
        "check": (early, late),
        "parameter": (figure,),
        "record": (),
        "workflow": (),
    }


def test_an_empty_list_of_acts_covers_nothing() -> None:
    (row,) = coverage(registry_of(a_clause("I.7")), {"I.7": []})
    assert row.state == "uncovered"


def test_coverage_refuses_an_act_on_a_clause_that_does_not_exist() -> None:
    act = Act(kind="rule", name="headcount", where="staffing.py:9")
    with pytest.raises(ConfigError, match=r"staffing.py:9: there is no clause 'I7'; did you mean 'I.7'\?"):
        coverage(registry_of(a_clause("I.7")), {"I7": [act]})
