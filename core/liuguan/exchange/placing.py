"""Which district and month each row is about: its own columns, else what stands around it."""

from __future__ import annotations

import polars as pl

from liuguan.errors import Text
from liuguan.exchange.cells import month_text
from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered
from liuguan.exchange.places import Districts
from liuguan.exchange.reasons import in_month, shown


def place_rows(
    gathered: Gathered, form: Form, rows: pl.DataFrame, districts: Districts, *, monthly: bool
) -> pl.DataFrame:
    """Rows with `district` and `month`; what cannot be placed is a problem of its file and left out.

    Args:
        rows: typed rows of a form, see `read_form`.
        monthly: every row needs a month.
    """
    around = pl.DataFrame(
        [(i, s.file, s.district, s.month, s.year) for i, s in enumerate(gathered.sheets)],
        schema={
            "@sheet": pl.Int64,
            "@file": pl.Int64,
            "@here": pl.String,
            "@now": pl.Int64,
            "@year": pl.Int64,
        },
        orient="row",
    )
    placed = rows.join(around, on="@sheet", how="left", maintain_order="left")
    placed = _with_district(gathered, form, placed, districts)
    placed = _with_month(gathered, form, placed, monthly=monthly)
    if monthly:
        placed = _while_it_existed(gathered, placed, districts)
    for file, district in placed.select("@file", "district").unique().drop_nulls().iter_rows():
        gathered.files[file].districts.add(district)
    return placed.drop("@here", "@now", "@year", "@district", "@month", "@bare_month", "@month_read", strict=False)


def _with_district(gathered: Gathered, form: Form, rows: pl.DataFrame, districts: Districts) -> pl.DataFrame:
    header = next((c.header for c in form.columns if c.role == "district"), "")
    if "@district" in rows.columns:
        texts = rows["@district"].drop_nulls().unique().to_list()
        known = {text: districts.exactly(text) for text in texts}
        own = pl.col("@district").replace_strict(known, default=None, return_dtype=pl.String)
        rows = rows.with_columns(own.alias("district"))
        unknown = rows.filter(pl.col("@district").is_not_null() & pl.col("district").is_null())
        for sheet, row, text in unknown.select("@sheet", "@row", "@district").iter_rows():
            name = Text("本市的区县名", "the name of a district of the city")
            gathered.reject(sheet, row, shown(text), name, header=header)
        at_odds = rows.filter(pl.col("district") != pl.col("@here"))
        gathered.set_aside(at_odds)
        clash = at_odds.unique(["@sheet", "district"], maintain_order=True)
        for sheet, row, own_id, here in clash.select("@sheet", "@row", "district", "@here").iter_rows():
            around = Text(f"{here}(标题或文件名如此)", f"{here}, as title or file name say")
            own_district = Text(f"区县 {own_id}", f"district {own_id}")
            gathered.reject(sheet, row, own_district, around, header=header)
        rows = rows.with_columns(pl.coalesce("district", pl.when(pl.col("@district").is_null()).then("@here")))
    else:
        rows = rows.with_columns(pl.col("@here").alias("district"))
    nowhere = rows.filter(pl.col("district").is_null())
    if "@district" in rows.columns:
        nowhere = nowhere.filter(pl.col("@district").is_null())
    for sheet, row in nowhere.unique("@sheet", maintain_order=True).select("@sheet", "@row").iter_rows():
        expected = Text(
            "“区县”列,或标题、工作表名、文件名、文件夹名中的区县",
            "a column 区县, or the district in the title, the sheet's, file's or folder's name",
        )
        gathered.reject(sheet, row, Text("没有区县", "no district"), expected)
    return rows.filter(pl.col("district").is_not_null())


def _with_month(gathered: Gathered, form: Form, rows: pl.DataFrame, *, monthly: bool) -> pl.DataFrame:
    header = next((c.header for c in form.columns if c.role == "month"), "")
    has_column = "@month" in rows.columns
    if has_column:
        bare = pl.col("@year") * 12 + pl.col("@bare_month") - 1
        rows = rows.with_columns(pl.coalesce("@month", bare).alias("@own"))
        at_odds = rows.filter(pl.col("@own") != pl.col("@now"))
        gathered.set_aside(at_odds)
        clash = at_odds.unique(["@sheet", "@own"], maintain_order=True)
        for sheet, row, own, now in clash.select("@sheet", "@row", "@own", "@now").iter_rows():
            around = month_text(now)
            expected = Text(f"{around}(标题、工作表名或文件名如此)", f"{around}, as title, sheet or file name say")
            gathered.reject(sheet, row, month_text(own), expected, header=header)
        rows = rows.with_columns(pl.coalesce("@own", "@now").alias("month")).drop("@own")
    else:
        rows = rows.with_columns(pl.col("@now").alias("month"))
    if not monthly:
        return rows
    never = rows.filter(pl.col("month").is_null())
    if has_column:
        never = never.filter(pl.col("@month_read").is_not_null() | pl.col("@month").is_null())
    for sheet, row in never.unique("@sheet", maintain_order=True).select("@sheet", "@row").iter_rows():
        expected = Text(
            "“月份”列,或标题、工作表名、文件名中的月份,如 2010年12月",
            "a column 月份, or the month in the title, the sheet's or file's name, such as 2010年12月",
        )
        gathered.reject(sheet, row, Text("没有月份", "no month"), expected, header=header)
    return rows.filter(pl.col("month").is_not_null())


def _while_it_existed(gathered: Gathered, rows: pl.DataFrame, districts: Districts) -> pl.DataFrame:
    pairs = rows.select("district", "month").unique()
    gone = [(d, m) for d, m in pairs.iter_rows() if not districts.covers(d, m)]
    if not gone:
        return rows
    dead = pl.DataFrame(gone, schema={"district": pl.String, "month": pl.Int64}, orient="row")
    late = rows.join(dead, on=["district", "month"], how="semi", maintain_order="left")
    for sheet, row, district, month in (
        late.unique(["@sheet", "district", "month"], maintain_order=True)
        .select("@sheet", "@row", "district", "month").iter_rows()
    ):  # fmt: skip
        after = districts.successor(district)
        expected = Text("该区县存在的月份", "a month in which the district existed")
        if after:
            expected = Text(f"{after}(由其承接)", f"{after}, which followed it")
        gathered.reject(sheet, row, in_month(district, month), expected)
    return rows.join(dead, on=["district", "month"], how="anti", maintain_order="left")


def within_period(gathered: Gathered, rows: pl.DataFrame, first_month: int, last_month: int) -> pl.DataFrame:
    """Rows of the judged months; a notice says how many rows of a file lie outside."""
    inside = pl.col("month").is_between(first_month, last_month)
    outside = rows.filter(~inside).group_by("@file").len().sort("@file")
    for file, count in outside.iter_rows():
        text = Text(f"不在检查月份内的 {count} 行未计入", f"{count} rows of months that are not judged were left out")
        gathered.notice(file, "", text)
    return rows.filter(inside)
