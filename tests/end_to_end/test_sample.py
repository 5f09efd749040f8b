"""A made-up city, checked: every planted fault is found, and nothing else is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from liuguan.district import City
from liuguan.exchange.gathering import files_of
from liuguan.exchange.sheets import read_book
from liuguan.language.written import month_number
from liuguan.rulebook.definitions import Check, GroupCheck
from liuguan.sample.bench import KINDS
from liuguan.sample.figures import Figures, figures_of
from liuguan.sample.generate import generate
from liuguan.sample.truth import Expected, Truth, read_truth
from liuguan.services.check import Report, check_city

ROOT = Path(__file__).parents[2]
SMALL = 400
FIRST, LAST = month_number("2010-12"), month_number("2011-11")
GRAVE = ("violation", "warning")
LATER_SEEDS = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 11)]


@pytest.fixture(scope="module")
def city() -> City:
    return City()


def checked(city: City, folder: Path, *, seed: int, workers: int | None) -> tuple[Truth, Report]:
    truth = generate(city, folder, seed=seed, workers=workers)
    return truth, check_city(city, folder, first_month=FIRST, last_month=LAST)


def as_expected(report: Report) -> set[Expected]:
    return {
        Expected(
            code=f.code, severity=f.severity.value, district=f.district, entity=f.entity, month=f.month,
            subject=f.subject.removeprefix(f"{f.entity} ").removeprefix(f"{f.district} "),
            about=(f.figures.get("parameter") or "") if f.code == "PAR001" else "",
        )
        for f in report.findings
    }  # fmt: skip


def without_subject(found: set[Expected]) -> set[tuple[str, str, str, str, str]]:
    """Blank cells are reported together, so that their findings name several subjects."""
    return {(e.code, e.severity, e.district, e.month, e.about) for e in found}


def assert_true(truth: Truth, report: Report) -> None:
    found, expected = as_expected(report), truth.expected()
    assert report.problems == []
    assert sorted(truth.expected(*GRAVE) - found) == []
    assert sorted(e for e in found - expected if e.severity in GRAVE) == []
    assert sorted(without_subject(truth.expected("info", "unknown")) - without_subject(found)) == []


@pytest.mark.parametrize("seed", [1, *LATER_SEEDS])
def test_every_planted_fault_is_found_and_nothing_else(city: City, tmp_path: Path, seed: int) -> None:
    truth, report = checked(city, tmp_path, seed=seed, workers=SMALL)
    assert_true(truth, report)
    assert set(truth.kinds()) == {f.kind for f in figures(city).faults}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_city_at_full_size_is_as_true(city: City, tmp_path: Path) -> None:
    truth, report = checked(city, tmp_path, seed=1, workers=None)
    assert 3700 <= truth.workers <= 3900
    assert_true(truth, report)


def figures(city: City) -> Figures:
    found = city.data["sample"]
    assert isinstance(found, Mapping)
    return figures_of(found)


# ---- the truth


def test_truth_is_read_back_as_it_was_written(city: City, tmp_path: Path) -> None:
    truth = generate(city, tmp_path, seed=3, workers=150)
    again = read_truth(tmp_path)
    assert again.expected() == truth.expected()
    assert again.kinds() == truth.kinds()


def test_truth_lies_apart_from_what_is_read(city: City, tmp_path: Path) -> None:
    generate(city, tmp_path, seed=3, workers=150)
    assert (tmp_path / "truth.json").is_file()
    assert not [p for p in files_of(tmp_path) if "truth" in p.name]


def test_each_kind_of_fault_that_the_city_names_can_be_planted(city: City) -> None:
    assert {f.kind for f in figures(city).faults} == set(KINDS)


def test_the_codes_of_the_truth_are_those_of_the_city_s_checks(city: City) -> None:
    nodes = [n.definition for n in city.book.nodes.values()]
    known = {d.code: d.severity.value for d in nodes if isinstance(d, Check | GroupCheck)}
    sample = figures(city)
    named = [pair for f in sample.faults for codes in f.findings.values() for pair in codes]
    named += [pair for codes in sample.standing.values() for pair in codes]
    assert [(c, s) for c, s in named if s != "unknown" and known.get(c) != s] == []


@pytest.mark.parametrize("page", ["findings.md", "findings.zh.md"])
def test_the_page_of_findings_names_every_kind_and_code(city: City, page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    sample = figures(city)
    words = {f.kind for f in sample.faults} | {c for f in sample.faults for p in f.findings.values() for c, _ in p}
    assert sorted(w for w in words if w not in text) == []


# ---- the same seed, the same city


def cells(folder: Path) -> dict[str, list[list[tuple[str | None, ...]]]]:
    return {
        p.relative_to(folder).as_posix(): [s.grid.rows() for s in read_book(p).sheets] for p in files_of(folder)
    }  # fmt: skip


def generated_apart(folder: Path, *, seed: int, hash_seed: str) -> Path:
    program = (
        "import sys; from pathlib import Path; from liuguan.district import City; "
        "from liuguan.sample.generate import generate; "
        "generate(City(), Path(sys.argv[1]), seed=int(sys.argv[2]), workers=130)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, "-c", program, str(folder), str(seed)], check=True, env=environment)
    return folder


def test_one_seed_gives_the_same_truth_and_cells_in_every_process(tmp_path: Path) -> None:
    one = generated_apart(tmp_path / "one", seed=5, hash_seed="1")
    two = generated_apart(tmp_path / "two", seed=5, hash_seed="2")
    assert (one / "truth.json").read_bytes() == (two / "truth.json").read_bytes()
    assert cells(one) == cells(two)


def test_another_seed_gives_another_city(city: City, tmp_path: Path) -> None:
    one = generate(city, tmp_path / "one", seed=1, workers=130)
    two = generate(city, tmp_path / "two", seed=2, workers=130)
    assert one.expected() != two.expected()


# ---- marks, and forms as offices keep them


@pytest.fixture(scope="module")
def sample(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    generate(city, folder, seed=7, workers=200)
    return folder


def test_every_file_and_title_is_marked(sample: Path) -> None:
    for path in files_of(sample):
        assert "SAMPLE" in path.name
        for sheet in read_book(path).sheets:
            title = sheet.grid.row(0)[0]
            assert title.startswith("（样本）")
            assert title.endswith("SAMPLE")


def test_the_properties_of_every_workbook_are_marked(sample: Path) -> None:
    for path in sample.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert b"SAMPLE" in book.read("docProps/core.xml")


def test_every_standard_is_marked_and_some_were_never_amended(city: City, sample: Path) -> None:
    standards = sorted((sample / "standards").glob("*.toml"))
    assert len(standards) == 13
    unamended = []
    for path in standards:
        text = path.read_text("utf-8")
        assert text.startswith("# SAMPLE")
        assert tomllib.loads(text)["standard"]["title_zh"].startswith("（样本）")
        if "2011-02-01" not in text:
            unamended.append(path.stem)
    assert len(unamended) == figures(city).unamended


def test_no_id_number_can_be_anyone_s(city: City, sample: Path) -> None:
    area = figures(city).mark["id_area"]
    rosters = [s for p in sample.rglob("*.xlsx") for s in read_book(p).sheets if s.name == "花名册"]
    assert len(rosters) == 13
    for sheet in rosters:
        header = next(r for r in sheet.grid.rows() if r[0] == "序号")
        numbers = sheet.grid[str(header.index("身份证号"))].to_list()
        people = [n for n in numbers if n and n != "身份证号"]
        assert people
        assert all(n.translate({0xFF10 + i: 48 + i for i in range(10)}).startswith(area) for n in people)


def test_some_offices_keep_everything_in_one_workbook(sample: Path) -> None:
    assert len(list(sample.glob("*.xlsx"))) == 4


def test_some_offices_keep_their_payroll_as_gbk_csv(sample: Path) -> None:
    files = [p for p in sample.rglob("*.csv") if "F4" in p.name]
    assert len(files) == 24
    with pytest.raises(UnicodeDecodeError):
        files[0].read_bytes().decode("utf-8")
    assert "工资发放表" in files[0].read_bytes().decode("gb18030")


def test_headers_are_merged_and_subtotals_stand_between_the_lines(sample: Path) -> None:
    book = read_book(next(p for p in sample.rglob("*F4*.xlsx") if "江宁区" in p.name))
    assert len(book.sheets) > 1
    sheet = book.sheets[0]
    assert any(top == 1 and right > left for top, left, _, right in sheet.merges)
    first = sheet.grid["0"].to_list()
    assert "小计" in first
    assert "合计" in first
