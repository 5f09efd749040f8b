"""Writing a district's own package: rules, figures, tests and a description, ready to change.

The files beside this module are what is written; `DISTRICT`, `NAME_ZH` and `NAME_EN` in them are filled in.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from liuguan.district import City
from liuguan.errors import ConfigError, Text

_FILES = {
    "pyproject.toml.txt": "pyproject.toml",
    "README.md.txt": "README.md",
    "package.py.txt": "{package}/__init__.py",
    "standard.toml.txt": "{package}/standard.toml",
    "test_standard.py.txt": "tests/test_standard.py",
}


def write_district(city: City, district: str, folder: Path | None = None) -> list[Path]:
    """Write a package that answers for a district of the city.

    Args:
        folder: where to write; `liuguan-<district>` under the current folder without it.

    Returns:
        The files written, in the order in which to read them.

    Raises:
        ConfigError: no such district, or the folder holds something already.
    """
    city.check_id(district)
    target = folder or Path(f"liuguan-{district}")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        there = Text("已存在;请用 --output 另指定目录", "is there already; name another folder with --output")
        raise ConfigError([there], where=target.name)
    unit = city.config.unit(district)
    package = f"liuguan_{district}"
    filled = {
        "PACKAGE": package,
        "DISTRICT": district,
        "NAME_ZH": unit.name_zh if unit else district,
        "NAME_EN": unit.name_en if unit else district,
    }
    written = []
    for source, name in _FILES.items():
        text = (resources.files(__name__) / source).read_text("utf-8")
        for word, value in filled.items():
            text = text.replace(word, value)
        path = target / name.format(package=package)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written
