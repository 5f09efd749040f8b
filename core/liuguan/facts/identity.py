"""ID numbers (GB 11643-1999): whether one can be right, what it says, how it is hidden.

An 18-digit number is six digits of area, eight of birth date, three of sequence (odd for men) and a check
character by ISO 7064 MOD 11-2. A 15-digit number has a two-digit year of the 1900s and no check character;
cards that carried one ended on 2013-01-01. The area is not checked: a retired code stays right for life.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
FORM = r"^(?:[0-9]{17}[0-9X]|[0-9]{15})$"
_KEY = b"liuguan worker key 1"


def normal(number: pl.Expr) -> pl.Expr:
    """An ID number as it is compared: NFKC, without blanks, in capitals; null where empty."""
    plain = number.str.normalize("NFKC").str.replace_all(r"[\s'\u200b\ufeff]", "").str.to_uppercase()
    return pl.when(plain != "").then(plain)


def read_numbers(numbers: pl.Series) -> pl.DataFrame:
    """What ID numbers say, row by row.

    Args:
        numbers: text as written, or normal.

    Returns:
        `number` (normal), `long` (the 18-digit form; null where it has neither form), `birth_date`, `gender`
        (`man`, `woman`), `valid` (null only where there is no number) and `masked`.
    """
    # step by step, each on a column that is there: nested, these expressions would be planned for a second
    frame = pl.DataFrame({"number": numbers}).select(normal(pl.col("number")))
    frame = frame.with_columns(
        pl.when(pl.col("number").str.contains(r"^[0-9]{17}[0-9X]$")).then("number").alias("long"),
        pl.when(pl.col("number").str.contains(r"^[0-9]{15}$")).then("number").alias("short"),
    )
    body = pl.concat_str(pl.col("short").str.slice(0, 6), pl.lit("19"), pl.col("short").str.slice(6))
    frame = frame.with_columns(pl.coalesce("long", body).alias("body"))
    frame = frame.with_columns(_check("body").alias("check"))
    frame = frame.with_columns(pl.coalesce("long", pl.concat_str("body", "check")).alias("long"))
    day = pl.col("long").str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    odd = pl.col("long").str.slice(16, 1).cast(pl.Int64, strict=False) % 2
    right = (pl.col("long").str.slice(17, 1) == pl.col("check")) & ~pl.col("long").str.starts_with("0")
    frame = frame.with_columns(
        pl.when(day.dt.year().is_between(1900, 2100)).then(day).alias("birth_date"),
        pl.when(odd == 1).then(pl.lit("man")).when(odd == 0).then(pl.lit("woman")).alias("gender"),
        right.alias("right"),
    )
    valid = (pl.col("right") & pl.col("birth_date").is_not_null()).fill_null(False)
    stars = pl.when(pl.col("short").is_null()).then(pl.lit("*" * 11)).otherwise(pl.lit("*" * 8))
    masked = pl.concat_str(pl.col("number").str.head(3), stars, pl.col("number").str.tail(4))
    return frame.select(
        "number",
        "long",
        "birth_date",
        "gender",
        pl.when(pl.col("number").is_not_null()).then(valid).alias("valid"),
        pl.when(pl.col("long").is_not_null()).then(masked).alias("masked"),
    )


def _check(body: str) -> pl.Expr:
    places = (pl.col(body).str.slice(i, 1).cast(pl.Int64, strict=False) for i in range(len(WEIGHTS)))
    total = pl.sum_horizontal(*(p * w for p, w in zip(places, WEIGHTS, strict=True)), ignore_nulls=False)
    return (total % 11).replace_strict(range(11), list(CHECK_CHARACTERS), default=None, return_dtype=pl.String)


def mask(number: str) -> str:
    """The same for one number; what has not the form of an ID number is hidden whole."""
    if len(number) not in (15, 18):
        return "*" * min(len(number), 18)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def worker_key(*parts: str) -> str:
    """An opaque, stable key of a person: the same parts give the same key in every run and on every machine.

    The parts are the 18-digit number, or where there is none, district and name or staff number. The key only
    keeps the number out of sight, in files, messages and logs: whoever has the program can try all numbers of
    a district and a birth year in seconds. It is no protection against that, and must not be published.
    """
    return "w" + blake2b("\x1f".join(parts).encode(), key=_KEY, digest_size=10).hexdigest()
