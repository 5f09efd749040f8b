"""Where somebody serves and what they do there: station, post and duties, four fixings, daily leaders, star."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import Field

from liuguan.errors import Refusal, Text
from liuguan.records.base import Day
from liuguan.records.tables.people import Assignment
from liuguan.records.tables.places import Station
from liuguan.services.commands import PersonalText, Task, command
from liuguan.services.roster.changing import OFFICE, RosterChange, record_change
from liuguan.services.roster.words import PostWord


class TransferToStation(RosterChange):
    """Let a worker serve at another station of the district; seniority goes on."""

    station: str
    area: str | None = None


@command(TransferToStation, "roster.transfer", may=OFFICE, zh="调整站点", en="transfer a worker to another station")
def transfer_to_station(task: Task, order: TransferToStation) -> Assignment:
    """Transfer within the district.

    Raises:
        Refusal: the district has entered its stations and none of that name exists on the day.
    """
    street = _street_of(task, order.district, order.station, order.from_day)
    holds = {"station": order.station, "area": order.area, **({"street": street} if street else {})}
    return record_change(task, order, "transfer", holds)


def _street_of(task: Task, district: str, station: str, day: Day) -> str | None:
    """The street that a station belongs to; None where it is one itself or none is entered."""
    entered = task.work.all(Station, district=district)
    exists = {s.name: s for s in entered if s.valid_from <= day and (s.valid_to is None or day < s.valid_to)}
    if entered and station not in exists:
        none = Text("该日没有此站点", "there is no such station on that day")
        raise Refusal(none, reason="unknown_station", where=station)
    at = exists.get(station)
    while at is not None and at.kind != "street":
        at = exists.get(at.parent or "")
    return at.name if at is not None else None


class ChangePost(RosterChange):
    """Give a worker another post or other duties; what is left out stays as it is."""

    post: PostWord | None = None
    data_entry: bool | None = None
    collects_and_enters: bool | None = None
    full_time: bool | None = None


@command(ChangePost, "roster.change_post", may=OFFICE, zh="变更岗位", en="change a worker's post or duties")
def change_post(task: Task, order: ChangePost) -> Assignment:
    """Change post, data entry or full time (II.6, II.11)."""
    return record_change(task, order, "change_of_post", given(order))


class SetPointsDuty(RosterChange):
    """Record the days on which a worker assists points-based management; without a last day, until further notice."""

    last_day: datetime.date | None = None


@command(SetPointsDuty, "roster.points_duty", may=OFFICE, zh="登记积分管理协助", en="record points-management duty")
def set_points_duty(task: Task, order: SetPointsDuty) -> Assignment:
    """Record the spell (II.9).

    Raises:
        Refusal: it ends before it begins.
    """
    refuse_backwards(order.from_day, order.last_day)
    return record_change(
        task, order, "points_duty", {"points_from": order.from_day, "points_to": order.last_day}
    )  # fmt: skip


class FixDuties(RosterChange):
    """Fix person, post, task and responsibility; what is left out stays as it is."""

    fixed_person: PersonalText | None = None
    fixed_post: str | None = None
    fixed_task: str | None = None
    fixed_responsibility: str | None = None
    area: str | None = None


@command(FixDuties, "roster.fix", may=OFFICE, zh="登记四定", en="record the four fixings")
def fix_duties(task: Task, order: FixDuties) -> Assignment:
    """Record the four fixings and the area (III.1)."""
    return record_change(task, order, "fixings", given(order))


class NameLeaders(RosterChange):
    """Name who leads a worker from day to day; what is left out stays as it is."""

    community_director: PersonalText | None = None
    community_officer: PersonalText | None = None


@command(NameLeaders, "roster.leaders", may=OFFICE, zh="登记日常领导", en="name a worker's daily leaders")
def name_leaders(task: Task, order: NameLeaders) -> Assignment:
    """Name community director and community officer (I.4)."""
    return record_change(task, order, "leaders", given(order))


class GradeStar(RosterChange):
    """Record the star grade that a review gave."""

    star: Annotated[int, Field(ge=0, le=5)]


@command(GradeStar, "roster.star", may=OFFICE, zh="登记星级", en="record a star grade")
def grade_star(task: Task, order: GradeStar) -> Assignment:
    """Record a star grade (II.5)."""
    return record_change(task, order, "star", {"star": order.star})


def given(order: RosterChange) -> dict[str, Any]:
    """The fields of an order, beside those of every change, that were filled; a null that was written counts.

    Raises:
        Refusal: none was.
    """
    own = order.model_fields_set - set(RosterChange.model_fields)
    if not own:
        raise Refusal(Text("没有要改的内容", "nothing to change is given"), reason="no_change", where=order.worker)
    return {name: getattr(order, name) for name in type(order).model_fields if name in own}


def refuse_backwards(first: Day, last: Day | None) -> None:
    """Refuse a spell that ends before it begins.

    Raises:
        Refusal: it does.
    """
    if last is not None and last < first:
        backwards = Text(f"止日早于起日 {first}", f"it ends before it begins on {first}")
        raise Refusal(backwards, reason="bad_order", where=str(last))


__all__ = [
    "ChangePost", "FixDuties", "GradeStar", "NameLeaders", "SetPointsDuty", "TransferToStation", "change_post",
    "fix_duties", "given", "grade_star", "name_leaders", "refuse_backwards", "set_points_duty", "transfer_to_station",
]  # fmt: skip
