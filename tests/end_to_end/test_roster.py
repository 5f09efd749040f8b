"""`roster` and `eligibility` over a database, as their users call them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.core.services.candidates.files import ELIGIBLE
from tests.core.services.roster.people import D, hire, id_number
from tests.end_to_end.conftest import Run

from liuguan.district import City
from liuguan.records.migrate import prepare
from liuguan.records.store import Store
from liuguan.services.candidates.files import FillCandidate, OpenCandidate
from liuguan.services.office import Office
from liuguan.services.roster.duties import ChangePost
from liuguan.services.roster.leaving import Leave

Over = Callable[..., Any]
OF = ("--district", "xuanwu")


@pytest.fixture
def over(liuguan: Run, tmp_path: Path) -> Over:
    """Run a command over records with two workers, one of whom has left, and two candidates."""
    url = str(tmp_path / "office.sqlite")
    store = Store(url)
    prepare(store)
    office = Office(store, City())
    key = office.run(hire()).worker
    office.run(ChangePost(district="xuanwu", worker=key, from_day=D(2011, 2, 1), post="central"))
    other = office.run(hire(name="李红", id_number=id_number(sequence=2), staff_number="XW002")).worker
    office.run(Leave(district="xuanwu", worker=other, last_day=D(2010, 12, 31), kind="resigned"))
    for education in ("junior", "college"):
        candidate = office.run(OpenCandidate(district="xuanwu")).id
        filled = {**ELIGIBLE, "education": education}
        office.run(FillCandidate(district="xuanwu", candidate=candidate, **filled))
    store.close()
    return lambda *arguments, **more: liuguan(*arguments, **{"LIUGUAN_DATABASE_URL": url, **more})


def rows(done: Any) -> list[dict[str, str]]:
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_list_says_who_is_in_post_on_a_day_with_masked_numbers(over: Over) -> None:
    december = rows(over("roster", "list", *OF, "--on", "2010-12-31", "--format", "csv"))
    january = rows(over("roster", "list", *OF, "--on", "2011-01-01", "--format", "csv"))
    assert [r["staff_number"] for r in december] == ["XW001", "XW002"]
    assert [(r["staff_number"], r["name"]) for r in january] == [("XW001", "王晓明")]
    assert january[0]["id_masked"] == "320***********" + id_number()[-4:]


def test_a_search_finds_by_initials_and_a_state(over: Over) -> None:
    (hit,) = rows(over("roster", "search", "lh 离岗", *OF, "--on", "2011-01-06", "--format", "csv"))
    assert (hit["staff_number"], hit["state"]) == ("XW002", "left")


def test_a_history_and_a_line_of_a_staff_number(over: Over) -> None:
    told = rows(over("roster", "history", "XW001", *OF, "--format", "csv"))
    assert [(r["holds_from"], r["post"]) for r in told] == [("2010-12-01", "ordinary"), ("2011-02-01", "central")]
    done = over("roster", "show", "XW001", *OF, "--on", "2011-02-01")
    assert done.returncode == 0
    assert "central" in done.stdout
    assert id_number() not in done.stdout
    gone = over("roster", "show", "XW002", *OF, "--on", "2011-01-01", LIUGUAN_LANG="zh")
    assert gone.returncode == 2
    assert "不在岗" in gone.stderr


def test_changes_of_a_month(over: Over) -> None:
    told = rows(over("roster", "changes", *OF, "--from", "2010-12-01", "--to", "2010-12-31", "--format", "csv"))
    assert sorted((r["what"], r["happened_on"], r["staff_number"]) for r in told) == [
        ("hire", "2010-12-01", "XW001"), ("hire", "2010-12-01", "XW002"), ("leave", "2010-12-31", "XW002"),
    ]  # fmt: skip


def test_eligibility_lists_candidates_and_explains_one(over: Over) -> None:
    first, second = rows(over("eligibility", *OF, "--format", "csv"))
    assert (first["eligible"], first["not_met"]) == ("no", "education met [IV.1.3]")
    assert (second["eligible"], second["not_met"]) == ("yes", "")
    done = over("eligibility", *OF, "--candidate", first["candidate"], "--format", "json")
    told = json.loads(done.stdout)["candidate"]
    assert told["explanation"]["name"] == "eligible"
    assert [r["answer"] for r in told["requirements"]].count("no") == 1
    assert "陈静" not in done.stdout


def test_eligibility_in_chinese_and_an_unknown_file(over: Over) -> None:
    done = over("eligibility", *OF, LIUGUAN_LANG="zh")
    assert done.returncode == 0
    assert "文化程度符合" in done.stdout
    none = over("eligibility", *OF, "--candidate", "c999", LIUGUAN_LANG="zh")
    assert none.returncode == 2
    assert "没有此应聘人员" in none.stderr
