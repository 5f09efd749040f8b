"""What a plugin may do wrong, and that it is a named fault of its district alone."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from liuguan.district import City
from liuguan.errors import PluginFault
from liuguan.plugins import Answers, isolated

HEAD = "from __future__ import annotations\nimport sys\nfrom liuguan import *\n"
GOOD = """
@supplement(cites="II.5", zh="夜间补贴")
def night_allowance(data_entry: Flag, night_amount: Fen) -> Fen:
    \"\"\"Night allowance.\"\"\"
    return night_amount if data_entry else 0

@hookimpl
def pay_rules():
    return rules_of(sys.modules[__name__])
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(body: str) -> Path:
        file = tmp_path / "district_plugin.py"
        file.write_text(HEAD + textwrap.dedent(body), encoding="utf-8")
        return file

    return written


def test_a_good_plugin_gives_its_rules(write: Write) -> None:
    found = isolated(write(GOOD), district="xuanwu")
    assert [d.node for d in found.definitions] == ["night_allowance"]


def test_what_a_plugin_imports_is_not_its_own(write: Write) -> None:
    found: Answers = isolated(write("from liuguan_nanjing.city.pay import *\n" + GOOD), district="xuanwu")
    assert [d.node for d in found.definitions] == ["night_allowance"]


MISBEHAVIOUR = {
    "a misspelt hook": ("@hookimpl\ndef pay_rule():\n    return ()", "did you mean pay_rules?"),
    "a hook with an argument": ("@hookimpl\ndef pay_rules(worker):\n    return ()", "worker"),
    "no hook at all": ("x = 1", "no hook"),
    "a wrapper": ("@hookimpl(wrapper=True)\ndef pay_rules():\n    return (yield)", "wrapper is refused"),
    "an old-style wrapper": ("@hookimpl(hookwrapper=True)\ndef pay_rules():\n    yield", "hookwrapper is refused"),
    "tryfirst": ("@hookimpl(tryfirst=True)\ndef pay_rules():\n    return ()", "tryfirst is refused"),
    "trylast": ("@hookimpl(trylast=True)\ndef pay_rules():\n    return ()", "trylast is refused"),
    "an optional hook": ("@hookimpl(optionalhook=True)\ndef pay_rule():\n    return ()", "optionalhook is refused"),
    "raising": ("@hookimpl\ndef pay_rules():\n    raise RuntimeError('broken')", "RuntimeError: broken"),
    "SystemExit": ("@hookimpl\ndef pay_rules():\n    raise SystemExit(0)", "SystemExit"),
    "sys.exit on import": ("sys.exit(0)", "SystemExit"),
    "os._exit": ("import os\nos._exit(0)", "before it had answered"),
    "a syntax error": ("def broken(:\n", "SyntaxError"),
    "a missing import": ("import no_such_module_anywhere", "no_such_module_anywhere"),
    "endless recursion": ("def f():\n    return f()\n@hookimpl\ndef pay_rules():\n    return f()", "RecursionError"),
    "None": ("@hookimpl\ndef pay_rules():\n    rules_of(sys.modules[__name__])", "got None"),
    "a number": ("@hookimpl\ndef pay_rules():\n    return 5", "got int"),
    "a text": ("@hookimpl\ndef pay_rules():\n    return 'pay'", "got str"),
    "a list of numbers": ("@hookimpl\ndef pay_rules():\n    return [1, 2]", "got int"),
    "a plain function": (
        "def f(a: Fen) -> Fen:\n    return a\n@hookimpl\ndef pay_rules():\n    return [f]",
        "got function",
    ),
    "rules_of a text": ("@hookimpl\ndef pay_rules():\n    return rules_of('pay')", "takes modules"),
    "a manifest that is no mapping": ("@hookimpl\ndef manifest():\n    return ['xuanwu']", "expected a mapping"),
    "a candidate's rule in the pay hook": (
        """
        @requirement(cites="IV.1.3")
        def speaks_dialect(computer_proficient: Flag) -> Flag:
            \"\"\"Speaks the dialect.\"\"\"
            return computer_proficient

        @hookimpl
        def pay_rules():
            return rules_of(sys.modules[__name__])
        """,
        "is about candidate",
    ),
    "memory without end": ("x = bytearray(16 << 30)", "MemoryError"),
}


@pytest.mark.parametrize(("body", "said"), MISBEHAVIOUR.values(), ids=MISBEHAVIOUR.keys())
def test_misbehaviour_is_a_named_fault(write: Write, body: str, said: str) -> None:
    with pytest.raises(PluginFault, match=said) as caught:
        isolated(write(textwrap.dedent(body)), district="xuanwu")
    assert caught.value.exit_code == 4


def test_a_plugin_that_never_answers_is_stopped(write: Write) -> None:
    with pytest.raises(PluginFault, match=r"within 2 s|code -\d+"):
        isolated(write("while True:\n    pass"), district="xuanwu", seconds=2)


def test_printing_does_not_disturb_the_answer(write: Write) -> None:
    found = isolated(write("print('{\"layer\": 1}')\nprint('x' * 100_000)\n" + GOOD), district="xuanwu")
    assert len(found.definitions) == 1


def test_a_refused_rule_names_file_and_line(write: Write) -> None:
    body = '@supplement(cites="II.5")\ndef half(paid_gross: Fen) -> Fen:\n    return paid_gross / 2\n'
    with pytest.raises(PluginFault, match=r"district_plugin\.py:6: rule half: / gives fractions"):
        isolated(write(body), district="xuanwu")


SEALED = {
    "a sealed node": '@rule(cites="II.12")\ndef gross_pay(paid_gross: Fen) -> Fen:\n    """Mine."""\n    return paid_gross\n',
    "the ratio": (
        '@rule(entity=DISTRICT_MONTH, cites="I.7")\ndef required_headcount(actual_migrants: Count) -> Count:\n'
        '    """Mine."""\n    return actual_migrants // 800\n'
    ),
    "a reading of a sealed node": (
        '@rule(entity=DISTRICT_MONTH, cites="I.7", reading_of="wage_floor")\ndef mine(minimum_wage: Fen) -> Fen:\n'
        '    """Mine."""\n    return minimum_wage\n'
    ),
}


@pytest.mark.parametrize("body", SEALED.values(), ids=SEALED.keys())
def test_what_the_city_sealed_cannot_be_answered(write: Write, body: str) -> None:
    hook = "staffing_rules" if "DISTRICT_MONTH" in body else "pay_rules"
    body += f"@hookimpl\ndef {hook}():\n    return rules_of(sys.modules[__name__])\n"
    with pytest.raises(PluginFault, match="sealed"):
        City().district("xuanwu", plugin=write(body))


def test_a_plugin_for_another_district_is_refused(write: Write) -> None:
    body = "@hookimpl\ndef manifest():\n    return {'district': 'luhe'}\n" + GOOD
    with pytest.raises(PluginFault, match="speaks for luhe"):
        City().district("xuanwu", plugin=write(body))


def test_a_missing_parameter_names_the_section_to_write(write: Write) -> None:
    with pytest.raises(PluginFault, match=r"night_amount.*\[\[night_allowance\]\]"):
        City().district("xuanwu", plugin=write(GOOD))


def test_one_district_s_fault_leaves_the_others_alone(write: Write) -> None:
    city = City()
    with pytest.raises(PluginFault):
        city.district("xuanwu", plugin=write("raise RuntimeError"))
    assert city.district("luhe").book.district == "luhe"
    assert city.district("xuanwu").book.district == "xuanwu"


def test_a_package_folder_brings_its_own_standard(tmp_path: Path) -> None:
    folder = tmp_path / "our_district"
    folder.mkdir()
    (folder / "__init__.py").write_text(HEAD + GOOD, encoding="utf-8")
    toml = (City().folder / "xuanwu.toml").read_text(encoding="utf-8")
    section = '\n[[night_allowance]]\neffective_from = 2010-12-01\ncites = "II.5"\nstatus = "illustrative"\nnight_amount = "30.00"\n'
    (folder / "standard.toml").write_text(toml + section, encoding="utf-8")
    book = City().district("xuanwu", plugin=folder).book
    assert "night_allowance" in book.node("worker_month", "supplements").contributions
