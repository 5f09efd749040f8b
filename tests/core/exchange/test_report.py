from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from liuguan.errors import ConfigError
from liuguan.exchange.report import (
    COLUMNS,
    findings_csv,
    findings_json,
    findings_schema,
    findings_text,
    write_findings_xlsx,
)
from liuguan.rulebook.definitions import Severity
from liuguan.rulebook.findings import Finding


def finding(**changes: Any) -> dict[str, Any]:
    return {
        "code": "PAY001", "severity": "violation", "clause": "II.4", "subject": "X01", "district": "xuanwu",
        "entity": "worker_month", "month": "2010-12", "message": {"zh": "低于最低工资", "en": "under the minimum wage"},
        "fix": {"zh": "补发", "en": "pay the rest"}, "figures": {"paid_gross": "900.00", "paid_days": None},
        "reading": "", "rulebook": "abc", "parameters": ["minimum_wage@2010-02-01"], "source": "a.xlsx!12月!3",
        **changes,
    }  # fmt: skip


def test_json_follows_its_schema() -> None:
    jsonschema.validate(
        json.loads(findings_json([finding(), finding(severity="unknown", month="")])), findings_schema()
    )


@pytest.mark.parametrize(
    "changes",
    [{"severity": "grave"}, {"month": "2010"}, {"message": {"zh": "x"}}, {"figures": {"a": 1.5}}, {"worker": "w"}],
)
def test_the_schema_refuses_what_is_no_finding(changes: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(findings_json([finding(**changes)])), findings_schema())


def test_the_engine_s_findings_follow_the_schema() -> None:
    made = Finding(
        code="PAY001", severity=Severity.WARNING, clause="II.4", district="xuanwu", entity="worker_month", subject="X01",
        month="2010-12", message_zh="一", message_en="one",
    )  # fmt: skip
    jsonschema.validate(json.loads(findings_json([made.to_json()])), findings_schema())


def test_csv_has_a_row_for_each_finding_and_guards_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(findings_csv([finding(subject="=cmd()"), finding()], language="en"))))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["subject"] == "'=cmd()"
    assert rows[1]["message"] == "under the minimum wage"
    assert rows[1]["figures"] == "paid_gross = 900.00; paid_days = ?"


def test_text_says_severity_code_clause_and_figures() -> None:
    assert findings_text([finding()], language="zh").splitlines() == [
        "违反 PAY001 [II.4] xuanwu X01 2010-12: 低于最低工资",
        "    paid_gross = 900.00; paid_days = ?",
        "    a.xlsx!12月!3",
    ]


def test_a_workbook_has_a_summary_and_the_findings(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_findings_xlsx(
        [finding(), finding(severity="warning"), finding(district="gulou", subject="=1")], path, language="en"
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["summary", "findings"]
    assert [[c.value for c in row] for row in book["summary"].iter_rows()] == [
        ["district", "violation", "warning", "unknown", "info", "total"],
        ["xuanwu", 1, 1, 0, 0, 2],
        ["gulou", 1, 0, 0, 0, 1],
        ["total", 2, 1, 0, 0, 3],
    ]
    assert book["findings"].freeze_panes == "A2"
    assert book["findings"]["F4"].value == "=1"
    assert book["findings"]["F4"].data_type == "s"


def test_no_findings_make_a_workbook_too(tmp_path: Path) -> None:
    write_findings_xlsx([], tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["汇总", "发现"]


def test_a_workbook_needs_a_file() -> None:
    with pytest.raises(ConfigError):
        write_findings_xlsx([], None)
