"""District and station months: what F5 states, and the heads that roster and payroll count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from liuguan.errors import Problem, Text
from liuguan.exchange.facts import finished, source_of
from liuguan.exchange.forms import Form
from liuguan.exchange.gathering import Gathered
from liuguan.exchange.places import Districts
from liuguan.exchange.reasons import ONE_ROW
from liuguan.exchange.roster import last_day
from liuguan.language.kinds import COUNT
from liuguan.vocabulary import DISTRICT_MONTH, STATION_MONTH, VOCABULARY

PLACE = ["district", "month"]


def staffing_months(
    gathered: Gathered, rows: pl.DataFrame | None, workers: pl.DataFrame | None, districts: Districts
) -> dict[str, pl.DataFrame]:
    """Frames of `district_month` and `station_month` from F5, with heads counted on roster and payroll.

    Where F5 has only stations, and each of them states a count, the district's count is their sum.

    Args:
        rows: typed, placed rows of F5.
        workers: the frame of `worker_month`.
    """
    made: dict[str, pl.DataFrame] = {}
    whole = pl.DataFrame(schema={"district": pl.String, "month": pl.Int64})
    if rows is not None:
        rows = _units(gathered, rows, districts)
        stations = rows.filter(~pl.col("@whole")).with_columns(station="@unit", subject="@unit")
        whole = rows.filter("@whole")
        whole = pl.concat([whole, _sums(whole, stations)], how="diagonal_relaxed")
        keys = ["district", "station", "month", "subject", "source"]
        made[STATION_MONTH] = finished(stations.sort("district", "station", "month"), STATION_MONTH, keys)
    if workers is not None:
        whole = whole.join(_heads(workers), on=PLACE, how="full", coalesce=True)
    whole = whole.with_columns(subject="district").sort(PLACE)
    made[DISTRICT_MONTH] = finished(whole, DISTRICT_MONTH, ["district", "month", "subject", "source"])
    return {entity: frame for entity, frame in made.items() if frame.height}


def _units(gathered: Gathered, rows: pl.DataFrame, districts: Districts) -> pl.DataFrame:
    """Rows, each unit once a month, with `@whole` where the unit is the district itself."""
    units = {text: districts.exactly(text) for text in rows["@unit"].drop_nulls().unique().to_list()}
    named = pl.col("@unit").replace_strict(units, default=None, return_dtype=pl.String)
    rows = rows.with_columns((named == pl.col("district")).fill_null(False).alias("@whole"), source_of(gathered))
    key = pl.when("@whole").then(pl.lit("")).otherwise("@unit")
    once = pl.struct(*PLACE, key.alias("@key")).is_first_distinct()
    for sheet, row in rows.filter(~once).select("@sheet", "@row").iter_rows():
        at = gathered.sheets[sheet]
        second = Text("同一单位同一月的第二行", "a second row for one unit and month")
        gathered.problem(at.file, at.row(row), second, ONE_ROW)
    nameless = rows.filter(pl.col("@unit").is_null())
    for sheet, row in nameless.select("@sheet", "@row").iter_rows():
        at = gathered.sheets[sheet]
        name = Text("区县或服务站的名称", "the district's or a station's name")
        gathered.problem(at.file, at.row(row), Text("没有单位", "no unit"), name)
    return rows.filter(once & pl.col("@unit").is_not_null())


def _sums(whole: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """Districts that state only stations: the sum of each count that every station states."""
    counts = [
        i.name
        for i in VOCABULARY.of(DISTRICT_MONTH)
        if i.name in stations.columns and i.kind == COUNT and not i.name.startswith(("granted_", "reported_"))
    ]
    alone = stations.join(whole.select(PLACE), on=PLACE, how="anti", maintain_order="left")
    sums = [pl.when(pl.col(c).is_not_null().all()).then(pl.col(c).sum()).alias(c) for c in counts]
    return alone.group_by(PLACE, maintain_order=True).agg(*sums, pl.col("source").first())


def _heads(workers: pl.DataFrame) -> pl.DataFrame:
    """Heads at the month's end: those on the roster, and those on the payroll, who had not left by then."""
    left = pl.lit(False)
    if "employment_end" in workers.columns:
        left = (pl.col("employment_end") < last_day(pl.col("month"))).fill_null(False)
    counts = [
        pl.when(pl.col(name).is_not_null().any()).then((pl.col(name) & ~left).sum().cast(pl.Int64)).alias(heads)
        for name, heads in (("on_roster", "roster_headcount"), ("on_payroll", "payroll_headcount"))
        if name in workers.columns
    ]
    return workers.group_by(PLACE, maintain_order=True).agg(counts)


def missing_forms(forms: Iterable[Form], have: Mapping[str, set[str]]) -> dict[str, list[Problem]]:
    """A problem for each required form that a district does not have.

    Args:
        have: for each district the codes of its forms.
    """
    required = [f for f in forms if f.required]
    return {
        district: [_missing(district, f) for f in required if f.code not in codes] for district, codes in have.items()
    }


def _missing(district: str, form: Form) -> Problem:
    name = form.title
    sheet = Text(f"{name.zh} 的工作表", f"a sheet of {name.en}")
    return Problem(file=district, where="", found=Text(f"没有 {name.zh}", f"no {name.en}"), expected=sheet)
