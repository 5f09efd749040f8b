"""What a row is linked to, against looking it up by hand: many workers, stations, periods and missing rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.rulebook.builders import LAW_FROM, Row, book, run

D = LAW_FROM
RULES = """
@rule(entity=DISTRICT_MONTH, cites="I.7")
def of_district(headcount: Count) -> Count:
    return headcount + 1


@rule(entity=STATION_MONTH, cites="I.7")
def of_station(registration_percent: Percent) -> Percent:
    return registration_percent + 1


@rule(cites="I.7")
def through_district(of_district: Count) -> Count:
    return of_district


@rule(cites="I.7")
def through_station(of_station: Percent) -> Percent:
    return of_station


@rule(entity=DUTY_PERIOD, cites="I.7")
def from_period(of_district: Count, paid_days: Days, from_day: Date, to_day: Date) -> Days:
    return days_between(from_day, to_day) + 1 if of_district > 0 and paid_days >= 0 else 0


@rule(entity=ITEM_MONTH, cites="I.7")
def from_item(through_station: Percent, done: Count) -> Percent:
    return through_station * done


days_in_all = total("from_period", along="worker", cites="I.7", en="x", zh="x")
items_in_all = count("done", along="worker", cites="I.7", en="x", zh="x")
"""
BOOK = book(RULES)
MONTHS = (D, D + 1)


def some(keys: st.SearchStrategy[tuple[object, ...]], names: Sequence[str], most: int) -> st.SearchStrategy[list[Row]]:
    """Rows with distinct keys, in any order."""
    return st.lists(keys, unique=True, max_size=most).map(lambda rows: [dict(zip(names, r, strict=True)) for r in rows])


@st.composite
def offices(draw: st.DrawFn) -> dict[str, list[Row]]:
    """A district, or several, with rows missing on every side."""
    one = draw(st.booleans())
    districts = st.just("a") if one else st.sampled_from(["a", "b", None])
    months = st.sampled_from(MONTHS)
    names = st.sampled_from(["w1", "w2", "w3", "w4"])
    people = draw(some(st.tuples(names, months), ("worker", "month"), 6))
    workers: list[Row] = [
        {
            **p,
            "district": draw(districts),
            "station": draw(st.sampled_from(["s", "t", None])),
            "paid_days": draw(st.none() | st.integers(0, 31)),
        }
        for p in people
    ]
    groups = draw(some(st.tuples(st.sampled_from("a" if one else "ab"), months), ("district", "month"), 4))
    stations = draw(
        some(
            st.tuples(st.sampled_from("a" if one else "ab"), st.sampled_from("st"), months),
            ("district", "station", "month"),
            5,
        )
    )
    items = draw(st.lists(st.tuples(names, months, st.none() | st.integers(0, 3)), max_size=5))
    return {
        "worker_month": workers,
        "district_month": [{**g, "headcount": draw(st.none() | st.integers(0, 9))} for g in groups],
        "station_month": [{**s, "registration_percent": draw(st.none() | st.integers(0, 9))} for s in stations],
        "item_month": [
            {"worker": w, "month": m, "item": f"i{n}", "done": d, "district": "a"} for n, (w, m, d) in enumerate(items)
        ],
    }


def index(rows: Sequence[Row], keys: Sequence[str], value: str) -> Mapping[object, int | None]:
    return {tuple(r[k] for k in keys): r[value] for r in rows}  # type: ignore[misc]  # a count or unknown


@settings(max_examples=80)
@given(facts=offices())
def test_a_row_sees_what_it_is_linked_to(facts: dict[str, list[Row]]) -> None:
    given_facts = {entity: rows for entity, rows in facts.items() if rows}
    if not given_facts:
        return
    found = run(BOOK, **given_facts)
    heads = index(facts["district_month"], ("district", "month"), "headcount")
    rates = index(facts["station_month"], ("district", "station", "month"), "registration_percent")
    rows = facts["worker_month"]
    through_district = [heads.get((r["district"], r["month"])) for r in rows]
    through_station = [rates.get((r["district"], r["station"], r["month"])) for r in rows]
    if rows:
        workers = found.frame("worker_month")
        assert workers["through_district"].to_list() == [None if h is None else h + 1 for h in through_district]
        assert workers["through_station"].to_list() == [None if r is None else r + 1 for r in through_station]
        days = [
            None if head is None or r["paid_days"] is None else 31
            for r, head in zip(rows, through_district, strict=True)
        ]
        assert workers["days_in_all"].to_list() == days
        dones = [
            [i["done"] for i in facts["item_month"] if (i["worker"], i["month"]) == (r["worker"], r["month"])]
            for r in rows
        ]
        assert workers["items_in_all"].to_list() == [None if None in d else len(d) for d in dones]
    if facts["item_month"]:
        station = {(r["worker"], r["month"]): s for r, s in zip(rows, through_station, strict=True)}
        seen = [station.get((i["worker"], i["month"])) for i in facts["item_month"]]
        expected = [
            None if s is None or i["done"] is None else (s + 1) * int(str(i["done"]))
            for s, i in zip(seen, facts["item_month"], strict=True)
        ]
        assert found.frame("item_month")["from_item"].to_list() == expected
