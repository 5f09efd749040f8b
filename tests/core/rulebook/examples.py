"""A made-up city and district that use every part of the rule language, and half a year of facts."""

from __future__ import annotations

from random import Random

from tests.core.rulebook.builders import DISTRICT, LAW_FROM, Row, day

CITY_RULES = '''
@rule(entity=(DISTRICT_MONTH, STATION_MONTH), cites="I.7", zh="按人口")
def required_by_migrants(actual_migrants: Count, per_worker: Count) -> Count:
    """Workers by migrants."""
    return round_up(actual_migrants, per_worker)


@rule(entity=DISTRICT_MONTH, cites="II.2")
def minimum_wage(district: District, minimum_by_district: Table[District, Fen]) -> Fen:
    """Minimum wage."""
    return minimum_by_district[district]


standard_wage = question(entity=DUTY_PERIOD, kind=Fen, cites="II.2", en="Standard", zh="标准")


@rule(entity=DUTY_PERIOD, cites="II.2", reading_of="standard_wage")
def by_post(post: Post, data_entry: Flag, standard_by_post: Table[Post, Fen], uplift: Fen) -> Fen:
    """By post."""
    base = standard_by_post[post]
    return base + uplift if data_entry else base


@rule(entity=DUTY_PERIOD, cites="II.2")
def days_on_duty(from_day: Date, to_day: Date) -> Days:
    """Days."""
    return days_between(from_day, to_day) + 1


@rule(entity=DUTY_PERIOD, cites="II.2")
def wage_days(standard_wage: Fen, days_on_duty: Days) -> Fen:
    """Wage by days."""
    return standard_wage * days_on_duty


wage_days_total = total("wage_days", along="worker", cites="II.2", en="x", zh="x")
days_total = total("days_on_duty", along="worker", cites="II.2", en="x", zh="x")


@rule(cites="II.2")
def full_standard(wage_days_total: Fen, days_total: Days) -> Fen:
    """Standard of the month, rounded once."""
    return wage_days_total // max(days_total, 1)


supplements = fold("sum_of_nonnegative", entity=WORKER_MONTH, kind=Fen, cites="II.5", en="x", zh="x")
performance_pay = question(kind=Fen, cites="IV.3.0c", en="x", zh="x", at_least=0)


@rule(cites="IV.3.0c", reading_of="performance_pay")
def coefficient_bands(recorded_score: Points, performance_base: Fen, coefficient_bands: Bands[Points, Percent]) -> Fen:
    """By bands."""
    return share_of(performance_base, coefficient_bands[recorded_score], HALF_UP)


@rule(cites="IV.3.0c", reading_of="performance_pay")
def fixed(fixed_amount: Fen) -> Fen:
    """Fixed."""
    return fixed_amount


@rule(cites="II.5", declaration="at_least")
def allowance(data_entry: Flag, entry_allowance: Fen) -> Fen:
    """For data entry."""
    return entry_allowance if first_known(data_entry, False) else 0


@supplement(cites="II.5", offered=True)
def star_pay(star: Star, star_table: Table[Star, Fen]) -> Fen:
    """By star."""
    return star_table[star]


@rule(cites="II.4")
def gross_pay(full_standard: Fen, performance_pay: Fen, supplements: Fen, allowance: Fen) -> Fen:
    """Gross pay."""
    return full_standard + performance_pay + supplements + allowance


@rule(cites="II.4")
def margin(gross_pay: Fen, minimum_wage: Fen) -> Fen:
    """Over the minimum."""
    return gross_pay - minimum_wage


gross_to_date = total("gross_pay", over=year_to_date, cites="II.4", en="x", zh="x")
score_before = value("recorded_score", over=month_before, absent=0, cites="IV.3", en="x", zh="x")
average_score = mean("recorded_score", along="district", rounding=HALF_UP, unknown="left_out", cites="IV.3", en="x", zh="x")
score_rank = rank("recorded_score", along="district", unknown="left_out", cites="IV.3", en="x", zh="x", offered=True)


@supplement(cites="IV.3.0c", offered=True)
def rank_bonus(score_rank: Count, prizes: Bands[Count, Fen]) -> Fen:
    """For the first."""
    return prizes[score_rank]


average = group_check("PAY001", margin="margin", along="district", over=year_to_date, severity=VIOLATION, cites="II.4", en="x", zh="x")


@check("PAY002", cites="II.12", severity=VIOLATION)
def under_the_minimum(gross_pay: Fen, minimum_wage: Fen) -> Flag:
    """Under the minimum wage."""
    return gross_pay < minimum_wage
'''

CITY_SECTIONS = """
[[required_by_migrants]]
effective_from = 2010-12-02
per_worker = 500
status = "sourced"

[[minimum_wage]]
effective_from = 2010-02-01
minimum_by_district = {xuanwu = "960.00", lishui = "790.00"}

[[minimum_wage]]
effective_from = 2011-02-01
minimum_by_district = {xuanwu = "1140.00", lishui = "unknown"}

[[allowance]]
entry_allowance = "100"
"""

DISTRICT_RULES = '''
@rule(cites="local", reading_of="performance_pay")
def over_the_mean(recorded_score: Points, average_score: Points, point_rate: Fen) -> Fen:
    """For each point over the district's mean."""
    return for_points(point_rate, max(recorded_score - average_score, 0), HALF_UP)


@supplement(cites="local")
def long_service(migrant_work_start: Date, month: Month, year_rate: Fen) -> Fen:
    """Per completed year."""
    return completed_years(migrant_work_start, first_day(month)) * year_rate
'''

DISTRICT_SECTIONS = """
[[standard_wage]]
effective_from = 2010-12-01
standard_by_post = {ordinary = "1400", central = "1550"}
uplift = "120"

[[performance_pay]]
reading = "coefficient_bands"
effective_from = 2010-12-01
performance_base = "400"
coefficient_bands = [[90, 100], [80, 80], [0, 0]]

[[performance_pay]]
reading = "over_the_mean"
effective_from = 2011-02-01
point_rate = "3.50"

[[performance_pay]]
reading = "fixed"
effective_from = 2011-04-01
fixed_amount = "10"

[[allowance]]
effective_from = 2011-03-01
entry_allowance = "150"

[[rank_bonus]]
effective_from = 2011-01-01
prizes = [[1, "200"], [2, "100"], [4, 0]]

[[long_service]]
effective_from = 2010-12-01
effective_to = 2011-05-01
year_rate = "20"
"""


def half_a_year(seed: str = "half a year", workers: int = 12) -> dict[str, list[Row]]:
    """Rows of every entity that the example's rules read, about one cell in fifteen unknown."""
    random = Random(seed)

    def maybe(value: object) -> object:
        return None if random.random() < 0.07 else value

    people: list[Row] = []
    periods: list[Row] = []
    for n in range(workers):
        start = random.choice((day("2009-05-01"), day("2010-12-01"), day("2011-02-15"), None))
        for month in range(LAW_FROM, LAW_FROM + 7):
            first = day(f"{month // 12}-{month % 12 + 1:02d}-01")
            if start is not None and start > first.replace(day=28):
                continue
            people.append(
                {
                    "worker": f"w{n}", "month": month, "district": DISTRICT, "station": f"s{n % 3}",
                    "post": maybe(random.choice(("ordinary", "central"))), "data_entry": maybe(random.random() < 0.4),
                    "recorded_score": maybe(random.randint(6_000, 10_000)), "star": maybe(random.randint(0, 5)),
                    "employment_start": start, "migrant_work_start": maybe(day("2006-02-28")),
                }
            )  # fmt: skip
            if random.random() < 0.1:
                shared = {"worker": f"w{n}", "month": month, "district": DISTRICT, "data_entry": False}
                periods.append({**shared, "post": "ordinary", "from_day": first, "to_day": first.replace(day=10)})
                periods.append(
                    {**shared, "post": "central", "from_day": first.replace(day=11), "to_day": first.replace(day=28)}
                )
    months = range(LAW_FROM, LAW_FROM + 7)
    districts: list[Row] = [{"district": DISTRICT, "month": m, "actual_migrants": maybe(m * 3)} for m in months]
    return {"worker_month": people, "duty_period": periods, "district_month": districts}


HISTORY = half_a_year()
