"""What is refused before any data is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.core.rulebook.builders import DISTRICT, a_rule, book, city, day, standard

from liuguan.errors import RulebookError
from liuguan.parameters import Section
from liuguan.rulebook.layer import Layer
from liuguan.rulebook.merge import merge

BASE = 'standard = question(kind=Fen, cites="II.2", en="x", zh="x")\n\n\n'


PAY = a_rule("pay(paid_net: Fen)", "return paid_net")
FLAT = a_rule("flat(amount: Fen)", "return amount", options='cites="II.2", reading_of="standard"')
FIXED = a_rule("fixed(figure: Fen)", "return figure", options='cites="II.2", reading_of="standard"')

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "an undefined name": (
        lambda: book(a_rule("pay(paid_nett: Fen)", "return paid_nett")),
        (
            r"written_\d+\.py:5: pay needs paid_nett, which is no rule and no input of worker_month "
            r"\(did you mean paid_net\?\); give it in \[\[pay\]\] of the standard's TOML if it is a parameter"
        ),
    ),
    "an undefined name beside a given one": (
        lambda: merge(
            without("bonus", city(a_rule("pay(base: Fen, bonus: Fen)", "return base + bonus"), '[[pay]]\nbase = 1\nbonus = 1\n'))
        ),
        "pay needs bonus",
    ),
    "an aggregate of nothing": (
        lambda: book('net = total("paid_nett", along="district", cites="I.7", en="x", zh="x")\n'),
        r"net is a total along district of paid_nett, which nothing gives \(did you mean paid_net\?\)",
    ),
    "an aggregate over a condition that is not there": (
        lambda: book('net = total("paid_net", along="district", where="fulltime", cites="I.7", en="x", zh="x")\n'),
        "net needs fulltime, which worker_month does not have",
    ),
    "an aggregate that could be of two entities": (
        lambda: book('net = total("headcount", over=last(2), cites="I.7", en="x", zh="x")\n'),
        'net could be of district_month and station_month; add entity="district_month" or another',
    ),
    "a circle": (
        lambda: book(a_rule("a(b: Fen)", "return b") + a_rule("b(c: Fen)", "return c") + a_rule("c(a: Fen)", "return a")),
        "a circle: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c); .* record it as an input",
    ),
    "a circle through a window": (
        lambda: book(a_rule("a(b: Fen)", "return b") + 'b = total("a", over=month_before, cites="I.7", en="x", zh="x")\n'),
        "a circle: (a -> b -> a|b -> a -> b)",
    ),
    "a circle through a group": (
        lambda: book(
            a_rule("a(b: Fen)", "return b", options='cites="I.7", entity=WORKER_MONTH')
            + 'b = total("a", along="district", cites="I.7", en="x", zh="x")\n'
        ),
        "a circle: (a -> b -> a|b -> a -> b)",
    ),
    "a rule that needs itself": (lambda: book(a_rule("a(a: Fen)", "return a + 1")), "a circle: a -> a"),
    "two writers": (
        lambda: merge(together(city(PAY), city('pay = total("paid_gross", over=last(2), cites="I.7", en="x", zh="x")\n'))),
        "pay is written twice",
    ),
    "two rules of one name": (lambda: merge(together(city(PAY), city(PAY))), "pay has two rules called pay"),
    "a rule called like an input": (
        lambda: book(a_rule("paid_net(paid_gross: Fen)", "return paid_gross")),
        "paid_net is a declared input of worker_month; give the rule another name",
    ),
    "a district that redefines a sealed node": (
        lambda: book(PAY, own_source=PAY),
        r"pay is the city's and sealed \(I\.7\); a district answers questions and adds",
    ),
    "a district that adds a reading to a sealed node": (
        lambda: book(PAY, own_source=a_rule("more(paid_net: Fen)", "return paid_net * 2", options='cites="local", reading_of="pay"')),
        "pay is the city's and sealed",
    ),
    "a district that gives a sealed parameter": (
        lambda: book(a_rule("f(amount: Fen)", "return amount"), '[[f]]\namount = "1"\n', own='[[f]]\namount = "2"\n'),
        r"\[\[f\]\] of xuanwu: f is the city's and sealed \(I\.7\)",
    ),
    "a district that replaces an aggregate": (
        lambda: book(
            'net = total("paid_net", along="district", cites="I.7", en="x", zh="x")\n',
            own_source='net = total("paid_gross", along="district", cites="local", en="x", zh="x")\n',
        ),
        "net is written twice",
    ),
    "a district in the city's name": (
        lambda: merge(city(PAY), replace(standard(city(PAY)), owner="city")),
        "two layers of city",
    ),
    "an argument of another kind than its node": (
        lambda: book(PAY + a_rule("double(pay: Points)", "return pay * 2", returns="Points")),
        "double: pay is annotated Points but is a Fen",
    ),
    "an argument of another kind than its input": (
        lambda: book(a_rule("pay(paid_net: Count)", "return paid_net", returns="Count")),
        "paid_net is annotated Count but is a Fen",
    ),
    "a reading of another kind than its question": (
        lambda: book(BASE + a_rule("n(headcount_of: Count)", "return headcount_of", returns="Count", options='cites="I.7", reading_of="standard"')),
        "n gives Count, but standard is Fen",
    ),
    "an unknown parameter": (
        lambda: book(BASE + FLAT, own='[[standard]]\namount = "1"\namont = "2"\n'),
        r"xuanwu\.toml: \[\[standard\]\] 1: standard has no parameter amont; it takes amount",
    ),
    "an unknown parameter of a filed layer": (
        lambda: merge(city(BASE + FLAT), with_value("extra", 1)),
        r"\[\[standard\]\] of xuanwu: standard has no parameter extra",
    ),
    "a missing parameter": (
        lambda: book(BASE + FLAT, own='[[standard]]\neffective_from = 2010-12-01\n'),
        r"amount is missing; standard needs amount",
    ),
    "a missing parameter of a filed layer": (
        lambda: merge(city(BASE + FLAT), without("amount", standard(city(BASE + FLAT), '[[standard]]\namount = "1"\n'))),
        r"\[\[standard\]\] of xuanwu: .*flat needs amount",
    ),
    "a value of another kind in a filed layer": (
        lambda: merge(city(BASE + FLAT), with_value("amount", "much")),
        "'much' is not a Fen",
    ),
    "a section for nothing": (
        lambda: book(BASE + FLAT, own='[[standart]]\namount = "1"\n'),
        r"nothing is called standart \(did you mean standard\?\)",
    ),
    "a section for nothing in a filed layer": (
        lambda: merge(city(PAY), replace(standard(city(PAY)), sections=(Section(node="standard"),))),
        r"\[\[standard\]\] of xuanwu: nothing is called standard",
    ),
    "an unknown reading": (
        lambda: book(BASE + FLAT + FIXED, own='[[standard]]\nreading = "flatt"\namount = "1"\n'),
        r"standard has no reading flatt \(did you mean flat\?\); there are fixed, flat",
    ),
    "several readings and none picked": (
        lambda: book(BASE + FLAT + FIXED, own='[[standard]]\namount = "1"\n'),
        "standard has several readings; add reading = one of fixed, flat",
    ),
    "several readings and no section": (
        lambda: book(
            a_rule("one(paid_net: Fen)", "return paid_net", options='cites="I.7", reading_of="pay"')
            + a_rule("two(paid_gross: Fen)", "return paid_gross", options='cites="I.7", reading_of="pay"')
        ),
        r"pay has the readings one, two and no \[\[pay\]\] picks one",
    ),
    "a missing citation": (lambda: book(a_rule("pay(paid_net: Fen)", "return paid_net", options="")), 'pay cites no clause; add cites="I.7"'),
    "a dangling citation": (
        lambda: merge(city(a_rule("pay(paid_net: Fen)", "return paid_net", options='cites="II.44"')), clauses={"II.4", "I.7"}),
        r"pay cites II\.44, which is no clause \(did you mean II\.4\?\)",
    ),
    "a dangling citation of a section": (
        lambda: merge(city(BASE + FLAT, '[[standard]]\ncites = "II.99"\namount = "1"\n'), clauses={"II.2"}),
        r"\[\[standard\]\] of city cites II\.99, which is no clause",
    ),
    "a dangling citation of a question": (
        lambda: merge(city(BASE.replace("II.2", "II.77") + FLAT), clauses={"II.2"}),
        r"standard cites II\.77, which is no clause",
    ),
    "two sections of one day": (
        lambda: book(BASE + FLAT, own='[[standard]]\namount = "1"\n\n[[standard]]\namount = "2"\n'),
        "standard: two sections start on 0001-01-01",
    ),
    "overlapping sections": (
        lambda: book(
            BASE + FLAT,
            own='[[standard]]\neffective_from = 2010-12-01\neffective_to = 2011-02-01\namount = "1"\n\n'
            '[[standard]]\neffective_from = 2011-01-01\namount = "2"\n',
        ),
        "the section until 2011-02-01 overlaps the one from 2011-01-01",
    ),
    "overlapping sections of a filed layer": (
        lambda: merge(city(BASE + FLAT), overlapping()),
        "xuanwu: standard: the section until 2011-02-01 overlaps the one from 2011-01-01",
    ),
    "a section that ends before it starts": (
        lambda: book(BASE + FLAT, own='[[standard]]\neffective_from = 2011-01-01\neffective_to = 2010-12-01\namount = "1"\n'),
        "the section from 2011-01-01 ends on 2010-12-01",
    ),
    "a name of two linked entities": (
        lambda: book(a_rule("people(headcount: Count)", "return headcount", returns="Count")),
        (
            "headcount is in station_month .along station. and district_month .along district.; write "
            'worker_headcount = value."headcount", entity="worker_month", along="…". and name that'
        ),
    ),
    "a divisor that may be 0": (
        lambda: book(a_rule("mean_pay(paid_net: Fen, paid_days: Days)", "return paid_net // paid_days")),
        r"mean_pay divides by paid_days, which may be 0; write max\(divisor, 1\), or per\(a, b\)",
    ),
    "a parameter that may be 0 as a divisor": (
        lambda: book(a_rule("f(headcount: Count, ratio: Count)", "return round_up(headcount, ratio)", returns="Count", options='cites="I.7", entity=DISTRICT_MONTH'), "[[f]]\nratio = 0\n"),
        "f divides by ratio",
    ),
    "a default that may be 0 as a divisor": (
        lambda: book(
            'share = question(kind=Count, cites="I.7", en="x", zh="x", default=0)\n\n\n'
            + a_rule("of_own(parts: Count)", "return parts", returns="Count", options='cites="I.7", reading_of="share"')
            + a_rule("f(paid_net: Fen, share: Count)", "return paid_net // share"),
            own="[[share]]\neffective_from = 2011-01-01\nparts = 3\n",
        ),
        "f divides by share",
    ),
    "a contribution to nothing": (
        lambda: book('@supplement(cites="II.5")\ndef bonus(paid_star: Fen) -> Fen:\n    return paid_star\n'),
        "bonus goes into supplements, which nothing composes",
    ),
    "a total of posts": (
        lambda: book('posts = total("post", entity=WORKER_MONTH, along="district", cites="I.7", en="x", zh="x")\n'),
        "posts is a total of post, which is a Post",
    ),
    "an average of flags": (
        lambda: book('share = mean("data_entry", entity=WORKER_MONTH, along="district", rounding=UP, cites="I.7", en="x", zh="x")\n'),
        "share is a mean of data_entry, which is a Flag",
    ),
    "a rank of flags": (
        lambda: book('place = rank("data_entry", entity=WORKER_MONTH, along="district", cites="I.7", en="x", zh="x")\n'),
        "place is a rank of data_entry, which is a Flag",
    ),
    "a condition that is no flag": (
        lambda: book('net = total("paid_net", where="paid_days", along="district", cites="I.7", en="x", zh="x")\n'),
        "takes members where paid_days is true, but paid_days is no Flag",
    ),
    "a window over items": (
        lambda: book('all_done = total("done", over=last(3), cites="I.7", en="x", zh="x")\n'),
        "all_done runs over months of item_month, but windows run over worker_month, station_month, district_month",
    ),
    "a conditional value": (
        lambda: book('net = value("paid_net", where="full_time", over=month_before, cites="I.7", en="x", zh="x")\n'),
        "net is a value and takes no where",
    ),
    "an empty window worth another kind": (
        lambda: book('net = value("paid_net", over=month_before, absent="none", cites="I.7", en="x", zh="x")\n'),
        "is worth 'none' where there is nothing, which is no Fen",
    ),
    "an empty window worth an unknown post": (
        lambda: book('was = value("post", entity=WORKER_MONTH, over=month_before, absent="chief", cites="I.7", en="x", zh="x")\n'),
        "is worth 'chief' where there is nothing, which is no Post",
    ),
    "a group check of flags": (
        lambda: book('c = group_check("PAY001", margin="data_entry", along="district", severity=WARNING, cites="I.7", en="x", zh="x")\n'),
        "c sums data_entry, which is a Flag and no number",
    ),
    "two checks of one code": (
        lambda: book(
            "".join(
                f"@check('PAY001', cites='I.7', severity=WARNING)\ndef {n}(paid_net: Fen) -> Flag:\n    return paid_net < 1\n\n\n"
                for n in ("first", "second")
            )
        ),
        "second has the code PAY001 of first",
    ),
    "one argument that means two things": (
        lambda: book(
            BASE
            + a_rule(
                "by_roster(paid_net: Fen, roster_headcount: Count)",
                "return paid_net * roster_headcount",
                options='cites="II.2", reading_of="standard"',
            ),
            own='[[standard]]\nreading = "by_roster"\n\n[[standard]]\neffective_from = 2011-01-01\nreading = "own"\n',
            own_source=a_rule("roster_headcount(visits: Count)", "return visits", returns="Count", options='cites="local"')
            + a_rule(
                "own(paid_net: Fen, roster_headcount: Count)",
                "return paid_net * roster_headcount",
                options='cites="local", reading_of="standard"',
            ),
        ),
        "own: roster_headcount stands for worker_month here and for district_month in another reading of standard",
    ),
    "a district that names a node like the city's of a linked row": (
        lambda: book(
            a_rule("minimum(headcount: Count)", "return headcount", returns="Count", options='cites="I.7", entity=DISTRICT_MONTH'),
            own_source=a_rule("minimum(paid_days: Days)", "return paid_days", returns="Days", options='cites="local"'),
        ),
        r"minimum is the city's and sealed \(I\.7\)",
    ),
}  # fmt: skip


def together(first: Layer, second: Layer) -> Layer:
    return replace(first, definitions=first.definitions + second.definitions)


def without(name: str, layer: Layer) -> Layer:
    sections = [replace(s, values={n: v for n, v in s.values.items() if n != name}) for s in layer.sections]
    return replace(layer, sections=tuple(sections))


def with_value(name: str, value: object) -> Layer:
    layer = standard(city(BASE + FLAT), '[[standard]]\namount = "1"\n')
    return replace(layer, sections=tuple(replace(s, values={**s.values, name: value}) for s in layer.sections))


def overlapping() -> Layer:
    layer = standard(city(BASE + FLAT), '[[standard]]\namount = "1"\n')
    [section] = layer.sections
    first = replace(section, effective_from=day("2010-12-01"), effective_to=day("2011-02-01"))
    return replace(layer, sections=(first, replace(section, effective_from=day("2011-01-01"))))


@pytest.mark.parametrize(("build", "message"), REFUSED.values(), ids=REFUSED)
def test_is_refused_before_any_data(build: Callable[[], object], message: str) -> None:
    with pytest.raises(RulebookError, match=message):
        build()


def test_all_problems_are_told_at_once() -> None:
    source = (
        a_rule("a(nothing: Fen, nobody: Fen)", "return nothing + nobody")
        + a_rule("b(paid_net: Points)", "return paid_net", returns="Points", options="")
        + a_rule("c(d: Fen)", "return d")
        + a_rule("d(c: Fen)", "return c")
    )
    with pytest.raises(RulebookError) as refused:
        book(source)
    told = str(refused.value)
    for part in ("needs nothing", "needs nobody", "annotated Points", "b cites no clause", "a circle"):
        assert part in told


def test_a_problem_names_the_district() -> None:
    with pytest.raises(RulebookError, match=f"^district {DISTRICT}: "):
        book(PAY, own_source=PAY)


# ---- divisors that are fine


@pytest.mark.parametrize(
    ("body", "arguments", "toml"),
    [
        ("headcount // 3", "headcount: Count", ""),
        ("headcount // max(rental_households, 1)", "headcount: Count, rental_households: Count", ""),
        ("headcount // (rental_households + 1)", "headcount: Count, rental_households: Count", ""),
        ("round_up(headcount, ratio)", "headcount: Count, ratio: Count", "[[f]]\nratio = 500\n"),
        (
            "round_up(headcount, first_known(granted_migrants_per_worker, ratio))",
            "headcount: Count, granted_migrants_per_worker: Count, ratio: Count",
            "[[f]]\nratio = 500\n",
        ),
        ("headcount // days_in_month(month)", "headcount: Count, month: Month", ""),
        ("headcount // by_class[rental_households]", "headcount: Count, rental_households: Count, by_class: Table[Count, Count]", "[[f]]\nby_class = [[1, 5]]\n"),
        ("headcount // (abs(rental_households) * 0 + 2)", "headcount: Count, rental_households: Count", ""),
        ("per(headcount, rental_households)", "headcount: Count, rental_households: Count", ""),
    ],
)  # fmt: skip
def test_a_divisor_that_cannot_be_0_is_accepted(body: str, arguments: str, toml: str) -> None:
    rule = a_rule(f"f({arguments})", f"return {body}", returns="Count", options='cites="I.7", entity=DISTRICT_MONTH')
    assert book(rule, toml).node("district_month", "f").name == "f"
