"""A roster of 100,000 invented workers, and how long it takes to find somebody in it while typing."""

from __future__ import annotations

import datetime
import random
import time
from pathlib import Path

import sqlalchemy as sa

from liuguan.facts.identity import CHECK_CHARACTERS, WEIGHTS
from liuguan.records.migrate import prepare
from liuguan.records.store import Store, table_of
from liuguan.records.tables.people import Assignment, Worker
from liuguan.services.roster.names import name_search

WORKERS = 100_000
DISTRICTS = ("xuanwu", "qinhuai", "jianye", "gulou", "pukou", "qixia", "yuhuatai", "jiangning", "luhe", "lishui")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任单"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉红建国文斌宇浩凯晓燕志鹏雪梅婷佳慧莉欣怡子轩博"
STATIONS = tuple(f"{a}{n}社区" for a in ("新街口", "湖南路", "孝陵卫", "迈皋桥", "泰山", "百家湖") for n in range(100))
TODAY = datetime.date(2012, 6, 30)
TYPED = (
    "王", "wang", "wxm", "王晓明", "wangxiaoming", "shan", "0042", "NQ04215", "新街口42", "湖南路7 王", "zhang 离岗",
    "q", "离岗",
)  # fmt: skip
"""What somebody types: one character up to a whole name, pinyin, initials, ID tail, number, station, state."""
RUNS = 7
_AT_ONCE = 10_000


def make(url: str, workers: int) -> Store:
    """Records with so many workers, one line each, a tenth of them with a second line that says that they left."""
    store = Store(url)
    prepare(store)
    rng = random.Random(20101202)
    with store.writing(operator="benchmark") as work:
        connection = work.session.connection()
        for start in range(0, workers, _AT_ONCE):
            people, lines = [], []
            for n in range(start, min(start + _AT_ONCE, workers)):
                person, own = _person(rng, n, work.event)
                people.append(person)
                lines += own
            connection.execute(sa.insert(table_of(Worker)), people)
            connection.execute(sa.insert(table_of(Assignment)), lines)
        work.record(command="benchmark", district="", subject="", payload={})
    return store


def _person(rng: random.Random, n: int, event: int) -> tuple[dict[str, object], list[dict[str, object]]]:
    key, district, number = f"w{n:020x}", DISTRICTS[n % len(DISTRICTS)], f"N{DISTRICTS[n % 10][0].upper()}{n:05d}"
    name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2, 2))))
    born = datetime.date(1955, 1, 1) + datetime.timedelta(days=rng.randrange(10_000))
    body = f"320000{born:%Y%m%d}{n % 1000:03d}"
    check = CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
    area = f"{n // 1000:03d}"  # an area code that was never given out keeps invented numbers apart
    id_number = f"{area}{body[3:]}{check}"
    person: dict[str, object] = {
        "id": key, "since_event": event, "district": district, "staff_number": number, "id_number": id_number,
        "name": name, "name_search": name_search(name),
    }  # fmt: skip
    start = datetime.date(2010, 1, 1) + datetime.timedelta(days=rng.randrange(600))
    line: dict[str, object] = {
        "version": 1, "since_event": event, "district": district, "worker": key, "line": 1, "action": "hire",
        "from_day": start, "employment_start": start, "employment_end": None, "staff_number": number,
        "station": rng.choice(STATIONS), "post": rng.choice(("ordinary", "central")),
    }  # fmt: skip
    if n % 10:
        return person, [line]
    left = start + datetime.timedelta(days=100)
    return person, [line, {**line, "line": 2, "action": "leave", "from_day": left, "employment_end": left}]


def roster_search(folder: Path) -> dict[str, object]:
    """The slowest of several kinds of search over all districts, each the median of several."""
    from liuguan.services.roster.searching import search

    store = make(str(folder / "roster.sqlite"), WORKERS)
    slowest, found = {}, {}
    with store.reading() as session:
        for text in TYPED:
            runs = []
            for _ in range(RUNS):
                began = time.perf_counter()
                found[text] = len(search(session, text, on=TODAY))
                runs.append(time.perf_counter() - began)
            slowest[text] = sorted(runs)[RUNS // 2]
    store.close()
    worst = max(slowest, key=lambda text: slowest[text])
    return {
        "seconds": slowest[worst], "first": sorted(slowest.values())[len(slowest) // 2], "rows": WORKERS,
        "nodes": f"{worst!r} is the slowest of {len(TYPED)}", "each": slowest, "found": found,
    }  # fmt: skip


__all__ = ["WORKERS", "make", "roster_search"]
