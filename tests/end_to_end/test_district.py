"""A district's own package: written, tested, checked, and found once it is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False, cwd=cwd,
        env={**os.environ, "LIUGUAN_LANG": "en", "PYTHONUTF8": "1", **(env or {})},
    )  # fmt: skip


def liuguan(*arguments: object, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return run("-c", "from liuguan.cli import main; main()", *arguments, cwd=cwd, env=env)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as `district new` writes it."""
    folder = tmp_path_factory.mktemp("new")
    done = liuguan("district", "new", "xuanwu", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "liuguan district check xuanwu --plugin liuguan-xuanwu/liuguan_xuanwu" in done.stderr
    assert sorted(done.stdout.split()) == sorted(
        p.relative_to(folder).as_posix() for p in (folder / "liuguan-xuanwu").rglob("*") if p.is_file()
    )
    return folder / "liuguan-xuanwu"


def test_nothing_of_the_model_is_left_in_what_is_written(written: Path) -> None:
    text = "".join(p.read_text("utf-8") for p in written.rglob("*") if p.is_file())
    assert [word for word in ("DISTRICT", "NAME_ZH", "NAME_EN", "PACKAGE") if word in text] == []
    assert "玄武区" in text


def test_its_own_tests_pass(written: Path) -> None:
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=written)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed" in done.stdout


def test_its_own_tests_fail_when_the_rule_is_broken(written: Path, tmp_path: Path) -> None:
    import shutil

    broken = tmp_path / "broken"
    shutil.copytree(written, broken)
    module = broken / "liuguan_xuanwu" / "__init__.py"
    module.write_text(module.read_text("utf-8").replace("6 <= calendar_month", "5 <= calendar_month"), "utf-8")
    assert run("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=broken).returncode == 1


def test_it_is_admitted_with_nothing_but_a_word_on_its_illustrations(written: Path) -> None:
    done = liuguan("district", "check", "xuanwu", "--plugin", "liuguan_xuanwu", "--format", "json", cwd=written)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["admission"]
    assert {f["code"] for f in report["findings"]} == {"STD025"}
    assert {f["figures"]["illustrative_values"] for f in report["findings"]} == {"10"}  # of 11: one is superseded
    assert (report["from"], report["to"]) == ("2010-12", "2012-01")
    assert len(report["layer"]["meaning"]) == len(report["layer"]["document"]) == 64
    how = {d["name"]: d["how"] for d in report["differences"]}
    assert how["heat_allowance"] == "own"
    assert how["standard_wage"] == "answered"
    assert how["failed"] == "taken up"
    assert "minimum_wage" not in how
    assert "heat_allowance@2010-12-01" in report["illustrative"]


def test_the_report_reads_in_both_languages(written: Path) -> None:
    asked = ("district", "check", "xuanwu", "--plugin", "liuguan_xuanwu", "--to", "2011-02")
    english, chinese = liuguan(*asked, cwd=written).stdout, liuguan("--lang", "zh", *asked, cwd=written).stdout
    assert "own heat allowance (heat_allowance) [local, II.5]  from 2010-12-01" in english
    assert "自有 高温津贴 (heat_allowance) [local, II.5]  自 2010-12-01" in chinese


def test_a_standard_below_the_floor_ends_with_findings(written: Path, tmp_path: Path) -> None:
    low = tmp_path / "low.toml"
    text = (written / "liuguan_xuanwu" / "standard.toml").read_text("utf-8")
    low.write_text(text.replace('ordinary = "1420.00"', 'ordinary = "1100.00"'), "utf-8")
    asked = (
        "district",
        "check",
        "xuanwu",
        "--plugin",
        "liuguan_xuanwu",
        "--standard",
        low,
        "--from",
        "2010-12",
        "--to",
        "2010-12",
    )
    done = liuguan(*asked, cwd=written)
    assert done.returncode == 1
    assert "violation STD001" in done.stdout


def test_illustrations_can_be_made_to_fail(written: Path) -> None:
    asked = ("district", "check", "xuanwu", "--plugin", "liuguan_xuanwu", "--fail-on", "info")
    assert liuguan(*asked, cwd=written).returncode == 1


def test_a_refused_rule_is_a_plugin_fault_with_file_and_line(written: Path, tmp_path: Path) -> None:
    plugin = tmp_path / "ours.py"
    source = (written / "liuguan_xuanwu" / "__init__.py").read_text("utf-8")
    plugin.write_text(source.replace("return heat_amount if", "return heat_amount / 2 if"), "utf-8")
    done = liuguan("district", "check", "xuanwu", "--plugin", plugin, cwd=written)
    assert done.returncode == 4
    assert "ours.py:" in done.stderr
    assert "/ gives fractions" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("new", "xuanwo"), "did you mean xuanwu", id="no such district"),
        pytest.param(("new", "xuanwu"), "there already", id="folder in use"),
        pytest.param(
            ("check", "luhe", "--from", "2011-05", "--to", "2011-01"), "2011-01 is before 2011-05", id="months"
        ),
    ],
)
def test_what_cannot_be_done_is_bad_input(written: Path, arguments: tuple[str, ...], said: str) -> None:
    done = liuguan("district", *arguments, cwd=written.parent)
    assert done.returncode == 2
    assert said in done.stderr


# ---- installed


def install(package: Path, into: Path, name: str) -> dict[str, str]:
    """Lay out a package as an installer would; the environment in which it is found."""
    import shutil

    shutil.copytree(package, into / package.name, dirs_exist_ok=True)
    info = into / f"{name}-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[liuguan.districts]\nxuanwu = {package.name}\n", "utf-8")
    return {"PYTHONPATH": str(into)}


def test_installed_it_answers_for_its_district_and_for_no_other(written: Path, tmp_path: Path) -> None:
    env = install(written / "liuguan_xuanwu", tmp_path / "site", "liuguan_xuanwu")
    rules = liuguan("rules", "show", "heat_allowance", "--district", "xuanwu", cwd=tmp_path, env=env)
    assert rules.returncode == 0, rules.stderr
    assert "heat allowance of a month (heat_amount) = 80.00" in rules.stdout
    assert liuguan("rules", "show", "heat_allowance", "--district", "luhe", cwd=tmp_path, env=env).returncode == 2
    listed = liuguan("district", "list", "--format", "json", cwd=tmp_path, env=env)
    plugins = {r["id"]: r["plugin"] for r in json.loads(listed.stdout)["rows"]}
    assert plugins["xuanwu"] == "liuguan_xuanwu"
    assert plugins["luhe"] == "liuguan_nanjing.districts.luhe"


def test_two_packages_for_one_district_are_refused_by_name(written: Path, tmp_path: Path) -> None:
    import shutil

    rival = tmp_path / "rival" / "other_xuanwu"
    shutil.copytree(written / "liuguan_xuanwu", rival)
    install(written / "liuguan_xuanwu", tmp_path / "site", "liuguan_xuanwu")
    env = install(rival, tmp_path / "site", "other_xuanwu")
    done = liuguan("district", "check", "xuanwu", cwd=tmp_path, env=env)
    assert done.returncode == 4
    assert "liuguan_xuanwu and other_xuanwu both answer" in done.stderr
    assert liuguan("district", "check", "luhe", "--to", "2010-12", cwd=tmp_path, env=env).returncode == 0
