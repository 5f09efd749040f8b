"""Who is in post in a month, where and in which post; and who may assess whom (IV.3.0b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.language.functions import first_day, last_day
from liuguan.records.base import Day
from liuguan.records.store import all_current, table_of
from liuguan.records.tables.operators import Role
from liuguan.records.tables.people import Assignment
from liuguan.records.tables.places import Station
from liuguan.services.operators import Account
from liuguan.vocabulary import Assessor, Post

if TYPE_CHECKING:
    import polars as pl

OFFICE = frozenset({Role.HEAD, Role.CLERK})
"""Roles of the district office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InPost:
    """A worker of a month as the roster has it; None is unknown."""

    worker: str
    station: str | None
    post: str | None
    full_time: bool | None
    staff_number: str | None = None


def staff_of(session: Session, district: str, month: int) -> dict[str, InPost]:
    """Everybody in post on any day of a month, by key, as the last line of the roster in the month has them."""
    found = lines_within(session, district, first_day(month), last_day(month))
    said = ("worker", "station", "post", "full_time", "staff_number")
    return {row["worker"]: InPost(**row) for row in found.select(said).iter_rows(named=True)}


def lines_within(session: Session, district: str, first: Day, last: Day) -> pl.DataFrame:
    """The roster's lines that hold on any day from one to another, in the order of each worker's days.

    Returns:
        `worker`, `station`, `area`, `post`, `full_time`, `staff_number`, `holds_from`, `holds_to`.
    """
    import polars as pl

    from liuguan.records.frames import read_frame
    from liuguan.services.roster.timeline import DATING, with_days

    said = ("station", "area", "post", "full_time", "staff_number")
    table = table_of(Assignment)
    lines = read_frame(session.connection(), Assignment, table.c.district == district, only=(*DATING, *said))
    begun = pl.col("holds_from").is_null() | (pl.col("holds_from") <= last)
    not_ended = pl.col("holds_to").is_null() | (pl.col("holds_to") >= first)
    return with_days(lines).filter(begun & not_ended).select("worker", *said, "holds_from", "holds_to")


def units_above(session: Session, district: str) -> Mapping[str, str | None]:
    """For each station of a district the unit that it belongs to."""
    return {s.name: s.parent for s in all_current(session, Station, district=district)}


def lies_in(station: str | None, unit: str, above: Mapping[str, str | None]) -> bool:
    """Whether a station is a unit, or belongs to it at some remove."""
    while station is not None and station != unit:
        station = above.get(station)
    return station is not None


def check_own_station(
    account: Account, worker: str, station: str | None, above: Mapping[str, str | None]
) -> Refusal | None:
    """Why a station assessor has nothing to do with somebody's sheet; None where it may, and for the office."""
    if account.roles & OFFICE or (account.station and lies_in(station, account.station, above)):
        return None
    elsewhere = Text(
        "该人员不属于本站;请由其所在站点或区流管办办理",
        "the worker belongs to another station; it is for that station or the district office",
    )
    return Refusal(elsewhere, reason="not_own_station", where=worker)


def assessor_of(
    account: Account, who: InPost, station_kinds: Mapping[str, str], above: Mapping[str, str | None]
) -> Assessor:
    """As whom an account assesses somebody.

    Reading of IV.3.0b: a station (a central one too) assesses its own people, or the district office does so itself;
    those who serve in a central station are assessed by the district office; nobody assesses himself or herself.

    Raises:
        Refusal: the account is not the right assessor.
    """
    check_not_oneself(account, who.worker)
    if account.roles & OFFICE:
        return Assessor.DISTRICT_OFFICE
    if who.post is None:
        unknown = Text("岗位未知,不能确定由谁考核;请先补全花名册", "the post is unknown; complete the roster first")
        raise Refusal(unknown, reason="unknown_post", where=who.worker)
    if who.post == Post.CENTRAL:
        office = Text("中心站人员由区流管办考核", "the district office assesses central-station staff")
        raise Refusal(office, reason="wrong_assessor", where=who.worker)
    refused = check_own_station(account, who.worker, who.station, above)
    if refused is not None:
        raise refused
    return Assessor.CENTRAL_STATION if station_kinds.get(account.station) == "central" else Assessor.STATION


def check_not_oneself(account: Account, worker: str) -> None:
    """Refuse an account whose own sheet it is.

    Raises:
        Refusal: it is.
    """
    if account.worker == worker:
        own = Text("不能考核、审核本人", "nobody assesses or reviews himself or herself")
        raise Refusal(own, reason="own_sheet", where=worker)
