"""From placed rows to statements: one line for each person, unit and month; what doubles another is a problem.

Beside the columns of `facts.statements`, lines keep `@sheet` and `@row`, and lines about people `@id_number`,
`@name` and the key that the number gives (`@by_id`); what the records keep stands under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from liuguan.errors import Text
from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered
from liuguan.exchange.places import Districts
from liuguan.exchange.reasons import ONE_ROW
from liuguan.facts.identity import read_numbers
from liuguan.facts.roster import from_the_same_day, month_of
from liuguan.facts.statements import NAMED, ROSTER, SCHEMAS, Schema, with_columns_of

ROSTER_FORM, ASSESSMENT_FORM, STAFFING_FORM, CERTIFICATE_FORM = "F2", "F3", "F5", "F6"
FRAME_OF: Mapping[str, str] = {
    "F2": "roster", "F4": "payroll", "F3": "assessments", "F10": "duties", "F6": "certificates", "F5": "staffing",
}  # fmt: skip
"""Which frame of the statements a form's rows become, the most trusted first."""
KEPT = "@kept_"
_RENAMED = {
    "@worker_no": "staff_number", "@change_type": "change_type", "@change_date": "change_date",
    "@period_from": "from_day", "@period_to": "to_day", "@points_from": "points_from", "@points_to": "points_to",
    "@cover_from": "cover_from", "@cover_to": "cover_to", "@birth_month": "birth_month",
}  # fmt: skip
KEY = ["district", "worker", "month"]


def roster_lines(gathered: Gathered, form: Form, rows: pl.DataFrame) -> pl.DataFrame:
    """Lines of the roster; two of one person from the same day are a problem.

    Args:
        form: the roster's, which says what being listed means.
        rows: with `worker`, see `people.roster_people`.
    """
    rows = rows.with_columns(
        pl.coalesce(pl.col(n) if n in rows.columns else None, pl.lit(value)).alias(n)
        for n, value in form.listed_means.items()
    )
    rows = rows.rename({"month": "roster_month"}).with_columns(station=pl.col("@station"), street=pl.col("@street"))
    lines = _named(gathered, rows, ROSTER)
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("district", "worker").alias("line")
    lines = lines.with_columns(number, pl.lit(False).alias("entered"))
    twice_listed = from_the_same_day(lines)
    if twice_listed.height:  # which of them holds, nobody can tell
        gathered.set_aside(
            lines.join(twice_listed, on=["district", "worker", "roster_month"], how="semi", nulls_equal=True)
        )
    for sheet, row in twice_listed.select("@sheet", "@row").iter_rows():
        twice = Text("同一人同日起两次列入花名册", "a person who stands on the roster twice from the same day")
        expected = Text(
            "每人一行,或起始日期不同的各行(任职起或变动日期)",
            "one row per person, or rows that begin on different days (任职起 or 变动日期)",
        )
        gathered.reject(sheet, row, twice, expected)
    return lines


def monthly_lines(gathered: Gathered, form: Form, rows: pl.DataFrame) -> pl.DataFrame:
    """One line per person and month; a second sheet of an assessment is counted, a second row elsewhere a problem.

    Returns:
        Of assessments also `@rows`, the rows on the sheet that make up the one that counts.
    """
    rows = _assessments(gathered, rows) if form.code == ASSESSMENT_FORM else _one_row(gathered, rows)
    return _named(gathered, rows, SCHEMAS[FRAME_OF[form.code]])


def certificate_lines(gathered: Gathered, form: Form, rows: pl.DataFrame) -> pl.DataFrame:
    """Courses and certificates, numbered for each person."""
    lines = _named(gathered, rows, SCHEMAS[FRAME_OF[form.code]])
    return lines.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("district", "worker").alias("line"))


def item_lines(gathered: Gathered, items: pl.DataFrame, assessments: pl.DataFrame) -> pl.DataFrame:
    """Items of the assessments that count; one item twice for a person is a problem.

    Args:
        items: see `reading.read_items`.
        assessments: see `monthly_lines`.
    """
    rows = assessments.select(*KEY, "@sheet", pl.col("@rows").alias("@row")).explode("@row")
    found = items.join(rows, on=["@sheet", "@row"], how="inner", maintain_order="left")
    once = pl.struct(*KEY, "item").is_first_distinct()
    gathered.set_aside(found.filter(pl.struct(*KEY, "item").is_duplicated()))
    for sheet, row, item in found.filter(~once).select("@sheet", "@row", "item").iter_rows():
        twice = Text(f'同一人两次项目"{item}"', f'the item "{item}" twice for one person')
        gathered.reject(sheet, row, twice, Text("每月一次", "once a month"))
    return found.filter(once).with_columns(source_of(gathered))


def unit_lines(gathered: Gathered, rows: pl.DataFrame, districts: Districts) -> pl.DataFrame:
    """Counts of units, each once a month; an empty `station` is the district itself."""
    units = {text: districts.exactly(text) for text in rows["@unit"].drop_nulls().unique().to_list()}
    named = pl.col("@unit").replace_strict(units, default=None, return_dtype=pl.String)
    whole = (named == pl.col("district")).fill_null(False)
    rows = rows.with_columns(pl.when(whole).then(pl.lit("")).otherwise("@unit").alias("station"))
    once = pl.struct("district", "month", "station").is_first_distinct()
    gathered.set_aside(rows.filter(pl.struct("district", "month", "station").is_duplicated()))
    for sheet, row in rows.filter(~once).select("@sheet", "@row").iter_rows():
        second = Text("同一单位同一月的第二行", "a second row for one unit and month")
        gathered.reject(sheet, row, second, ONE_ROW)
    for sheet, row in rows.filter(pl.col("@unit").is_null()).select("@sheet", "@row").iter_rows():
        name = Text("区县或服务站的名称", "the district's or a station's name")
        gathered.reject(sheet, row, Text("没有单位", "no unit"), name)
    return _named(gathered, rows.filter(once & pl.col("@unit").is_not_null()), SCHEMAS["staffing"])


def with_birth_dates(roster: pl.DataFrame) -> pl.DataFrame:
    """The birth date where only its month is written: the ID number's if the months agree, else the first."""
    if "@birth_month" not in roster.columns:
        return roster
    number: pl.Expr = pl.lit(None, dtype=pl.Date)
    if "@id_number" in roster.columns:
        roster = roster.with_columns(read_numbers(roster["@id_number"])["birth_date"].alias("@id_day"))
        number = pl.col("@id_day")
    first = pl.date(pl.col("@birth_month") // 12, pl.col("@birth_month") % 12 + 1, 1)
    agreed = pl.when(month_of(number) == pl.col("@birth_month")).then(number)
    differs = pl.when(month_of(number) != pl.col("@birth_month")).then(first)
    own = [pl.col("birth_date")] if "birth_date" in roster.columns else []
    return roster.with_columns(pl.coalesce(*own, "@birth_day", agreed, differs).alias("birth_date"))


def source_of(gathered: Gathered) -> pl.Expr:
    """`source`: file, sheet and row, joined by `!`."""
    paths = {i: gathered.files[s.file].path + (f"!{s.name}" if s.name else "") for i, s in enumerate(gathered.sheets)}
    path = pl.col("@sheet").replace_strict(paths, default=None, return_dtype=pl.String)
    return pl.concat_str(path, pl.lit("!"), pl.col("@row").cast(pl.String)).alias("source")


def _named(gathered: Gathered, rows: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Rows under the names of the statements, with their source; a text that answers stands for its answer."""
    kept = {c: c.removeprefix(KEPT) for c in rows.columns if c.startswith(KEPT)}
    answers = [NAMED[name] for name in kept.values() if name in NAMED and NAMED[name] in rows.columns]
    names = {old: new for old, new in _RENAMED.items() if old in rows.columns} | kept
    return with_columns_of(rows.drop(answers).rename(names).with_columns(source_of(gathered)), schema)


def _one_row(gathered: Gathered, rows: pl.DataFrame) -> pl.DataFrame:
    gathered.set_aside(rows.filter(pl.struct(KEY).is_duplicated()))
    again = rows.filter(~pl.struct(KEY).is_first_distinct())
    for sheet, row in again.select("@sheet", "@row").iter_rows():
        gathered.reject(sheet, row, Text("同一人同一月的第二行", "a second row for one person and month"), ONE_ROW)
    return rows.unique(KEY, keep="first", maintain_order=True)


def _assessments(gathered: Gathered, rows: pl.DataFrame) -> pl.DataFrame:
    listing = [
        i
        for i, s in enumerate(gathered.sheets)
        if any(c.role == "item" and c.header in s.layout.columns for c in s.layout.form.columns)
    ]
    # where each row is an item, a person's rows on one sheet are one assessment
    part = pl.when(pl.col("@sheet").is_in(listing)).then(pl.lit(0, dtype=pl.Int64)).otherwise("@row")
    rows = rows.with_columns(pl.struct("@sheet", part.alias("@part")).alias("@assessment"))
    rows = rows.with_columns(pl.col("@assessment").first().over(KEY).alias("@kept"))
    is_kept = pl.col("@assessment") == pl.col("@kept")
    further = rows.filter(~is_kept & pl.struct(*KEY, "@assessment").is_first_distinct())
    for sheet, row in further.select("@sheet", "@row").iter_rows():
        at = gathered.sheets[sheet]
        text = Text(
            "同一人同月另有考核表,以第一份为准", "a further assessment of one person and month; the first one counts"
        )
        gathered.notice(at.file, at.row(row), text)
    sheets = pl.col("@assessment").n_unique().cast(pl.Int64)
    if "assessment_sheets" in rows.columns:  # an export states how many sheets there were
        sheets = pl.max_horizontal(sheets, pl.col("assessment_sheets").max())
    counts = rows.group_by(KEY).agg(sheets.alias("assessment_sheets"))
    values = [c for c in rows.columns if c not in (*KEY, "@assessment", "@kept", "@sheet", "@row", "assessment_sheets")]
    one = rows.filter(is_kept).group_by(KEY, maintain_order=True).agg(
        pl.col(values).drop_nulls().first(),
        pl.col("@sheet").first(),
        pl.col("@row").first(),
        pl.col("@row").alias("@rows"),
    )  # fmt: skip
    return one.join(counts, on=KEY, how="left", maintain_order="left")
