from __future__ import annotations

import pytest

from liuguan.errors import ConfigError
from liuguan.exchange.forms import Form, forms_of, header_key


def column(**keys: object) -> dict[str, object]:
    return {"header": "姓名", "role": "name", **keys}


def form(*columns: dict[str, object], **keys: object) -> dict[str, object]:
    return {
        "code": "F9",
        "title_zh": "表",
        "title_en": "Form",
        "entities": ["worker_month"],
        "column": list(columns),
        **keys,
    }


def test_the_city_ships_its_forms(forms: tuple[Form, ...]) -> None:
    assert [f.code for f in forms] == ["F2", "F3", "F4", "F5", "F6", "F10", "F7", "F9"]


def test_a_city_s_data_may_hold_the_forms_under_their_name() -> None:
    assert forms_of({"forms": {"form": [form(column())]}})[0].code == "F9"


@pytest.mark.parametrize(
    "text",
    [
        "基本工资",
        " 基 本 工 资 ",
        "基本工资(元)",
        "基本工资（元）",
        "【基本工资】",
        "基本工资\n(元/月)",
        "*基本工资：",
        "基本工资［元］",
    ],
)
def test_headers_are_compared_without_blanks_brackets_and_units(text: str) -> None:
    assert header_key(text) == "基本工资"


def test_what_a_bracket_tells_apart_stays() -> None:
    assert header_key("养老(个人)") == "养老个人"


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (form(column(role="nobody")), "no role is called nobody"),
        (form(column(role="", input="wage")), "is called wage"),
        (form(column(input="post")), "either an input or a role"),
        (form(column(role="", input="post", values={"普通": "plain"})), "plain is no value of post"),
        (form(column(also={"data_entry": {"录入": "maybe"}})), "maybe is no value of data_entry"),
        (form(column(), column(header="名", aliases=["姓名"], role="note")), "both headed 姓名"),
        (form(column(), column()), "two columns are called 姓名"),
        (form(column(role="item_group:wage")), "no input of an item is called wage"),
        (form(column(reads="loudly")), "reads must be"),
        (form(column(keeps="name")), "what has a role is not kept"),
        (form(column(role="", keeps="course", kind="essay")), "kind must be one of"),
        (form(column(aliases="名")), "aliases: must be a list of texts"),
        (form(column(colour="red")), "unknown key colour"),
        (form(column(), entities=["worker"]), "no entity is called worker"),
        (form(column(), listed_means={"post": True}), "post is not a flag"),
        ({"code": "F9"}, "title_zh is missing"),
    ],
)
def test_a_form_that_cannot_be_right_is_refused(raw: dict[str, object], part: str) -> None:
    with pytest.raises(ConfigError, match=part):
        Form.from_mapping(raw, where="forms.toml")


def test_all_problems_of_all_forms_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as e:
        forms_of({"form": [form(column(role="nobody")), form(column(role="", input="wage"))]})
    assert len(e.value.problems) == 2


def test_no_forms_at_all_is_an_error() -> None:
    with pytest.raises(ConfigError):
        forms_of({})
