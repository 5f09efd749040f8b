"""Which columns a form is written with, and how values become words that the form reads again."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import polars as pl
import pytest

from liuguan.exchange.forms import Form, forms_of
from liuguan.exchange.out.cells import shown, totals
from liuguan.exchange.out.columns import columns_of, item_source, printed_first
from liuguan.exchange.out.page import Column, Style
from liuguan.exchange.out.paper import page_breaks

FORMS = forms_of(
    tomllib.loads((Path(__file__).parents[4] / "plugins/liuguan_nanjing/city/forms.toml").read_text(encoding="utf-8"))
)


def form(code: str) -> Form:
    return next(f for f in FORMS if f.code == code)


def written(code: str, **values: object) -> dict[str, str | None]:
    """One row of a form as its cells, by header."""
    rows = pl.DataFrame({name: [value] for name, value in values.items()})
    columns = columns_of(form(code), rows)
    return dict(zip([c.header for c in columns], shown(rows, columns).row(0), strict=True))


@pytest.mark.parametrize(
    ("post", "data_entry", "word"),
    [
        ("ordinary", False, "普通"), ("ordinary", True, "录入"), ("ordinary", None, "普通(录入不详)"),
        ("central", False, "中心站"), ("central", True, "中心站/录入"), ("central", None, "中心站(录入不详)"),
    ],
)  # fmt: skip
def test_one_word_says_post_and_data_entry(post: str, data_entry: bool | None, word: str) -> None:
    row = written("F2", post=post, data_entry=data_entry, name="张三")
    assert row["岗位"] == word
    assert "信息录入" not in row


def test_data_entry_without_a_post_has_a_column_of_its_own() -> None:
    row = written("F2", post=None, data_entry=True, name="张三")
    assert (row.get("岗位"), row["信息录入"]) == (None, "是")


def test_a_column_for_which_no_row_has_anything_is_left_out_but_names_stay() -> None:
    row = written("F2", name=None, education="college", gender=None)
    assert row == {"序号": "1", "工号": None, "姓名": None, "身份证号": None, "文化程度": "大专"}


@pytest.mark.parametrize(
    ("code", "values", "header", "text"),
    [
        ("F4", {"paid_gross": 138000}, "应发合计", "1380.00"),
        ("F4", {"paid_gross": 5}, "应发合计", "0.05"),
        ("F4", {"star": 3}, "星级", "三星"),
        ("F4", {"star": 0}, "星级", "无"),
        ("F4", {"receipt_signed": False}, "领款人签字", "未领"),
        ("F5", {"registration_percent": 50}, "登记率", "0.50%"),
        ("F5", {"grant_document": "宁流〔2011〕3号"}, "批准文号", "宁流〔2011〕3号"),
        ("F5", {"grant_state": "lapsed"}, "放宽许可状态", "失效"),
        ("F6", {"trained_on": datetime.date(2010, 11, 5)}, "培训日期", "2010-11-05"),
        ("F2", {"roster_month": 24131, "month": 24131}, "月份", "2010-12"),
        ("F2", {"gender": "woman"}, "性别", "女"),
        ("F3", {"objection_open": True}, "异议", "未决"),
        ("F3", {"recorded_score": 8550}, "总分", "85.50"),
        ("F7", {"kind": "tracing_back"}, "检查方式", "反查"),
    ],
)  # fmt: skip
def test_values_are_written_in_the_office_s_words(code: str, values: dict[str, object], header: str, text: str) -> None:
    assert written(code, **values)[header] == text


def test_every_word_that_is_written_for_a_value_is_read_as_that_value() -> None:
    from liuguan.exchange.cells import clean_text

    for described in FORMS:
        for column in columns_of(described, pl.DataFrame(), whole=True):
            own = next((c for c in described.columns if c.header == column.header), None)
            for key, word in column.words.items():
                if own is None or own.keeps or not own.values:
                    continue
                read = {clean_text(w): v for w, v in own.values.items()}.get(clean_text(word))
                assert read is None or read.lower() == str(key[0]).lower(), (described.code, column.header, word)


def test_items_stand_side_by_side_under_their_names() -> None:
    rows = pl.DataFrame(
        {"name": ["张三"], item_source("R01", "done"): [12], item_source("R01", "recorded_item_points"): [2500],
         item_source("R02", "done"): [None]},
        schema_overrides={item_source("R02", "done"): pl.Int64},
    )  # fmt: skip
    columns = columns_of(form("F3"), rows, items={"R01": "R01 暂住登记", "R02": "R02 出租房"})
    assert [(c.group, c.leaf) for c in columns if c.group] == [("R01 暂住登记", "完成量"), ("R01 暂住登记", "得分")]


def test_sums_are_those_of_the_known_amounts() -> None:
    rows = pl.DataFrame({"@": ["a", "b"], "paid_net": [120005, None]}, schema_overrides={"paid_net": pl.Int64})
    columns = (
        Column(header="序号", sources=("@number",), style=Style.WHOLE),
        Column(header="实发合计", sources=("paid_net",), style=Style.MONEY, adds=True),
    )
    assert totals(rows, columns) == ("合计", "1200.05")
    assert totals(rows.head(0), columns) == ()


def test_on_paper_the_name_comes_first_and_signatures_last_and_what_stays_off_paper_behind() -> None:
    columns = [
        Column(header=h, sources=(source,), signs=h == "领款人签字")
        for h, source in (
            ("工号", "worker_no"), ("姓名", "name"), ("身份证号", "id_number"), ("领款人签字", "signed"), ("应发合计", "paid_gross"),
        )
    ]  # fmt: skip
    assert [(c.header, c.prints) for c in printed_first(columns, ("身份证号",))] == [
        ("姓名", True), ("工号", True), ("应发合计", True), ("领款人签字", True), ("身份证号", False),
    ]  # fmt: skip


def test_a_sheet_too_wide_for_one_page_breaks_where_a_group_ends() -> None:
    groups = [(f"R{n:02d}", leaf) for n in range(1, 13) for leaf in ("基准量", "完成量", "缺陷数", "得分")]
    columns = [
        Column(header="姓名", sources=("name",)),
        *(Column(header=g + leaf, sources=(g + leaf,), group=g, leaf=leaf) for g, leaf in groups),
    ]
    assert page_breaks(columns, [8.0] * len(columns)) == [21, 41]
    assert page_breaks(columns, [2.0] * len(columns)) == []
