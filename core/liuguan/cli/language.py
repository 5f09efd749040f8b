"""Which language the command line speaks: `--lang`, else LIUGUAN_LANG, else the locale, else Chinese."""

from __future__ import annotations

import os
import sys

from liuguan.errors import Language


def _early() -> str | None:
    """`--lang` as given, so that help texts already speak it."""
    for i, word in enumerate(sys.argv):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and i + 1 < len(sys.argv):
            return sys.argv[i + 1]
    return None


def choose(asked: str | None = None) -> Language:
    """The language to speak."""
    for candidate in (
        asked,
        _early(),
        os.environ.get("LIUGUAN_LANG"),
        *map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")),
    ):
        known = (candidate or "").lower()[:2]
        if known == "zh":
            return "zh"
        if known == "en":
            return "en"
    return "zh"


def say(zh: str, en: str) -> str:
    """The text in the language of this run."""
    return zh if choose() == "zh" else en
