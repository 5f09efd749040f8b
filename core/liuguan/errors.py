"""Everything liuguan can refuse, in one small tree.

    LiuguanError                     exit code
    ├── InputError                   2  cells, columns, files: all problems of a file at once
    ├── ConfigError                  2  a district's or the city's TOML
    ├── IntegrityError               5  a hash or signature that does not match
    └── PluginFault                  4  a plugin raised, or answered what it must not
        ├── RuleError                   a function outside the rule language
        └── RulebookError               rules that do not fit together

A message names what, where, what was expected and what to do. Facts are attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class LiuguanError(Exception):
    """Base of all errors that a user may see; `exit_code` is what a command ends with."""

    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a file or a table of inputs.

    `where` is `sheet!cell`, `row 7, column birth_date`, or the file itself.
    """

    file: str
    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place}: found {self.found}; expected {self.expected}"


class InputError(LiuguanError):
    """Bad input; carries every problem that was found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class ConfigError(LiuguanError):
    """A configuration that cannot be read as a standard; carries every problem."""

    exit_code = 2

    def __init__(self, problems: Sequence[str], *, where: str) -> None:
        self.problems = tuple(problems)
        self.where = where
        super().__init__("\n".join(f"{where}: {p}" for p in self.problems))


class IntegrityError(LiuguanError):
    """Content that does not match its recorded hash."""

    exit_code = 5


class PluginFault(LiuguanError):
    """A plugin failed or answered something else than its hook asks for."""

    exit_code = 4

    def __init__(self, message: str, *, district: str = "", hook: str = "") -> None:
        self.district = district
        self.hook = hook
        self.reason = message
        place = " ".join(p for p in (f"district {district}" if district else "", f"hook {hook}" if hook else "") if p)
        super().__init__(f"{place}: {message}" if place else message)


class RuleError(PluginFault):
    """A function that the rule language does not accept."""

    def __init__(self, what: str, *, instead: str, file: str = "", line: int = 0, rule: str = "") -> None:
        self.what = what
        self.instead = instead
        self.file = file
        self.line = line
        self.rule = rule
        place = f"{file}:{line}: " if file else ""
        named = f"rule {rule}: " if rule else ""
        super().__init__(f"{place}{named}{what}; {instead}")


class RulebookError(PluginFault):
    """Rules and parameters that do not fit together; carries every problem."""

    def __init__(self, problems: Sequence[str], *, district: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems), district=district)
