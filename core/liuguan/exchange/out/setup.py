"""The empty setup workbook: a help sheet in both languages, the office's own sheets, and the forms to fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from liuguan.exchange.forms import Form, FormColumn
from liuguan.exchange.out.columns import columns_of
from liuguan.exchange.out.page import NUMBER, Column, Document, Page, Style
from liuguan.exchange.setup import FORMS, OWN, OwnSheet

HELP = "填表说明"
SPARE = 200
_NAMES = {"F5": "人口", "F2": "人员", "F6": "证书"}
_EXAMPLES = {
    "姓名": "张三", "身份证号": "32010419750412001X", "单位": "梅园新村街道中心站", "月份": "2010-12", "工号": "X001",
    "岗位": "普通", "性别": "女", "文化程度": "高中", "流管工作起始年月": "2006-03", "星级": "三星",
    "到岗日期": "2008-05-01", "任职起": "2008-05-01", "任职止": "", "发证日期": "2010-11-30", "实有暂住人口": "2899",
    "出租户数": "293", "实配": "7", "合同起始日期": "2008-01-01", "合同终止日期": "2012-12-31", "专职": "专职",
}  # fmt: skip
_STEPS = (
    ("1", "先填“区县”“站点”“操作员”,再填“人口”“人员”“证书”;不用的表可以空着。",
     "Fill 区县 (district), 站点 (stations), 操作员 (operators), then 人口, 人员, 证书; a sheet may stay empty."),
    ("2", "未知的单元格留空,不要填 0;日期写 2010-12-01,身份证号用文本格式。",
     "Leave what is unknown empty, never 0; days as 2010-12-01; ID numbers as text."),
    ("3", "“人员”中一人可有多行:岗位、站点每变一次另起一行,用任职起、任职止分开。",
     "In 人员 a person may have several rows, one for each post or station, told apart by 任职起 and 任职止."),
    ("4", "先试:liuguan office init 文件.xlsx --dry-run;再去掉 --dry-run。同一文件可再次读入,只改动改过的内容。",
     "Try: liuguan office init FILE.xlsx --dry-run; then without it. Read again, it changes what was changed in it."),
    ("5", "密码不在此填写:读入时询问,或设 LIUGUAN_FIRST_PASSWORD。",
     "No passwords here: they are asked for when the file is read, or come from LIUGUAN_FIRST_PASSWORD."),
)  # fmt: skip


def setup_document(forms: Sequence[Form], *, city: str, district: str = "", name: str = "") -> Document:
    """The sheets of an empty setup workbook.

    Args:
        city, name: the city's and the district's names, for the titles.
        district: the district's id; the sheet 区县 has it where it is given.
    """
    by_code = {f.code: f for f in forms}
    pages = [_help([by_code[c] for c in FORMS])]
    pages += [_own(own, district if own is OWN[0] else "") for own in OWN]
    pages += [_form(by_code[code], f"{city}{name}") for code in FORMS]
    return Document(pages=tuple(pages))


def _own(own: OwnSheet, district: str) -> Page:
    columns = tuple(
        Column(
            header=f.header, sources=(f.name,), style=Style.WORD if f.words else Style.TEXT,
            choices=tuple(f.words),
        ) for f in own.fields
    )  # fmt: skip
    rows = pl.DataFrame({c.sources[0]: [district] if district else [] for c in columns[:1]}, schema_overrides={
        c.sources[0]: pl.String for c in columns[:1]
    })  # fmt: skip
    title = f"{own.means.zh} / {own.means.en}"
    return Page(code="", name=own.name, title=title, columns=columns, rows=rows, spare=SPARE)


def _form(form: Form, place: str) -> Page:
    """An empty form with every column that says something for the rules or is kept."""
    from_words = columns_of(form, pl.DataFrame(), whole=True)
    columns = tuple(replace(c, signs=False) for c in from_words if c.sources != (NUMBER,))
    return Page(
        code=form.code, name=_NAMES[form.code], title=f"{place}{form.title_zh}", columns=columns,
        rows=pl.DataFrame(), spare=SPARE,
    )  # fmt: skip


def _help(forms: Sequence[Form]) -> Page:
    columns = tuple(
        Column(header=header, sources=(source,), widest=widest)
        for header, source, widest in (
            ("工作表 sheet", "sheet", 12), ("列名 column", "column", 24), ("说明", "zh", 56), ("meaning", "en", 56),
            ("示例 EXAMPLE", "example", 24),
        )
    )  # fmt: skip
    schema = dict.fromkeys((c.sources[0] for c in columns), pl.String)
    rows = pl.DataFrame(list(_help_rows(forms)), schema=schema, orient="row")
    return Page(code="", name=HELP, title="填表说明 / How to fill this workbook", columns=columns, rows=rows)


def _help_rows(forms: Sequence[Form]) -> Iterator[tuple[str | None, ...]]:
    for number, zh, en in _STEPS:
        yield "", number, zh, en, None
    for own in OWN:
        for f in own.fields:
            must = ("必填。", "Required: ") if f.required else ("", "")
            yield own.name, f.header, must[0] + f.means.zh, must[1] + f.means.en, f.example or None
    for form in forms:
        for column in columns_of(form, pl.DataFrame(), whole=True):
            own_column = next((c for c in form.columns if c.header == column.header), None)
            declared = form.declared(own_column.input) if own_column is not None and own_column.input else None
            if own_column is None or own_column.role == "ignore":
                continue
            zh = ("必填。" if own_column.required else "") + (declared.zh if declared else column.header)
            en = ("Required: " if own_column.required else "") + (declared.en if declared else _in_english(own_column))
            listed = ("可填:" + "、".join(column.choices)) if column.choices else ""
            yield _NAMES[form.code], column.header, f"{zh} {listed}".strip(), en, _EXAMPLES.get(column.header)


def _in_english(column: FormColumn) -> str:
    """What a column without an input is called: its role or the name under which it is kept."""
    return (column.kept_as or column.role).replace("_", " ")
