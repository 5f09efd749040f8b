"""Who each row is about: by ID number, else by staff number, else by a name that only one person has.

A person is an opaque key from here on. Messages name rows, never people.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from liuguan.errors import Text
from liuguan.exchange.gathering import Gathered
from liuguan.facts import identity

_SOUGHT = {
    "no": ("district", "@worker_no"),
    "name": ("district", "@name"),
    "place": ("district", "station", "@name"),
}
PERSON_COLUMNS = ("@id_number", "@worker_no", "@name", "@station", "@street")
BY_NUMBER, BY_STAFF_NUMBER, BY_NAME = "id", "no", "name"
"""What a key follows from; it is the first part of what is hashed."""
LISTED = dict.fromkeys(("district", "worker", "@worker_no", "@name", "station", "@by_id"), pl.String)
"""By what people are found on a roster."""


def with_person_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with every column that tells people apart, null where the sheet has none; `station` among them.

    A staff number that is an ID number is dropped: it would name the person in every finding.
    """
    missing = [c for c in PERSON_COLUMNS if c not in rows.columns]
    full = rows.with_columns(pl.lit(None, dtype=pl.String).alias(c) for c in missing)
    number = pl.col("@worker_no")
    return full.with_columns(
        pl.when(~number.str.to_uppercase().str.contains(identity.FORM)).then(number).alias("@worker_no"),
        pl.coalesce("@station", "@street").alias("station"),
        pl.col("@name").str.replace_all(r"\s", "").alias("@name"),
    )


def said_by_number(numbers: pl.Series) -> list[pl.Series]:
    """`id_number_valid`, `id_birth_date` and `id_gender` of ID numbers, row by row."""
    read = identity.read_numbers(numbers)
    return [
        read["valid"].alias("id_number_valid"), read["birth_date"].alias("id_birth_date"),
        read["gender"].alias("id_gender"),
    ]  # fmt: skip


def _keys(rows: pl.DataFrame, sort: str, *columns: str) -> pl.DataFrame:
    """For each distinct combination of columns, the key of a person."""
    distinct = rows.select(columns).drop_nulls().unique(maintain_order=True)
    keys = [identity.worker_key(sort, *map(str, row)) for row in distinct.iter_rows()]
    return distinct.with_columns(pl.Series(f"@by_{sort}", keys, dtype=pl.String))


def _with_own_keys(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_columns(identity.read_numbers(rows["@id_number"])["long"].alias("@long"))
    for sort, columns in (
        (BY_NUMBER, ("@long",)),
        (BY_STAFF_NUMBER, ("district", "@worker_no")),
        (BY_NAME, ("district", "@name")),
    ):
        rows = rows.join(_keys(rows, sort, *columns), on=list(columns), how="left", maintain_order="left")
    return rows.drop("@long")


def roster_people(gathered: Gathered, roster: pl.DataFrame) -> pl.DataFrame:
    """Rows of the roster with `worker`; a row without ID, staff number and name is a problem."""
    rows = _with_own_keys(with_person_columns(roster))
    rows = rows.with_columns(pl.coalesce("@by_id", "@by_no", "@by_name").alias("worker"))
    return _refuse_nobody(gathered, rows)


def other_people(
    gathered: Gathered, rows: pl.DataFrame, roster: pl.DataFrame | None, listed: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Rows of another form with `worker`, found on the roster where they do not say who they are about.

    Args:
        roster: rows of the roster, see `roster_people`.
        listed: who stands on rosters that were read before, as `LISTED`.
    """
    rows = _with_own_keys(with_person_columns(rows))
    rosters = [pl.DataFrame(schema=LISTED), *(f.select(*LISTED) for f in (roster, listed) if f is not None)]
    everyone = pl.concat(rosters)
    known = everyone.with_columns(pl.col("@by_id").is_not_null().alias("@has_id"))
    listed = everyone.select("district", pl.col("worker").alias("@by_id")).unique().with_columns(
        pl.lit(True).alias("@listed")
    )  # fmt: skip
    rows = rows.join(listed, on=["district", "@by_id"], how="left", maintain_order="left")
    for name, columns in _SOUGHT.items():
        index = known.drop_nulls(list(columns)).group_by(columns).agg(
            pl.col("worker").n_unique().alias(f"@{name}_count"),
            pl.when(pl.col("worker").n_unique() == 1).then(pl.col("worker").first()).alias(f"@{name}_worker"),
            pl.col("@has_id").any().alias(f"@{name}_has_id"),
        )  # fmt: skip
        rows = rows.join(index, on=list(columns), how="left", maintain_order="left")
    # an ID number that the roster lacks belongs to the roster's person of that name only if that one has none
    strange = pl.col("@by_id").is_not_null() & pl.col("@listed").is_null()
    unnumbered = pl.coalesce(
        *(pl.when(strange & ~pl.col(f"@{n}_has_id")).then(pl.col(f"@{n}_worker")) for n in ("no", "name", "place"))
    )
    found = pl.coalesce("@no_worker", "@name_worker", "@place_worker")
    several = (pl.col("@name_count") > 1) & found.is_null()
    rows = rows.with_columns(
        pl.coalesce(
            unnumbered,
            "@by_id",
            found,
            pl.when(~several.fill_null(False)).then(pl.coalesce("@by_no", "@by_name")),
        ).alias("worker"),
        (several & pl.col("@by_id").is_null()).fill_null(False).alias("@several"),
    )
    for sheet, row in rows.filter("@several").select("@sheet", "@row").iter_rows():
        several_people = Text("花名册上有多人同名", "a name that several people on the roster have")
        gathered.reject(sheet, row, several_people, Text("身份证号或工号", "身份证号 or 工号"))
    helpers = [c for n in _SOUGHT for c in (f"@{n}_count", f"@{n}_worker", f"@{n}_has_id")]
    rows = _refuse_nobody(gathered, rows.filter(~pl.col("@several")))
    return rows.drop("@several", "@listed", *helpers)


def numbered(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Rows in which whoever has an ID number on any form of the district goes by it on all of them.

    Args:
        frames: resolved rows by form code.
    """
    keys = pl.concat([f.select("district", "worker", "@by_id") for f in frames.values()]).unique()
    own = keys.filter(pl.col("@by_id") == pl.col("worker")).select("district", "worker")
    found = keys.drop_nulls("@by_id").filter(pl.col("@by_id") != pl.col("worker"))
    found = found.join(own.rename({"worker": "@by_id"}), on=["district", "@by_id"], how="anti")
    once = ~pl.struct("district", "worker").is_duplicated() & ~pl.struct("district", "@by_id").is_duplicated()
    certain = found.filter(once).rename({"@by_id": "@certain"})
    if not certain.height:
        return dict(frames)
    return {
        code: f.join(certain, on=["district", "worker"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("@certain", "worker").alias("worker"))
        .drop("@certain")
        for code, f in frames.items()
    }


def _refuse_nobody(gathered: Gathered, rows: pl.DataFrame) -> pl.DataFrame:
    for sheet, row in rows.filter(pl.col("worker").is_null()).select("@sheet", "@row").iter_rows():
        nobody = Text("既无身份证号也无姓名", "neither an ID number nor a name")
        gathered.reject(sheet, row, nobody, Text("身份证号或姓名", "身份证号 or 姓名"))
    return rows.filter(pl.col("worker").is_not_null())


def people_of(gathered: Gathered, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Whom all forms together speak of.

    Args:
        frames: resolved rows by form code, the most trusted first.

    Returns:
        One row per `worker`: `id_number` (normal, as written), `name`, `district`, `staff_number` as they are first
        written, and `id_number_valid`, `id_birth_date`, `id_gender` by the number.
    """
    columns = ["district", "worker", "@sheet", "@row", "@id_number", "@worker_no", "@name"]
    rows = pl.concat([f.select(columns) for f in frames.values()])
    paths = [gathered.files[s.file].path + (f"#{s.name}!" if s.name else "#") for s in gathered.sheets]
    place = pl.col("@sheet").replace_strict(dict(enumerate(paths)), return_dtype=pl.String)
    rows = rows.with_columns((place + pl.col("@row").cast(pl.String)).alias("@place"))
    _note_two_names(gathered, rows)
    _note_old_numbers(gathered, rows)
    known = {"id_number": "@id_number", "name": "@name", "district": "district", "staff_number": "@worker_no"}
    people = rows.group_by("worker", maintain_order=True).agg(
        pl.col(column).drop_nulls().first().alias(name) for name, column in known.items()
    )
    return people.with_columns(said_by_number(people["id_number"]))


def _note_two_names(gathered: Gathered, rows: pl.DataFrame) -> None:
    named = rows.filter(pl.col("@id_number").is_not_null() & pl.col("@name").is_not_null())
    first = pl.col("@name").first().over("worker")
    other = named.with_columns(first.alias("@first"), pl.col("@place").first().over("worker").alias("@where"))
    for sheet, row, where in (
        other.filter(pl.col("@name") != pl.col("@first")).unique(["worker", "@name"], maintain_order=True)
        .select("@sheet", "@row", "@where").iter_rows()
    ):  # fmt: skip
        at = gathered.sheets[sheet]
        text = Text(
            f"同一身份证号有两个姓名;另一处在 {where}", f"one ID number with two names; the other stands at {where}"
        )
        gathered.notice(at.file, at.row(row), text)


def _note_old_numbers(gathered: Gathered, rows: pl.DataFrame) -> None:
    old = rows.filter(pl.col("@id_number").str.contains("^[0-9]{15}$")).group_by("@sheet").len().sort("@sheet")
    for sheet, count in old.iter_rows():
        at = gathered.sheets[sheet]
        text = Text(
            f"{count} 个 15 位身份证号;旧证已于 2013-01-01 停用",
            f"{count} ID numbers of 15 digits; their cards ended on 2013-01-01",
        )
        gathered.notice(at.file, at.name, text)
