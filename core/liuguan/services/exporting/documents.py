"""From the rows of a form to the sheets of a file: titles, a sheet for each month, what prints, and statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.errors import ConfigError, Text
from liuguan.exchange.forms import Form, forms_of
from liuguan.exchange.out.columns import columns_of, printed_first
from liuguan.exchange.out.page import Column, Document, Mark, Page, Style
from liuguan.language.functions import last_day
from liuguan.services.exporting.contents import Content
from liuguan.services.exporting.frames import EMPLOYER_TOTAL, Asked, items_of
from liuguan.services.exporting.year import year_page
from liuguan.services.signatures import sheet_number, table_hash

SIGNED = ("F3", "F4")
"""Forms that are printed and signed as they stand."""
_MONTHLY = ("F3", "F4", "F5", "F10")
_ASIDE = {
    "F3": ("身份证号", "考核表份数"),
    "F4": (
        "身份证号", "缴费基数", "上年月均工资", "累计暂扣", "单位养老", "单位医疗", "单位失业", "单位工伤",
        "单位生育", "单位五险合计", "发放日期", "月份", "备注",
    ),
}  # fmt: skip
"""What stays off the paper on which people sign: numbers that name a person, and what is not their pay."""
_POSTS: Mapping[tuple[object, ...], str] = {
    ("ordinary", False): "普通", ("ordinary", True): "录入", ("ordinary", None): "普通", ("central", False): "中心站",
    ("central", True): "中心站/录入", ("central", None): "中心站",
}  # fmt: skip
_SPARE = 50


def form_named(city: City, code: str) -> Form:
    """A form of the city.

    Raises:
        ConfigError: the city has none of that code.
    """
    forms = {f.code: f for f in forms_of(city.data)}
    if code not in forms:
        listed = ", ".join(forms)
        raise ConfigError([Text(f"没有表 {code};有 {listed}", f"no form {code}; there are {listed}")], where=code)
    return forms[code]


def document(session: Session, city: City, asked: Asked, form: Form, content: Content, *, flat: bool) -> Document:
    """The sheets of a form.

    Args:
        flat: one sheet whose rows themselves say district and month, as CSV needs it.
    """
    rows = _with_unit_names(city, asked, form, content.rows.drop("district", strict=False))
    of_form = partial(_page, session, city, asked, form, marks=content.marks)
    if flat:
        name = city.config.unit(asked.district)
        rows = rows.with_columns(pl.lit(name.name_zh if name else asked.district).alias("district"))
        return Document(pages=(of_form(rows, month=None),))
    if form.code not in _MONTHLY:
        page = of_form(rows, month=None)
        year = year_page(session, city, asked, page.title) if form.code == "F9" else None
        return Document(pages=(page, year) if year is not None else (page,), charts=content.charts)
    pages = [of_form(part, month=m, says_month=other) for part, m, other in _months(asked, form, rows)]
    return Document(pages=tuple(pages) or (of_form(rows, month=None),), charts=content.charts)


def _months(asked: Asked, form: Form, rows: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, int, bool]]:
    """The rows of each month's sheet, and whether they are of other months."""
    by = "pay_month" if form.code == "F4" else "month"
    for month in range(asked.first_month, asked.last_month + 1):
        of_month = rows.filter(pl.col(by) == month)
        if not of_month.height and asked.first_month != asked.last_month:
            continue
        elsewhere = form.code == "F4" and bool((of_month["month"] != month).any())
        yield of_month, month, elsewhere


def _page(
    session: Session, city: City, asked: Asked, form: Form, rows: pl.DataFrame, *, month: int | None,
    marks: Sequence[Mark] = (), says_month: bool = False,
) -> Page:  # fmt: skip
    """One sheet; where its rows are of other months than the sheet, they say so, and the title does not."""
    whole_month = month is not None and not says_month
    columns = _columns(city, form, rows.drop("month") if whole_month else rows, asked.last_month)
    unit = city.config.unit(asked.district, month) or city.config.unit(asked.district)
    when = _written(month) if month is not None and whole_month else ""
    name = _written(month) if month is not None and whole_month else form.title_zh + ("补差" if says_month else "")
    signed = form.code in SIGNED and month is not None
    digest = number = ""
    if signed and month is not None:
        number = sheet_number(form.code, asked.district, month)  # type: ignore[arg-type]  # F3 and F4
        if asked.known is None:  # what was known before is nothing that anybody signs now
            digest = table_hash(session, asked.district, month, form.code)  # type: ignore[arg-type]
    return Page(
        code=form.code, name=name,
        title=f"{city.config.name_zh}{unit.name_zh if unit else asked.district}{when}{form.title_zh}",
        columns=columns, rows=rows, marks=marks, number=number, digest=digest, signed=signed,
        spare=_SPARE,
    )  # fmt: skip


def _columns(city: City, form: Form, rows: pl.DataFrame, month: int) -> tuple[Column, ...]:
    labels = item_labels(city, items_of(rows), month) if form.code == "F3" else {}
    columns = columns_of(form, rows, items=labels, extra=_extra(form, rows))
    if form.code == "F4":
        columns = tuple(_adding(columns))
    aside = _ASIDE.get(form.code)
    return columns if aside is None else printed_first(columns, aside)


def _adding(columns: Sequence[Column]) -> Iterator[Column]:
    not_added = {"contribution_base", "last_known_wage", "withheld_to_date"}
    for column in columns:
        adds = column.style is Style.MONEY and column.sources[0] not in not_added
        yield replace(column, adds=True) if adds else column


def _extra(form: Form, rows: pl.DataFrame) -> Mapping[str, Column]:
    """Columns that are written for the reader of the sheet, and that no reading takes in."""
    made: dict[str, Column] = {}
    if "post" in rows.columns and form.code in ("F3", "F4"):
        made["岗位"] = Column(header="岗位", sources=("post", "data_entry"), style=Style.WORD, words=_POSTS)
    if EMPLOYER_TOTAL in rows.columns:
        made["单位五险合计"] = Column(header="单位五险合计", sources=(EMPLOYER_TOTAL,), style=Style.MONEY)
    for header, source in (("应配(按人口)", "required_by_migrants"), ("应配(按户)", "required_by_households")):
        if source in rows.columns:
            made[header] = Column(header=header, sources=(source,), style=Style.WHOLE)
    return made


def item_labels(city: City, codes: Sequence[str], month: int) -> dict[str, str]:
    """What heads the columns of each work item: its code and its name in the month."""
    names = work_items(city, month)
    labels = {code: f"{code} {names[code]}" if code in names else code for code in codes}
    known = {code: n for n, code in enumerate(names)}
    return dict(sorted(labels.items(), key=lambda pair: (known.get(pair[0], len(known)), pair[0])))


def work_items(city: City, month: int) -> dict[str, str]:
    """The city's work items in a month, by code."""
    found: dict[str, str] = {}
    catalogue = city.config.data.get("work_items")
    for version in catalogue if isinstance(catalogue, list) else ():
        if version["effective_from"] <= last_day(month):
            found = {code: str(item["zh"]) for code, item in version["items"].items()}
    return found


def _with_unit_names(city: City, asked: Asked, form: Form, rows: pl.DataFrame) -> pl.DataFrame:
    """The district's own row of the staffing form under the district's name."""
    if form.code != "F5":
        return rows
    unit = city.config.unit(asked.district, asked.last_month) or city.config.unit(asked.district)
    own = pl.lit(unit.name_zh if unit else asked.district)
    return rows.with_columns(pl.when(pl.col("@whole")).then(own).otherwise("unit").alias("unit"))


def _written(month: int) -> str:
    return f"{month // 12}年{month % 12 + 1}月"
