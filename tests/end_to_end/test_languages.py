"""Whatever a clerk gets wrong is said in the language of the run, and in no other."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import polars as pl
import pytest
import xlsxwriter

from liuguan.cli import main
from liuguan.configs import config_folder, read_city
from liuguan.errors import Language
from liuguan.vocabulary import ENTITIES, VOCABULARY

ROSTER = ["区县", "工号", "姓名", "身份证号", "性别", "出生日期", "文化程度", "岗位", "聘用日期", "到岗日期"]
PAY = ["区县", "月份", "姓名", "身份证号", "岗位", "应出勤天数", "计薪天数", "应发合计", "实发合计"]
SHEET = ["区县", "考核月份", "姓名", "身份证号", "总分", "等次", "考核单位", "被考核人签字"]
STAFFING = ["单位", "月份", "实有暂住人口", "出租户数", "应配", "实配", "缺额"]
ZHANG = "11010519491231002X"
SPAN = ("--from", "2010-12", "--to", "2011-01")
PERSON = ["玄武区", "XW001", "张三", ZHANG, "女", "1949-12-31", "高中", "普通", "2010-12-01", "2010-12-01"]
PAID = ["玄武区", "2010-12", "张三", ZHANG, "普通", 21, 21, "1500.00", "1500.00"]
ASSESSED = ["玄武区", "2010-12", "张三", ZHANG, "92", "A", "区流管办", "张三"]
STAFFED = ["玄武区", "2010-12", 500, 50, 1, 1, 0]
WORKERS = "id,district,month,worker,post,paid_gross,headcount\n"

Rows = Sequence[Sequence[object]]
Make = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """Files to make, and a command to run beside them."""

    arguments: tuple[str, ...]
    files: Mapping[str, bytes | Make] = field(default_factory=dict)


def sheets(**found: Rows) -> Make:
    """A workbook of plain sheets; texts stay texts."""

    def make(path: Path) -> None:
        with xlsxwriter.Workbook(str(path)) as book:
            for title, rows in found.items():
                sheet = book.add_worksheet(title)
                for r, row in enumerate(rows):
                    for c, value in enumerate(row):
                        if isinstance(value, str):
                            sheet.write_string(r, c, value)
                        elif value is not None:
                            sheet.write(r, c, value)

    return make


def city(
    roster: Rows = (PERSON,),
    pay: Rows = (PAID,),
    sheet: Rows = (ASSESSED,),
    also: Mapping[str, Rows] = MappingProxyType({}),
) -> Make:
    """A district's workbook, whole but for what a case changes."""
    forms = {"花名册": [ROSTER, *roster], "工资发放表": [PAY, *pay], "月度考核表": [SHEET, *sheet]}
    every: dict[str, Rows] = {**forms, "配备情况表": [STAFFING, STAFFED], **also}
    return sheets(**every)


def changed(row: Sequence[object], **cells: object) -> list[object]:
    """A row with other values in the named columns."""
    headers = {len(PERSON): ROSTER, len(PAID): PAY, len(ASSESSED): SHEET, len(STAFFED): STAFFING}[len(row)]
    return [cells.get(h, v) for h, v in zip(headers, row, strict=True)]


def parquet(**columns: Sequence[object]) -> Make:
    return lambda path: pl.DataFrame(columns).write_parquet(path)


def faulty_formula(path: Path) -> None:
    rows: Rows = [PAY, PAID]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("工资发放表")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
        sheet.write_formula(1, 8, "=1/0", None, "#DIV/0!")
        sheet.write_number(1, 3, 110105194912310020)
        hidden = book.add_worksheet("旧表")
        hidden.write(0, 0, "x")
        hidden.hide()
        book.add_worksheet("封面").write(0, 0, "玄武区")


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def table(text: str | bytes, *options: str, entity: str = "worker_month", name: str = "in.csv") -> Case:
    content = text.encode() if isinstance(text, str) else text
    return Case(("evaluate", name, "--entity", entity, *options), {name: content})


def folder(file: bytes | Make, name: str = "xuanwu.xlsx", *options: str) -> Case:
    return Case(("check", "files", *SPAN, *options), {f"files/{name}": file})


def standard(text: str | bytes) -> Case:
    content = text.encode() if isinstance(text, str) else text
    return Case(("district", "check", "xuanwu", "--standard", "own.toml"), {"own.toml": content})


def plugin(text: str) -> Case:
    return Case(("district", "check", "xuanwu", "--plugin", "ours.py"), {"ours.py": text.encode()})


OWN = '[district]\nid = "xuanwu"\n'
CASES = {
    # options
    "no such file": Case(("evaluate", "in.csv", "--entity", "worker_month")),
    "no argument": Case(("evaluate",)),
    "no entity": Case(("evaluate", "in.csv")),
    "an option without its value": Case(("check", "files", "--from")),
    "no such option": Case(("check", "files", "--form", "2010-12")),
    "no such command": Case(("chekc",)),
    "no such command of a group": Case(("rules", "lst")),
    "too many arguments": Case(("check", "files", "more", *SPAN)),
    "a seed that is no number": Case(("sample", "made", "--seed", "one")),
    "a city that is too small": Case(("sample", "made", "--workers", "5")),
    "a folder that is full": Case(("sample", "made"), {"made/x": b""}),
    "a language that is not spoken": Case(("--lang", "fr", "rules", "list")),
    "no configuration": Case(("--config-dir", "nowhere", "rules", "list")),
    "no such clause": Case(("rules", "list", "--clause", "I.77")),
    "no such rule": Case(("rules", "show", "gros_pay")),
    "no such format": Case(("rules", "list", "--format", "doc")),
    "no such folder": Case(("check", "files", *SPAN)),
    "a plugin without its district": Case(("check", ".", *SPAN, "--plugin", "x.py")),
    "no such district": Case(("check", ".", *SPAN, "--district", "xuanwo")),
    "an end before the start": Case(("check", ".", "--from", "2010-12", "--to", "2010-11")),
    "no month": Case(("check", ".", "--from", "Dec", "--to", "2010-11")),
    "a package that is there": Case(("district", "new", "luhe", "-o", "made"), {"made/x": b""}),
    "an end before the standard": Case(("district", "check", "xuanwu", "--from", "2011-01", "--to", "2010-12")),
    "no such entity": table(WORKERS, entity="worker_months"),
    "no such result": table(WORKERS, "--only", "gros_pay"),
    "no file for a workbook": table(WORKERS, "--format", "xlsx"),
    "no such folder to write to": table("month\n2010-12\n", "-o", "nowhere/out.csv"),
    "a folder to write to": table("month\n2010-12\n", "-o", "."),
    "no such row": Case(
        ("explain", "in.csv", "gross_pay", "--entity", "worker_month", "--row", "9"), {"in.csv": b"month\n2010-12\n"}
    ),
    "nothing to explain": Case(
        ("explain", "in.csv", "gros_pay", "--entity", "worker_month"), {"in.csv": b"month\n2010-12\n"}
    ),
    # tables
    "an empty table": table(""),
    "a blank table": table("\n\n"),
    "a table of another kind": table("x", name="in.txt"),
    "a table of no kind": table("x", name="in"),
    "an old workbook": table("x", name="in.xls"),
    "a table in UTF-16": table("month\n2010-12\n".encode("utf-16")),
    "a zero byte": table(b"month\n\0\n"),
    "neither UTF-8 nor GBK": table(b"month\n\xff\xff\n"),
    "more cells than headers": table("month,post\n2010-12,central,x\n"),
    "a quote without its fellow": table('month,post\n2010-12,"central\n'),
    "one name twice": table("month,month\n2010-12,2010-12\n"),
    "one input twice": table("month,paid_gross,paid_gross_fen\n2010-12,1,100\n"),
    "no month column": table("id,post\n1,central\n"),
    "bad cells": table(
        "month,post,paid_gross,birth_date,data_entry,visits,registration_score,star,paid_gross_fen,contract_type\n"
        '2010-13,boss,"1,200",2010-02-30,maybe,1.5,1.234,9,1,\n'
        "2010.1,,1E3,40513,,-1,,,x,\n"
        ",,-5,Dec 2010,,many,,,,\n"
    ),
    "a district that is none": table("district,month\nnowhere,2010-12\nxuanwo,2010-12\n"),
    "a district that is no more": table("district,month\nbaixia,2013-03\n"),
    "a district that is not yet": table("district,month\nxuanwu,2010-12\n", "--district", "xuanwo"),
    "a worker twice": table("district,worker,month\nxuanwu,w,2010-12\nxuanwu,w,2010-12\n"),
    "notes": table("district,month,gross_pay,paid_gros,odd\nxuanwu,2010-11,1,1,1\nxuanwu,2027-01,1,1,1\n"),
    "money in floats": Case(
        ("evaluate", "in.parquet", "--entity", "worker_month"),
        {"in.parquet": parquet(month=["2010-12"], paid_gross=[1380.5])},
    ),
    "a list in a cell": Case(
        ("evaluate", "in.parquet", "--entity", "worker_month"), {"in.parquet": parquet(month=[["2010-12"]])}
    ),
    "a damaged parquet": table(b"PAR1", name="in.parquet"),
    "an error in a cell": Case(("evaluate", "in.xlsx", "--entity", "worker_month"), {"in.xlsx": faulty_formula}),
    "a workbook without rows": Case(("evaluate", "in.xlsx", "--entity", "worker_month"), {"in.xlsx": sheets(a=[])}),
    # workbooks
    "no workbooks": Case(("check", "files", *SPAN), {"files/readme.md": b""}),
    "an empty file": folder(b""),
    "no workbook at all": folder(b"not a workbook"),
    "a broken archive": folder(b"PK\x03\x04 broken"),
    "an archive of something else": folder(archive(a_txt=b"x")),
    "an archive without sheets": folder(archive(xl__workbook_xml=b"<x")),
    "XML with entities": folder(archive(xl__workbook_xml=b"<!DOCTYPE x>")),
    "a password": folder(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "a workbook of the old kind": folder(b"x", "xuanwu.et"),
    "a wide sheet": folder(lambda path: _far(path, 0, 600)),
    "a tall sheet": folder(lambda path: _far(path, 200_001, 0)),
    "nothing of a form": folder(sheets(a=[["x", "y"], ["1", "2"]])),
    "a form without its header": folder(sheets(工资发放表=[["工资发放表"], ["1", "2"]])),
    "faulty cells": folder(faulty_formula),
    "bad cells of a roster": folder(
        city(
            roster=[
                changed(PERSON, 出生日期="1949-02-31", 性别="其他", 文化程度="神童", 岗位="董事长", 聘用日期="去年")
            ]
        )
    ),
    "bad cells of a payroll": folder(
        city(pay=[changed(PAID, 应发合计="1,500", 实发合计="-1", 应出勤天数="21.5", 计薪天数="99", 月份="2010-13")])
    ),
    "bad cells of an assessment": folder(city(sheet=[changed(ASSESSED, 总分="good", 等次="好", 考核月份="去年")])),
    "a district that is not ours": folder(city(pay=[changed(PAID, 区县="浦东新区")])),
    "another district than the file says": folder(city(pay=[changed(PAID, 区县="六合区")])),
    "another month than the sheet says": folder(city(also={"2010年11月工资": [PAY, PAID]})),
    "no district": folder(city(), "a.xlsx", "--format", "json"),
    "no district anywhere": folder(sheets(工资发放表=[PAY[1:], PAID[1:]]), "a.xlsx"),
    "no month anywhere": folder(sheets(工资发放表=[[PAY[0], *PAY[2:]], [PAID[0], *PAID[2:]]]), "xuanwu.xlsx"),
    "a misspelt header": folder(sheets(工资发放表=[[*PAY[:-1], "实发合记"], PAID]), "xuanwu.xlsx"),
    "two columns of one name": folder(sheets(工资发放表=[[*PAY, "实发合计"], [*PAID, 1]]), "xuanwu.xlsx"),
    "a column that no form has": folder(sheets(工资发放表=[[*PAY, "血型"], [*PAID, "A"]]), "xuanwu.xlsx"),
    "one person twice": folder(city(pay=[PAID, PAID], roster=[PERSON, PERSON], sheet=[ASSESSED, ASSESSED])),
    "nobody": folder(city(pay=[changed(PAID, 姓名=None, 身份证号=None)])),
    "two people of one name": folder(
        city(
            roster=[PERSON, changed(PERSON, 工号="XW002", 身份证号="320102197001010010")],
            pay=[changed(PAID, 身份证号=None)],
        )
    ),
    "one number, two names": folder(city(pay=[changed(PAID, 姓名="李四")])),
    "an old number": folder(city(roster=[changed(PERSON, 身份证号="110105491231002")])),
    "months that are not judged": folder(city(pay=[PAID, changed(PAID, 月份="2012-12")])),
    "a unit twice": folder(city(also={"配备情况表": [STAFFING, STAFFED, STAFFED, changed(STAFFED, 单位=None)]})),
    "forms that are missing": folder(sheets(工资发放表=[PAY, PAID]), "xuanwu.xlsx"),
    "a district after its end": Case(
        ("check", "files", "--from", "2013-03", "--to", "2013-03"),
        {"files/baixia.xlsx": city(pay=[changed(PAID, 区县="白下区", 月份="2013-03")], roster=[])},
    ),
    "a standard that is none": Case(
        ("check", "files", *SPAN), {"files/xuanwu.xlsx": city(), "files/standards/xuanwu.toml": b"[district"}
    ),
    "a standard of another": Case(
        ("check", "files", *SPAN),
        {"files/xuanwu.xlsx": city(), "files/standards/xuanwu.toml": b'[district]\nid = "luhe"\n'},
    ),
    # standards
    "no TOML": standard("[district"),
    "TOML that breaks off": standard('[district]\nid = "xuanwu'),
    "TOML in another encoding": standard('name = "玄武"'.encode("gbk")),
    "a TOML that is too large": standard(b"#" * (1 << 20) + b"\n#"),
    "a TOML with a long line": standard("#" * 30_000),
    "no district in a TOML": standard("x = 1\n"),
    "a section that is no list": standard(f"{OWN}[standard_wage]\nx = 1\n"),
    "no such section": standard(f"{OWN}[[standard_wages]]\nx = 1\n"),
    "no such parameter": standard(f'{OWN}[[at_stake]]\nreading = "x"\n[[standard_wage]]\nx = 1\n'),
    "a sealed section": standard(
        f"{OWN}[[minimum_wage]]\nminimum_wage_by_class = {{ 1 = 960 }}\neffective_from = 2010-12-01\n"
    ),
    "a status that is none": standard(f'{OWN}[[at_stake]]\nstatus = "good"\neffective_from = 2011\n'),
    "another district's standard": standard('[district]\nid = "luhe"\n'),
    "no plugin there": Case(("district", "check", "xuanwu", "--plugin", "ours.py")),
    "a plugin for another": plugin(
        "from liuguan import *\n@hookimpl\ndef manifest():\n    return {'district': 'luhe'}\n"
    ),
}


def _far(path: Path, row: int, column: int) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("a").write(row, column, 1)


SAME = {
    "UTF", "GBK", "CSV", "XLSX", "XML", "TOML", "MiB", "Parquet", "List", "String", "true", "false", "yes", "no", "id",
    "worker",
}  # fmt: skip
"""English words that Chinese text uses."""
GIVEN = {"files", "made", "nowhere", "more", "fr", "doc", "Dec", "xuanwo", "chekc", "lst", "in", "odd"}
"""What the cases themselves write."""
COMMANDS = {
    "liuguan",
    "check",
    "district",
    "new",
    "evaluate",
    "explain",
    "rules",
    "list",
    "show",
    "sample",
    "manifest",
    "reading",
}
CHOICES = {"zh", "en", "table", "text", "json", "csv", "xlsx", "parquet"}
DISTRICTS = set(read_city(config_folder()).ids())
NAMES = {
    *ENTITIES,
    *(i.name for e in ENTITIES for i in VOCABULARY.of(e)),
    *(m for e in ENTITIES for i in VOCABULARY.of(e) for m in i.kind.members),
}
"""Names of the vocabulary, which are the same in both languages."""
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
FILE = re.compile(r"[\w./]+\.(?:csv|xlsx|xls|et|txt|parquet|toml|py|md)\b|(?<!\w)\.[a-z]+\b")
OPTION = re.compile(
    r"\b[IV]+\.[0-9]+|--?[a-z][a-z-]*|\[\[\w+\]\]|\[\w+\]|[a-z]+_\w+|\b[A-Z]{1,4}[0-9]+\b|[A-Z]?![A-Z]+[0-9]+"
)
HAN = re.compile("[\u3400-\u9fff]+")
HEADINGS = {
    *ROSTER, *PAY, *SHEET, *STAFFING, "花名册", "工资发放表", "月度考核表", "配备情况表", "培训持证台账", "勤务汇总表", "旧表",
    "封面", "年", "月", "月工资", "是", "否", "无固定期限", "任职起", "变动日期",
}  # fmt: skip


def english(text: str) -> list[str]:
    """English words of a message that are no value, name, code or file."""
    for known in (QUOTED, FILE, OPTION):
        text = known.sub(" ", text)
    return [
        w for w in re.findall(r"[A-Za-z]{2,}", text) if w not in SAME | GIVEN | COMMANDS | CHOICES | DISTRICTS | NAMES
    ]


def chinese(text: str) -> list[str]:
    """Chinese words of a message that are neither quoted nor the name of a column or sheet."""
    return [w for w in HAN.findall(QUOTED.sub(" ", text)) if w not in HEADINGS]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a case says on stderr, in a language."""

    def tell(case: Case, language: Language) -> str:
        for name, content in case.files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                content(path)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("LIUGUAN_LANG", language)
        monkeypatch.setattr(sys, "argv", ["liuguan", *case.arguments])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().err

    return tell


@pytest.mark.parametrize("name", CASES)
def test_chinese_has_no_english_in_it(told: Callable[..., str], name: str) -> None:
    said = told(CASES[name], "zh")
    assert HAN.search(said)
    assert english(said) == [], said


@pytest.mark.parametrize("name", ["bad cells of a payroll", "a broken archive", "a standard of another"])
def test_findings_of_bad_files_have_a_message_in_each_language(told: Callable[..., str], name: str) -> None:
    case = CASES[name]
    told(replace(case, arguments=(*case.arguments, "--format", "json", "-o", "found.json")), "zh")
    findings = json.loads(Path("found.json").read_text("utf-8"))["findings"]
    messages = [f["message"] for f in findings if f["code"] in ("FIL001", "STD901")]
    assert messages
    assert [english(m["zh"]) for m in messages] == [[] for _ in messages]
    assert [chinese(m["en"]) for m in messages] == [[] for _ in messages]


@pytest.mark.parametrize("name", CASES)
def test_english_has_no_chinese_in_it(told: Callable[..., str], name: str) -> None:
    said = told(CASES[name], "en")
    assert re.search("[a-z]{2,}", said)
    assert chinese(said) == [], said


def test_the_measure_finds_what_it_forbids() -> None:
    assert english('in.csv: 第 2 行 month 列: "boss"; expected 01 到 12 之间的月份') == ["expected"]
    assert chinese("in.csv: row 2: found 空白; expected a column 月份") == ["空白"]
