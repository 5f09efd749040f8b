"""An office's own headers: read beside the form's, or passed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from liuguan.errors import ConfigError
from liuguan.exchange.forms import Form
from liuguan.exchange.headers import unknown_headers_of
from liuguan.exchange.mapping import faults, read_mapping, with_mapping

from .conftest import City, id_number


def test_an_own_header_is_read_as_the_form_s(city: City) -> None:
    head = [
        "序号",
        "中心站/社区",
        "工号",
        "人员名称(全)",
        "性别",
        "身份证号",
        "文化程度",
        "岗位",
        "到岗日期",
        "内部编码",
    ]
    city.roster([[1, "梅园", "X01", "张三", "男", id_number(1), "高中", "普通", "2009-01-05", "k"]], head=head)
    assert "xuanwu" in city.read().problems
    mapping = {"F2": {"人员名称(全)": "姓名", "内部编码": ""}}
    city.forms = with_mapping(city.forms, mapping)
    found = city.read()
    assert found.problems == {}
    assert not any("内部编码" in str(n) for n in found.notices)


def test_forms_without_own_headers_stay_the_same(forms: tuple[Form, ...]) -> None:
    assert with_mapping(forms, {}) == forms
    assert with_mapping(forms, {"F99": {"a": "b"}}) == forms


def test_amounts_in_fen_are_read_under_an_own_header_too(city: City) -> None:
    city.forms = with_mapping(city.forms, {"F4": {"人名": "姓名"}})
    city.payroll(
        [[1, "张三", id_number(1), 21, 21, 120000, 138413, 120000], [2, "李四", id_number(2), 21, 20, 120000, 138413, 120000]],
        head=["序号", "人名", "身份证号", "应出勤天数", "计薪天数", "paid_base_fen", "paid_gross_fen", "paid_net_fen"],
    )  # fmt: skip
    found = city.read()
    assert found.problems == {}
    assert found.facts["worker_month"]["paid_gross"].to_list() == [138413, 138413]


@pytest.mark.parametrize(
    ("code", "header", "column", "part"),
    [
        ("F99", "x", "姓名", "no form F99"), ("F2", "x", "没有此列", "no column 没有此列"), ("F2", " ", "姓名", "empty"),
        ("F2", "人员姓名", "姓名", "knows 人员姓名"),
    ],
)  # fmt: skip
def test_a_pair_that_cannot_be_right_is_refused(
    forms: tuple[Form, ...], code: str, header: str, column: str, part: str
) -> None:
    assert part in str(faults(forms, code, header, column)[0])


def test_a_mapping_file_is_read_whole_or_all_that_is_wrong_is_told(forms: tuple[Form, ...], tmp_path: Path) -> None:
    file = tmp_path / "headers.toml"
    file.write_text('[F2]\n"人员名称(全)" = "姓名"\n"内部编码" = ""\n', encoding="utf-8")
    assert read_mapping(file, forms) == {"F2": {"人员名称(全)": "姓名", "内部编码": ""}}
    file.write_text('[F2]\n"a" = "没有"\n[F98]\n"b" = "姓名"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as e:
        read_mapping(file, forms)
    assert len(e.value.problems) == 2


def test_headers_that_nobody_knows_are_those_to_ask_about(city: City) -> None:
    head = ["序号", "中心站/社区", "工号", "人员名称", "性别", "身份证号", "文化程度", "岗位", "到岗日期", "内部编码"]
    city.roster([[1, "梅园", "X01", "张三", "男", id_number(1), "高中", "普通", "2009-01-05", "k"]], head=head)
    paths = [city.folder / "xuanwu" / "花名册.xlsx", city.folder / "nothing.xlsx"]
    asked = unknown_headers_of(paths, city.forms)
    assert [(u.form, u.header, u.near) for u in asked] == [("F2", "人员名称", "姓名"), ("F2", "内部编码", "")]
    known = with_mapping(city.forms, {"F2": {"人员名称": "姓名"}})
    assert [u.header for u in unknown_headers_of(paths, known)] == ["内部编码"]


def test_a_header_under_a_group_is_asked_about_with_its_group(
    workbook: Callable[..., Path], forms: tuple[Form, ...]
) -> None:
    rows = [
        ["姓名", "工号", "岗位", "合同起止", None, "内部", None],
        [None, None, None, "起", "止", "编码", "备用"],
        ["张三", "X01", "普通", "2009-01-05", "2011-01-05", "1", "2"],
    ]
    path = workbook({"花名册": rows}, {"花名册": ["D1:E1", "F1:G1"]}, name="玄武区花名册.xlsx")
    assert [u.header for u in unknown_headers_of([path], forms)] == ["内部编码", "内部备用"]
    known = with_mapping(forms, {"F2": {"内部编码": "责任区", "内部备用": ""}})
    assert unknown_headers_of([path], known) == []
