"""The figures of a year beside its months (F9): each with what it rests on, as the annual assessment asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from sqlmodel import Session

from liuguan.district import City
from liuguan.exchange.out.page import Column, Page
from liuguan.language.kinds import FEN, POINTS, Kind
from liuguan.language.written import write
from liuguan.services.annual import AnnualReview, annual_review
from liuguan.services.exporting.frames import Asked
from liuguan.services.inspections.rates import DEFECTS
from liuguan.services.judging import months_of

NAME = "全年说明"
"""No form is looked for on a sheet of this name."""
_COLUMNS = (
    Column(header="指标", sources=("what",), widest=40),
    Column(header="数值", sources=("value",)),
    Column(header="依据", sources=("of",), widest=40),
)
Figure = tuple[str, str | None, str]


def year_page(session: Session, city: City, asked: Asked, title: str) -> Page | None:
    """A sheet of the year's figures; none where the months are not of one year, or none of them has law."""
    year = asked.first_month // 12
    months = months_of(city, asked.district, asked.first_month, asked.last_month)
    if year != asked.last_month // 12 or not months:
        return None
    review = annual_review(session, city, asked.district, year, last_month=asked.last_month, known=asked.known)
    schema = dict.fromkeys((c.sources[0] for c in _COLUMNS), pl.String)
    rows = pl.DataFrame(list(_figures(review)), schema=schema, orient="row")
    return Page(code="", name=NAME, title=title, columns=_COLUMNS, rows=rows)


def _figures(review: AnnualReview) -> Iterator[Figure]:
    """What, how much (empty where unknown), and of how many it is known."""
    short, known = review.months_short
    net, use, scores, quality = review.net, review.exclusivity, review.scores, review.quality
    yield "缺员的月份", str(short) if known else None, f"已知 {known}/{len(review.months)} 个月"
    yield "月均净收入(元)", _written(net.average, FEN), f"已知 {net.known}/{net.members} 人月"
    yield "同期最低标准(元)", _written(net.average_floor, FEN), f"已知 {net.known}/{net.members} 人月"
    reached = None if net.reached is None else "达到" if net.reached else "未达到"
    yield "净收入是否达到标准", reached, "全部人月已知时才判断"
    diverted = str(use.diverted_days) if use.known else None
    yield "挪作他用(天)", diverted, f"已知 {use.known}/{use.members} 人月"
    filed = review.filings
    yield "有已报备标准的月份", str(filed.standard_months), f"共 {filed.months} 个月"
    for form, count in filed.submitted.items():
        yield f"已报送 {form}", str(count), "本年报送"
    yield "暗查、反查次数", str(quality.inspections), f"异议 {quality.contested},撤销 {quality.withdrawn}"
    for rate in quality.rates:
        yield DEFECTS[rate.defect].zh, rate.shown, "查出/应有"
    checks = (quality.rechecks_passed, quality.rechecks_failed, quality.rechecks_outstanding)
    yield "复查合格", str(checks[0]), f"不合格 {checks[1]},未复查 {checks[2]}"
    yield "全年平均得分", _written(scores.mean, POINTS), f"已知 {scores.known}/{scores.members} 人月"
    yield "缺考核表(人月)", str(sum(scores.without_sheet.values())), "应有考核表而没有"


def _written(value: int | None, kind: Kind) -> str | None:
    return None if value is None else write(value, kind)
