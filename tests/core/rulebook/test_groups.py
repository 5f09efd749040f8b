"""Figures over the members of a group, against members counted one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.rulebook.builders import LAW_FROM, Row, answers, book, run

from liuguan.language.functions import HALF_UP, Rounding, divided
from liuguan.rulebook.book import Rulebook

D = LAW_FROM


@dataclass(frozen=True)
class Figure:
    """One aggregate along the district, as declared and as the oracle counts it."""

    how: str
    of: str = "recorded_score"
    left_out: bool = False
    where: bool = False
    absent: object = None
    rounding: Rounding = HALF_UP
    ties: str = "shared"
    highest_first: bool = True

    def declared(self, name: str) -> str:
        options = f'"{self.of}", along="district", entity=WORKER_MONTH, cites="I.7", en="x", zh="x"'
        options += ', unknown="left_out"' if self.left_out else ""
        options += ', where="full_time"' if self.where else ""
        options += f", absent={self.absent!r}" if self.absent is not None else ""
        options += f", rounding={self.rounding.name}" if self.how == "mean" else ""
        options += f', ties="{self.ties}", highest_first={self.highest_first}' if self.how == "rank" else ""
        return f"{name} = {self.how}({options})\n"

    def values(self, members: Sequence[Row]) -> list[Any]:
        """What each member that counts brings; None where it, or whether it counts, is unknown."""
        counted = [m for m in members if not self.where or m["full_time"] is not False]
        return [None if self.where and m["full_time"] is None else m[self.of] for m in counted]

    def of_group(self, members: Sequence[Row]) -> tuple[object, int, int]:
        """The figure, how many members are known, and how many there are."""
        values = self.values(members)
        known = [v for v in values if v is not None]
        if self.how == "count" and self.of != "data_entry":
            figure: object = len(known)
        elif self.how == "mean":
            figure = divided(sum(known), len(known), self.rounding) if known else None if values else self.absent
        else:
            figure = sum(int(v) for v in known)
        if len(known) < len(values) and not self.left_out:
            figure = None
        return figure, len(known), len(values)

    def of_member(self, member: Row, members: Sequence[Row]) -> int | None:
        """The rank of a member."""
        values = self.values(members)
        mine = self.values([member])
        if mine in ([], [None]) or (None in values and not self.left_out):
            return None
        known = [v for v in values if v is not None]
        better = [v for v in known if (v > mine[0] if self.highest_first else v < mine[0])]
        if self.ties == "dense":
            return len(set(better)) + 1
        return len(better) + (known.count(mine[0]) if self.ties == "lower" else 1)


FIGURES = (
    *(Figure(how, of, lo, w) for how in ("total", "count") for of in ("recorded_score", "data_entry") for lo in (False, True) for w in (False, True)),
    Figure("count", "post"),
    Figure("mean"),
    Figure("mean", where=True, rounding=Rounding.UP),
    Figure("mean", left_out=True, absent=9, rounding=Rounding.DOWN),
)  # fmt: skip
RANKS = tuple(
    Figure("rank", ties=ties, highest_first=first, left_out=left_out, where=where)
    for ties in ("shared", "lower", "dense")
    for first in (True, False)
    for left_out in (False, True)
    for where in (False, True)
)
GROUPS = book("".join(f.declared(f"figure_{n}") for n, f in enumerate(FIGURES)))
PLACES = book("".join(f.declared(f"place_{n}") for n, f in enumerate(RANKS)))

workers = st.lists(
    st.fixed_dictionaries(
        {
            "worker": st.just("w"),
            "district": st.sampled_from(["a", "b", None]),
            "month": st.sampled_from([D, D + 1]),
            "recorded_score": st.none() | st.integers(0, 4),
            "data_entry": st.sampled_from([True, False, True, False, None]),
            "full_time": st.sampled_from([True, True, False, None]),
            "post": st.sampled_from(["ordinary", "central", "ordinary", None]),
        }
    ).map(dict),
    max_size=9,
).map(lambda rows: [{**row, "worker": f"w{n}"} for n, row in enumerate(rows)])
districts = st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from([D, D + 1]))).map(
    lambda found: [{"district": d, "month": m} for d, m in sorted(found)]
)


def members(rows: Sequence[Row], group: Row) -> list[Row]:
    return [r for r in rows if (r["district"], r["month"]) == (group["district"], group["month"])]


@settings(max_examples=60)
@given(rows=workers, groups=districts)
def test_figures_of_groups_are_what_counting_members_gives(rows: list[Row], groups: list[Row]) -> None:
    found = run(GROUPS, worker_month=rows, district_month=groups).frames["district_month"].to_dicts()
    named = {(r["district"], r["month"]) for r in (*rows, *groups) if r["district"] is not None}
    assert {(g["district"], g["month"]) for g in found} == named
    for group in found:
        for n, figure in enumerate(FIGURES):
            of = f"figure_{n}"
            assert (group[of], group[f"{of}·known"], group[f"{of}·members"]) == figure.of_group(members(rows, group)), (
                figure
            )


@settings(max_examples=60)
@given(rows=workers)
def test_ranks_are_what_comparing_members_gives(rows: list[Row]) -> None:
    found = run(PLACES, worker_month=rows).frame("worker_month")
    for n, figure in enumerate(RANKS):
        expected = [None if r["district"] is None else figure.of_member(r, members(rows, r)) for r in rows]
        assert found[f"place_{n}"].to_list() == expected, figure


# ---- the same in single sentences


def worker(score: int | None, district: str | None = "a", **more: object) -> Row:
    return {"worker": "w", "district": district, "month": D, "recorded_score": score, **more}


def ranks(scores: Sequence[int | None], **options: object) -> list[object]:
    given_options = ", ".join(f"{k}={v!r}" for k, v in options.items())
    of = book(
        f'place = rank("recorded_score", along="district", entity=WORKER_MONTH, cites="I.7", en="x", zh="x", {given_options})\n'
    )
    return answers(of, "place", "worker_month", [{**worker(s), "worker": str(n)} for n, s in enumerate(scores)])


def test_two_who_are_equal_share_the_better_place() -> None:
    assert ranks([90, 80, 80, 70]) == [1, 2, 2, 4]


def test_two_who_are_equal_take_the_worse_place() -> None:
    assert ranks([90, 80, 80, 70], ties="lower") == [1, 3, 3, 4]


def test_dense_places_leave_no_gap() -> None:
    assert ranks([90, 80, 80, 70], ties="dense") == [1, 2, 2, 3]


def test_the_lowest_can_come_first() -> None:
    assert ranks([90, 80, 70], highest_first=False) == [3, 2, 1]


def test_one_unknown_score_makes_all_places_unknown() -> None:
    assert ranks([90, None, 70]) == [None, None, None]


def test_an_unknown_score_can_be_left_out() -> None:
    assert ranks([90, None, 70], unknown="left_out") == [1, None, 2]


def a_book(declared: str) -> Rulebook:
    return book(f'figure = {declared[:-1]}, cites="I.7", en="x", zh="x")\n')


def test_a_group_without_members_sums_to_nothing_and_has_no_average() -> None:
    groups: list[Row] = [{"district": "a", "month": D}]
    assert answers(a_book('total("paid_net", along="district")'), "figure", "district_month", groups) == [0]
    assert answers(a_book('count("paid_net", along="district")'), "figure", "district_month", groups) == [0]
    average = a_book('mean("paid_net", along="district", rounding=HALF_UP)')
    assert answers(average, "figure", "district_month", groups) == [None]


def test_workers_without_a_district_are_in_no_group() -> None:
    of = book(
        'figure = total("paid_net", along="district", cites="I.7", en="x", zh="x")\n\n\n'
        '@rule(cites="I.7")\ndef share(paid_net: Fen, figure: Fen) -> Fen:\n    return figure - paid_net\n'
    )
    rows: list[Row] = [
        {"worker": "1", "district": "a", "month": D, "paid_net": 3},
        {"worker": "2", "district": None, "month": D, "paid_net": 4},
        {"worker": "3", "district": "a", "month": D, "paid_net": 5},
    ]
    assert answers(of, "share", "worker_month", rows) == [5, None, 3]


def test_items_belong_to_their_worker_and_month() -> None:
    of = a_book('total("done", along="worker")')
    items = [
        {"worker": w, "month": m, "item": i, "done": n}
        for w, m, i, n in (
            ("1", D, "x", 1),
            ("1", D, "y", 2),
            ("1", D + 1, "x", 4),
            ("2", D, "x", 8),
            (None, D, "x", 16),
        )
    ]
    rows = [{"worker": w, "month": m} for w, m in (("1", D), ("1", D + 1), ("2", D), ("2", D + 1))]
    assert answers(of, "figure", "worker_month", rows, item_month=items) == [3, 4, 8, 0]


def test_stations_of_one_name_in_two_districts_are_two() -> None:
    of = a_book('count("full_time", along="station")')
    rows = [{"worker": d, "district": d, "station": "s", "month": D, "full_time": True} for d in "ab"]
    stations = [{"district": d, "station": "s", "month": D} for d in "ab"]
    assert answers(of, "figure", "station_month", stations, worker_month=rows) == [1, 1]


def test_a_value_along_a_link_is_what_the_group_has() -> None:
    of = a_book('value("headcount", along="district", entity=WORKER_MONTH)')
    groups = [{"district": "a", "month": D, "headcount": 7}]
    rows = [worker(1), worker(1, "b"), worker(1, None), {**worker(1), "month": D + 1}]
    assert answers(of, "figure", "worker_month", rows, district_month=groups) == [7, None, None, None]


def test_a_figure_of_a_figure() -> None:
    of = book(
        'by_station = total("paid_net", along="station", cites="I.7", en="x", zh="x")\n'
        'by_district = total("by_station", along="district", cites="I.7", en="x", zh="x")\n'
    )
    rows = [
        {"worker": f"{n}", "district": "a", "station": s, "month": D, "paid_net": n}
        for n, s in ((1, "s"), (2, "s"), (4, "t"))
    ]
    assert answers(of, "by_district", "district_month", [{"district": "a", "month": D}], worker_month=rows) == [7]


def test_a_group_with_two_rows_of_its_own_counts_its_members_once() -> None:
    of = a_book('total("paid_net", along="district")')
    rows = [{"worker": "1", "district": "a", "month": D, "paid_net": 3}]
    twice = [{"district": "a", "month": D}, {"district": "a", "month": D}]
    assert answers(of, "figure", "district_month", twice, worker_month=rows) == [3, 0]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_order_of_rows_never_matters(order: list[int]) -> None:
    rows = [{"worker": str(n), "district": "ab"[n % 2], "month": D, "recorded_score": n} for n in range(3)]
    found = run(PLACES, worker_month=[rows[n] for n in order]).frame("worker_month")
    assert found.sort("worker")["place_0"].to_list() == [2, 1, 1]
