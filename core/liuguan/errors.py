"""Everything liuguan can refuse, in one small tree.

    LiuguanError                     exit code
    ├── InputError                   2  cells, columns, files: all problems of a file at once
    ├── ConfigError                  2  a district's or the city's TOML
    ├── Refusal                      2  a command that the records, the operator's role or the law do not allow
    │   ├── Conflict                    someone else changed the same fact in between
    │   └── Refusals                    one order with several things wrong, all at once
    ├── StorageError                 3  the database cannot be opened, read or written
    │   └── StorageFull                  the disk holds no more; what was kept before is whole
    ├── IntegrityError               5  a hash or signature that does not match
    └── PluginFault                  4  a plugin raised, or answered what it must not
        ├── RuleError                   a function outside the rule language
        └── RulebookError               rules that do not fit together

A message names what, where, what was expected and what to do, in Chinese and in English: `e.said("zh")`. As a
string an error is English, for programs and logs. Facts are attributes.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A message in both languages; as a string it is English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en

    def __add__(self, other: Words) -> Text:
        more = Text.of(other)
        return Text(self.zh + more.zh, self.en + more.en)

    def said(self, language: Language) -> str:
        """The message in one language."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def of(cls, words: Words) -> Text:
        """A name, a number or a quoted value reads alike in both languages."""
        return words if isinstance(words, Text) else cls(words, words)

    @classmethod
    def joined(cls, parts: Iterable[Words], by: Words = "") -> Text:
        """Parts in a row, with `by` between them."""
        texts, between = [cls.of(p) for p in parts], cls.of(by)
        return cls(between.zh.join(t.zh for t in texts), between.en.join(t.en for t in texts))


Words: TypeAlias = Text | str
"""What a message is made of: a sentence in both languages, or what needs no translation."""


class LiuguanError(Exception):
    """Base of all errors that a user may see; `exit_code` is what a command ends with."""

    exit_code = 1

    def __init__(self, text: Words) -> None:
        self.text = Text.of(text)
        super().__init__(str(self.text))

    def said(self, language: Language) -> str:
        """The whole message in one language."""
        return self.text.said(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a file or a table of inputs.

    `where` is `sheet!cell`, `row 7, column birth_date`, or the file itself.
    """

    file: str
    where: Words
    found: Words
    expected: Words

    @property
    def text(self) -> Text:
        place = Text.joined((self.file, self.where), ": ") if self.where else Text.of(self.file)
        found, expected = Text.of(self.found), Text.of(self.expected)
        return place + Text(f": {found.zh};应为:{expected.zh}", f": found {found.en}; expected {expected.en}")

    def said(self, language: Language) -> str:
        """The whole message in one language."""
        return self.text.said(language)

    def __str__(self) -> str:
        return self.text.en


class InputError(LiuguanError):
    """Bad input; carries every problem that was found, not only the first."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(Text.joined((p.text for p in self.problems), "\n"))


class ConfigError(LiuguanError):
    """A configuration that cannot be read as a standard; carries every problem."""

    exit_code = 2

    def __init__(self, problems: Sequence[Words], *, where: Words) -> None:
        self.problems = tuple(problems)
        self.where = where
        super().__init__(Text.joined((Text.joined((where, p), ": ") for p in self.problems), "\n"))


class Refusal(LiuguanError):
    """A command that is not carried out: what is wrong, about what, and what to do instead.

    Attributes:
        reason: a word for programs, such as `not_allowed`, `unknown_worker`, `closed`.
        where: what it is about (a command, a field, a record).
    """

    exit_code = 2

    def __init__(self, text: Words, *, reason: str, where: Words = "") -> None:
        self.reason = reason
        self.where = where
        super().__init__(Text.joined((where, text), ": ") if where else text)


class Conflict(Refusal):
    """The fact has another version than the one that was seen; `mine` and `theirs` are its columns."""

    def __init__(self, text: Words, *, where: Words, mine: Mapping[str, object], theirs: Mapping[str, object]) -> None:
        self.mine = dict(mine)
        self.theirs = dict(theirs)
        super().__init__(text, reason="conflict", where=where)


class Refusals(Refusal):
    """An order of which nothing is carried out, for several reasons; `parts` are all of them, each with its place."""

    def __init__(self, parts: Sequence[Refusal], *, reason: str) -> None:
        self.parts = tuple(parts)
        super().__init__(Text.joined((p.text for p in self.parts), "\n"), reason=reason)


class StorageError(LiuguanError):
    """The database cannot be opened, read or written."""

    exit_code = 3

    def __init__(self, text: Words, *, where: Words = "") -> None:
        self.where = where
        super().__init__(Text.joined((where, text), ": ") if where else text)

    @classmethod
    def of(cls, e: OSError, *, where: Words) -> StorageError:
        """What the system said of a file."""
        return (StorageFull if e.errno in _FULL else cls)(why_unopened(e), where=where)


class StorageFull(StorageError):
    """The disk holds no more, or refuses to write; what was kept before is whole."""


class IntegrityError(LiuguanError):
    """Content that does not match its recorded hash."""

    exit_code = 5


class PluginFault(LiuguanError):
    """A plugin failed or answered something else than its hook asks for.

    What concerns the author of a plugin is said in English alone, below a head line in both languages.
    """

    exit_code = 4

    def __init__(self, message: Words, *, district: str = "", hook: str = "") -> None:
        self.district = district
        self.hook = hook
        self.reason = message if isinstance(message, Text) else Text(f"插件有误,英文详情:{message}", message)
        named = ((Text("区县 ", "district "), district), (Text("接口 ", "hook "), hook))
        place = Text.joined((what + name for what, name in named if name), " ")
        super().__init__(place + ": " + self.reason if district or hook else self.reason)


class RuleError(PluginFault):
    """A function that the rule language does not accept."""

    def __init__(self, what: str, *, instead: str, file: str = "", line: int = 0, rule: str = "") -> None:
        self.what = what
        self.instead = instead
        self.file = file
        self.line = line
        self.rule = rule
        place = Text.of(f"{file}:{line}: " if file else "")
        named = Text(f"规则 {rule}: ", f"rule {rule}: ") if rule else Text.of("")
        detail = f"{what}; {instead}"
        super().__init__(place + named + Text(f"规则语言不接受这种写法,英文详情:{detail}", detail))


class RulebookError(PluginFault):
    """Rules and parameters that do not fit together; carries every problem."""

    def __init__(self, problems: Sequence[Words], *, district: str = "") -> None:
        self.problems = tuple(problems)
        listed = Text.joined(problems, "\n")
        super().__init__(Text(f"规则与参数不能合在一起:\n{listed.zh}", listed.en), district=district)


def why_unopened(e: OSError) -> Text:
    """Why the system does not open a file."""
    en = e.strerror or type(e).__name__
    return Text(_UNOPENED.get(e.errno or 0, f"系统错误 {e.errno}"), en)


_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_UNOPENED = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是目录",
    errno.ENOTDIR: "上级不是目录",
    errno.EEXIST: "已存在",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件过大",
    errno.EDQUOT: "超出磁盘配额",
    errno.EROFS: "只读",
    errno.ENAMETOOLONG: "名称过长",
}
