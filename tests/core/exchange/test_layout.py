from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from liuguan.exchange.forms import Form
from liuguan.exchange.layout import Finder, Layout, fact_rows, item_name, rows_below
from liuguan.exchange.sheets import Sheet, read_book

Workbook = Callable[..., Path]


@pytest.fixture(scope="session")
def finder(forms: tuple[Form, ...]) -> Finder:
    return Finder(forms)


def sheet_of(rows: Sequence[Sequence[str | None]]) -> Sheet:
    width = max(map(len, rows))
    columns = {str(i): [row[i] if i < len(row) else None for row in rows] for i in range(width)}
    return Sheet(name="", grid=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))


def find(finder: Finder, *rows: Sequence[str | None]) -> Layout:
    layout = finder.find(sheet_of(rows))
    assert layout is not None
    return layout


def facts(layout: Layout, sheet: Sheet) -> list[int]:
    body = rows_below(sheet, layout).with_columns(pl.lit(0, dtype=pl.Int64).alias("@sheet"))
    return fact_rows(body, layout)["@row"].to_list()


PAYROLL = ["序号", "姓名", "身份证号", "应发合计", "实发合计"]


def test_a_header_below_titles_is_found(finder: Finder) -> None:
    layout = find(finder, ["南京市玄武区2010年12月工资发放表"], [], PAYROLL, ["1", "张三", None, "1", "1"])
    assert layout.form.code == "F4"
    assert layout.first_row == 4
    assert "2010年12月" in layout.title
    assert layout.columns["实发合计"] == 4


def test_group_headers_tell_alike_leaves_apart(finder: Finder) -> None:
    layout = find(
        finder,
        ["姓名", "应发合计", "个人扣款", None, None, "实发合计", "单位缴费", None, None, "备注"],
        [None, None, "养老", "医疗", "公积金", None, "养老", "医疗", "工伤", None],
        ["张三", "1", "1", "1", "1", "1", "1", "1", "1", None],
    )
    named = {
        h: layout.columns[h] for h in ("个人养老", "个人医疗", "单位养老", "单位医疗", "单位工伤", "公积金", "备注")
    }
    assert named == {"个人养老": 2, "个人医疗": 3, "单位养老": 6, "单位医疗": 7, "单位工伤": 8, "公积金": 4, "备注": 9}


def test_a_bracket_says_whose_share_it_is(finder: Finder) -> None:
    layout = find(
        finder, ["姓名", "应发合计", "实发合计", "养老（个人）", "养老（单位）"], ["张三", "1", "1", "1", "1"]
    )
    assert (layout.columns["个人养老"], layout.columns["单位养老"]) == (3, 4)


def test_a_short_label_under_an_unknown_group_is_nobody_s(finder: Finder) -> None:
    layout = find(
        finder,
        ["姓名", "应发合计", "实发合计", "社会保险", None],
        [None, None, None, "养老", "医疗"],
        ["张三", "1", "1", "1", "1"],
    )
    assert not {"个人养老", "单位养老"} & set(layout.columns)
    assert any(label.startswith("社会保险") for label in layout.unknown)


def test_work_items_stand_side_by_side_under_their_names(finder: Finder) -> None:
    layout = find(
        finder,
        ["玄武区考核表"],
        ["姓名", "考核项目", None, None, None, "总分"],
        [None, "R01 暂住登记", None, "出租屋登记", None, None],
        [None, "基准量", "完成量", "基准量", "缺陷数", None],
        ["张三", "1", "1", "1", "1", "90"],
    )
    assert layout.form.code == "F3"
    found = [(c.item, c.column.item_input, c.index) for c in layout.items]
    assert found == [
        ("R01", "baseline", 1),
        ("R01", "done", 2),
        ("出租屋登记", "baseline", 3),
        ("出租屋登记", "defects", 4),
    ]


@pytest.mark.parametrize(
    ("label", "item"),
    [("R01 暂住登记", "R01"), ("暂住登记(r01)", "R01"), ("暂住登记", "暂住登记"), ("(R11)城管", "R11")],
)
def test_an_item_goes_by_its_code_where_it_has_one(label: str, item: str) -> None:
    assert item_name(label) == item


def test_a_misspelt_required_header_names_the_nearest(finder: Finder) -> None:
    layout = find(finder, ["姓名", "身份证号", "基本工资", "应发合记", "实发合计"], ["张三", "x", "1", "1", "1"])
    assert [(str(found), str(expected)) for _, found, expected in layout.problems] == [
        ('no column "应发合计" (there is "应发合记")', 'a column headed "应发合计"')
    ]


def test_an_unknown_header_is_named_but_no_problem(finder: Finder) -> None:
    layout = find(finder, [*PAYROLL, "血型"], ["1", "张三", "x", "1", "1", "A"])
    assert list(layout.unknown) == ["血型"]
    assert not layout.problems


def test_two_columns_for_one_thing_are_a_problem(finder: Finder) -> None:
    layout = find(finder, [*PAYROLL, "应发工资"], ["1", "张三", "x", "1", "1", "2"])
    assert str(layout.problems[0][1]) == 'two columns for "应发合计"'


def test_a_column_in_fen_is_known_by_its_ending(finder: Finder) -> None:
    layout = find(finder, ["姓名", "paid_gross_fen", "paid_net", "基本工资"], ["张三", "138000", "1200.00", "1"])
    assert layout.fen == {"应发合计"}
    assert "实发合计" in layout.columns


def test_a_sheet_without_a_form_is_none(finder: Finder) -> None:
    assert finder.find(sheet_of([["说明"], ["请先填写"], ["一", "二", "三"]])) is None


def test_rows_that_are_no_facts_are_left_out(finder: Finder) -> None:
    sheet = sheet_of(
        [
            PAYROLL,
            ["1", "张三", "329999197504120011", "1384.13", "1200"],
            [None, None, None, None, None],
            ["2", None, None, "0", "0.00"],
            [None, "小 计", None, "1384.13", "1200"],
            PAYROLL,
            ["3", "李四", None, "1384.13", "1200"],
            ["合计", None, None, "2768.26", "2400"],
            ["制表人：王五", None, None, "审核：赵六", None],
            ["备注：本表一式两份", None, None, None, None],
        ]
    )  # fmt: skip
    layout = finder.find(sheet)
    assert layout is not None
    assert facts(layout, sheet) == [2, 7]


def test_a_two_row_header_repeated_on_the_next_page_is_left_out(finder: Finder) -> None:
    head = [["姓名", "应发合计", "个人扣款", None, "实发合计"], [None, None, "养老", "医疗", None]]
    sheet = sheet_of([*head, ["张三", "1", "1", "1", "1"], *head, ["李四", "1", "1", "1", "1"]])
    layout = finder.find(sheet)
    assert layout is not None
    assert facts(layout, sheet) == [3, 6]


def test_a_name_merged_over_its_items_counts_for_each(finder: Finder, workbook: Workbook) -> None:
    head = ["姓名", "考核月份", "项目", "基准量", "完成量", "总分"]
    rows = [head, ["张三", "2010-12", "R01", 1, 1, 90], [None, None, "R02", 2, 2, None]]
    sheet = read_book(workbook({"考核": rows}, {"考核": ["A2:A3", "B2:B3"]})).sheets[0]
    layout = finder.find(sheet)
    assert layout is not None
    assert rows_below(sheet, layout)["姓名"].to_list() == ["张三", "张三"]
