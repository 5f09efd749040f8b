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
LAST_MONTH_OF_15_DIGITS = 2012 * 12 + 11
_KEY = b"liuguan worker key 1"


def normal(number: pl.Expr) -> pl.Expr:
    """An ID number as it is compared: NFKC, without blanks, in capitals; null where empty."""
    plain = number.str.normalize("NFKC").str.replace_all(r"[\s'\u200b\ufeff]", "").str.to_uppercase()
    return pl.when(plain != "").then(plain)


def has_form(number: pl.Expr) -> pl.Expr:
    """Whether a normal number has 18 or 15 places of the right sort."""
    return number.str.contains(FORM)


def in_18_digits(number: pl.Expr) -> pl.Expr:
    """A normal number in its 18-digit form; null where it has neither form."""
    long = pl.when(number.str.contains(r"^[0-9]{17}[0-9X]$")).then(number)
    short = pl.when(number.str.contains(r"^[0-9]{15}$")).then(number)
    body = pl.concat_str(short.str.slice(0, 6), pl.lit("19"), short.str.slice(6))
    return pl.coalesce(long, pl.concat_str(body, _check(body)))


def birth_date(number: pl.Expr) -> pl.Expr:
    """The birth date that a normal number states; null where it states none."""
    day = in_18_digits(number).str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return pl.when(day.dt.year().is_between(1900, 2100)).then(day)


def gender(number: pl.Expr) -> pl.Expr:
    """`man` or `woman` by the sequence; null where the number has no right form."""
    odd = in_18_digits(number).str.slice(16, 1).cast(pl.Int64, strict=False) % 2
    return pl.when(odd == 1).then(pl.lit("man")).when(odd == 0).then(pl.lit("woman"))


def is_valid(number: pl.Expr) -> pl.Expr:
    """Whether a normal number has a right form, a birth date that exists and the right check character."""
    long = in_18_digits(number)
    right = (long.str.slice(17, 1) == _check(long)) & ~long.str.starts_with("0")
    return pl.when(number.is_not_null()).then((right & birth_date(number).is_not_null()).fill_null(False))


def _check(body: pl.Expr) -> pl.Expr:
    total = pl.sum_horizontal(
        *(body.str.slice(i, 1).cast(pl.Int64, strict=False) * weight for i, weight in enumerate(WEIGHTS)),
        ignore_nulls=False,
    )
    return (total % 11).replace_strict(
        list(range(11)), list(CHECK_CHARACTERS), default=None, return_dtype=pl.String
    )


def masked(number: pl.Expr) -> pl.Expr:
    """`320***********1234`: the first three places, stars, the last four."""
    stars = pl.when(number.str.len_chars() == 18).then(pl.lit("*" * 11)).otherwise(pl.lit("*" * 8))
    return pl.when(has_form(number)).then(pl.concat_str(number.str.head(3), stars, number.str.tail(4)))


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
