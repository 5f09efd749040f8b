"""Promises of the repository itself: names, commands, pins and entry points."""

import re
import runpy
import shutil
import subprocess
import tomllib
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

DISTRICTS = (
    "xuanwu", "baixia", "qinhuai", "jianye", "gulou", "xiaguan", "pukou",
    "qixia", "yuhuatai", "jiangning", "luhe", "lishui", "gaochun",
)  # fmt: skip

# Written in pieces, or this file would be its own first finding.
NEVER = {
    "a package index": re.compile("|".join(["pypi" + r"\.", "python" + "hosted", "index" + "-url", "/" + "simple/"])),
    "a path of one machine": re.compile(r"(?<![\w.~/-])/(?:root|home|Users|work|mnt|srv)/\w"),
}


def tracked_files() -> list[Path]:
    """Every file that is, or is about to be, under version control."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8")
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        paths = [
            path
            for path in ROOT.rglob("*")
            if not re.search(r"/(\.git|\.venv|\.\w+_cache|\.hypothesis|__pycache__|build|dist)/", path.as_posix())
        ]
    return [path for path in paths if path.is_file()]


def commands(readme: str) -> list[str]:
    """The set-up commands of a README, in order."""
    return re.findall(r"^python3 -m venv .*$", (ROOT / readme).read_text("utf-8"), flags=re.MULTILINE)


def pins() -> dict[str, str]:
    """Distribution -> exact version, from constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = [re.fullmatch(r"([a-z0-9]+(?:-[a-z0-9]+)*)==([0-9][\w.]*)", line) for line in lines]
    assert all(pinned), [line for line, pin in zip(lines, pinned, strict=True) if pin is None]
    return {pin[1]: pin[2] for pin in pinned if pin}


def distributions_behind(requirement: Requirement, seen: set[tuple[str, str]], *, everywhere: bool) -> None:
    """Collect the distributions an install brings; on any platform when `everywhere`."""
    for extra in ("", *sorted(requirement.extras)):
        key = (canonicalize_name(requirement.name), extra)
        if key in seen:
            continue
        seen.add(key)
        try:
            needs = metadata.requires(requirement.name) or []
        except metadata.PackageNotFoundError:
            assert everywhere, f"{requirement.name} is not installed"
            continue
        for need in map(Requirement, needs):
            marker = str(need.marker or "")
            if "extra ==" in marker:
                wanted = bool(extra) and need.marker is not None and need.marker.evaluate({"extra": extra})
            else:
                wanted = everywhere or need.marker is None or need.marker.evaluate()
            if wanted:
                distributions_behind(need, seen, everywhere=everywhere)


def install_brings(*, everywhere: bool) -> set[str]:
    """The distributions of the run and the test install."""
    seen: set[tuple[str, str]] = set()
    listed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    for requirement in map(Requirement, listed):
        distributions_behind(requirement, seen, everywhere=everywhere)
    return {name for name, _ in seen}


@pytest.mark.parametrize("what", NEVER)
def test_no_file_names(what: str) -> None:
    hits = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        hits += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in NEVER[what].finditer(text)]
    assert hits == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package index", "https://" + "pypi" + ".org/project/x"),
        ("a package index", "--" + "index" + "-url http://10.0.0.1"),
        ("a path of one machine", "see " + "/ho" + "me/someone/notes"),
    ],
)
def test_the_patterns_find_what_they_forbid(what: str, line: str) -> None:
    assert NEVER[what].search(line)


def test_no_lock_file_is_tracked() -> None:
    assert [path.name for path in tracked_files() if path.name in {"uv.lock", "pylock.toml"}] == []


def test_readme_has_one_command_to_run_and_one_to_test() -> None:
    run, test = commands("README.md")
    assert run.endswith("&& .venv/bin/liuguan demo")
    assert test.endswith("&& .venv/bin/python -m pytest")


def test_both_readmes_give_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh.md")


def test_both_readmes_show_the_same_code() -> None:
    english, chinese = (
        re.findall(r"^```python\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
        for name in READMES
    )
    assert english
    assert english == chinese


@pytest.mark.parametrize("readme", READMES)
def test_links_of_the_readme_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", (ROOT / readme).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_rule_of_the_readme_gives_what_the_readme_says(readme: str, tmp_path: Path) -> None:
    text = (ROOT / readme).read_text("utf-8")
    (example, *_) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    ((call, result),) = re.findall(r"`(star_pay\(.*?\)) == ([\d_]+)`", text)
    (tmp_path / "readme_rule.py").write_text(example, "utf-8")
    names = runpy.run_path(str(tmp_path / "readme_rule.py"))
    assert eval(call, names) == int(result)
    assert names["star_pay"](6, 3_000, 5) == 15_000


def test_constraints_are_sorted_and_plain() -> None:
    assert list(pins()) == sorted(pins())


def test_every_distribution_of_the_installs_is_pinned() -> None:
    assert install_brings(everywhere=False) - set(pins()) == set()


def test_no_pin_is_left_over() -> None:
    assert set(pins()) - install_brings(everywhere=True) == set()


def test_pins_agree_with_the_declared_ranges() -> None:
    listed = map(Requirement, [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]])
    outside = [str(need) for need in listed if pins()[canonicalize_name(need.name)] not in need.specifier]
    assert outside == []


def test_console_script_leads_to_a_function() -> None:
    (script,) = metadata.entry_points(group="console_scripts", name="liuguan")
    assert callable(script.load())


@pytest.mark.parametrize(("group", "names"), [("liuguan.cities", {"nanjing"}), ("liuguan.districts", set(DISTRICTS))])
def test_entry_points_lead_to_modules(group: str, names: set[str]) -> None:
    declared: dict[str, str] = PROJECT["entry-points"][group]
    assert set(declared) == names
    assert [module for module in declared.values() if find_spec(module) is None] == []


def test_every_district_module_has_an_entry_point() -> None:
    modules = {path.stem for path in (ROOT / "plugins/liuguan_nanjing/districts").glob("[!_]*.py")}
    assert modules == set(PROJECT["entry-points"]["liuguan.districts"])


def test_every_district_has_its_figures() -> None:
    files = {path.stem for path in (ROOT / "district_configs").glob("*.toml")}
    assert files == {"_city", *DISTRICTS}
