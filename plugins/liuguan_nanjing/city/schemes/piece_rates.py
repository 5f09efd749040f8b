"""Scheme V4: a base for everybody, and pieces by rate and workload up to a cap."""

from __future__ import annotations

from liuguan import (
    HALF_UP,
    ITEM_MONTH,
    STATION_MONTH,
    Bands,
    Count,
    Fen,
    Item,
    Percent,
    Table,
    first_known,
    per,
    rule,
    share_of,
    total,
)


@rule(cites=("II.12", "IV.3.0c"), zh="标准高出基数的部分", reading_of="at_stake")
def above_base(standard_wage: Fen, base_pay: Fen) -> Fen:
    """All of the standard above a base that is the same in every post."""
    return max(standard_wage - base_pay, 0)


@rule(entity=ITEM_MONTH, cites=("IV.3.1", "IV.3.3", "IV.3.5"), zh="计件工资", offered=True)
def piece_pay(item: Item, units_counted: Count, false_records: Count, piece_rates: Table[Item, Fen]) -> Fen:
    """Units by the item's rate; nothing for an item in which a false record was found that month."""
    rate = first_known(piece_rates[item], 0)
    if rate == 0 or false_records > 0:
        return 0
    return units_counted * rate


pieces_total = total(
    "piece_pay",
    along="worker",
    offered=True,
    cites=("IV.3.1", "IV.3.3"),
    en="Pieces of all items",
    zh="计件合计",
)
false_records_total = total(
    "false_records",
    along="worker",
    offered=True,
    cites="IV.3.5",
    en="False records of all items",
    zh="虚假数据合计",
)


@rule(entity=STATION_MONTH, cites=("I.7", "IV.3.1"), zh="人均服务人口", offered=True)
def migrants_per_worker(actual_migrants: Count, effective_headcount: Count) -> Count:
    """Migrants of the station for each of its effective workers; unknown where there are none."""
    return per(actual_migrants, effective_headcount)


@rule(
    cites=("II.12", "IV.3.0c", "IV.3.1", "IV.3.5"),
    zh="计件乘以工作量系数，封顶",
    reading_of="performance_pay",
)
def pieces_by_workload(
    pieces_total: Fen,
    itemised_sheets: Count,
    false_records_total: Count,
    migrants_per_worker: Count,
    workload_bands: Bands[Count, Percent],
    piece_cap: Fen,
    less_per_false_record: Fen,
) -> Fen:
    """Pieces by the workload coefficient of the station, up to a cap, less an amount for each false record.

    The cap holds after the coefficient. Unknown where the month has no items on record.
    """
    weighted = share_of(pieces_total, workload_bands[migrants_per_worker], HALF_UP)
    earned = max(min(weighted, piece_cap) - false_records_total * less_per_false_record, 0)
    return per(earned, itemised_sheets)
