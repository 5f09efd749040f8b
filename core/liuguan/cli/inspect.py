"""`inspect`: inspections over the records: added with what they found, listed, entered into sheets, checked again."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, month, narrate, one_of, open_office
from liuguan.errors import ConfigError, Text

if TYPE_CHECKING:
    from liuguan.records.tables.inspections import InspectionFinding
    from liuguan.services.inspections.listing import InspectionView
    from liuguan.services.inspections.recording import FindingGiven

FORMATS = ("table", "text", "json", "csv")
KINDS = ("unannounced", "tracing_back", "announced")
IdArgument = Annotated[str, typer.Argument(metavar="ID", help=say("检查编号", "number of the inspection"))]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help=say("只说明会怎样,不写入", "say what would be; keep nothing"))
]
FormatOption = Annotated[str, typer.Option("--format", help="table | json | csv")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None,
        help=say("暗查、反查与考核检查", "inspections: unannounced, tracing back, announced"),
    )  # fmt: skip
    for name, function, zh, en in (
        ("add", add, "登记一次检查及其发现", "record an inspection with what it found"),
        ("list", list_, "列出检查", "list inspections"),
        ("show", show, "查看一次检查的发现", "show what an inspection found"),
        ("enter", enter, "把发现计入考核表,每项只计一次", "let findings enter sheets, each once"),
        ("recheck", recheck, "登记复查结果", "record a re-check"),
    ):
        group.command(name, help=say(zh, en))(function)
    app.add_typer(group, name="inspect")


def add(
    context: typer.Context, id_: IdArgument,
    day: Annotated[str, typer.Option("--day", help=say("检查日期 2010-12-15", "day, 2010-12-15"))],
    kind: Annotated[str, typer.Option("--kind", help=" | ".join(KINDS))] = "unannounced",
    district: DistrictOption = None,
    station: Annotated[str | None, typer.Option("--station", help=say("站点或责任区", "station or area"))] = None,
    frame: Annotated[str | None, typer.Option("--frame", help=say("抽样范围", "what the sample is of"))] = None,
    sample: Annotated[int | None, typer.Option("--sample", min=0, help=say("抽查数", "size of the sample"))] = None,
    finding: Annotated[
        list[str] | None,
        typer.Option(
            "--finding", metavar="DEFECT:FOUND/EXPECTED[:WORKER[:ITEM]]",
            help=say("发现,可多次,如 missed_registration:3/12", "repeatable, such as missed_registration:3/12"),
        ),
    ] = None,
    dry: DryOption = False,
) -> None:  # fmt: skip
    """Record an inspection; who answers is looked up on the roster of the day where nobody is named."""
    from liuguan.cli.filing.asking import day as day_of
    from liuguan.cli.filing.asking import one_district
    from liuguan.services.commands import parse_order
    from liuguan.services.inspections.recording import RecordInspection
    from liuguan.services.inspections.responsible import numbered_on

    office = open_office(context)
    of, on = one_district(office, district), day_of(day, "--day") or datetime.date.min
    with office.reading(of) as session:
        workers = numbered_on(session, of, on)
    given = tuple(_finding(text, workers) for text in finding or ())
    order = parse_order(
        RecordInspection,
        {
            "district": of, "id": id_, "kind": one_of(kind, KINDS, "--kind"), "day": on, "station": station,
            "frame": frame, "sample_size": sample, "findings": given,
        },
    )  # fmt: skip
    made = office.run(order, keep=not dry)
    for recorded in made:
        number, known = recorded.finding.number, recorded.finding.worker
        if known is None:
            listed = ", ".join(s.worker for s in recorded.suggested) or "-"
            narrate(f"{id_} {number}: {say(f'责任人未定,可能为 {listed}', f'nobody named; may be {listed}')}")
        elif recorded.looked_up:
            narrate(f"{id_} {number}: {say(f'责任人按花名册为 {known}', f'by the roster {known} answers for it')}")
    narrate(say(f"已登记 {id_},发现 {len(made)} 项", f"{id_} recorded with {len(made)} findings"))
    if dry:
        narrate(say("试运行,未写入", "dry run, nothing is kept"))


def list_(
    context: typer.Context, district: DistrictOption = None,
    first: Annotated[str | None, typer.Option("--from", help=say("起始月份", "first month"))] = None,
    last: Annotated[str | None, typer.Option("--to", help=say("终止月份", "last month"))] = None,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """Inspections by day, with what was found over its denominators; small samples as counts."""
    from liuguan.cli.printing import print_rows

    one_of(format_, FORMATS, "--format")
    views = _views(context, district, month(first, "--from") if first else None, month(last, "--to") if last else None)
    print_rows([_row(v) for v in views], format_)


def show(
    context: typer.Context, id_: IdArgument, district: DistrictOption = None, format_: FormatOption = "table"
) -> None:
    """The findings of an inspection: counts, who answers, where it counts, and re-checks."""
    from liuguan.cli.printing import print_rows

    one_of(format_, FORMATS, "--format")
    found = next((v for v in _views(context, district, None, None) if v.inspection.id == id_), None)
    if found is None:
        raise ConfigError([Text(f"没有检查 {id_}", f"no inspection {id_}")], where="inspect show")
    print_rows([_finding_row(f) for f in found.findings], format_)


def enter(
    context: typer.Context, id_: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    district: DistrictOption = None, dry: DryOption = False, format_: FormatOption = "table",
) -> None:  # fmt: skip
    """Let all findings that wait enter sheets; those of one inspection with ID."""
    from dataclasses import asdict

    from liuguan.cli.filing.asking import one_district
    from liuguan.cli.printing import print_rows
    from liuguan.language.written import month_text
    from liuguan.services.inspections.entering import EnterFindings

    one_of(format_, FORMATS, "--format")
    office = open_office(context)
    done = office.run(EnterFindings(district=one_district(office, district), id=id_), keep=not dry)
    rows = [{**asdict(o), "month": month_text(o.month) if o.month is not None else None} for o in done]
    print_rows(rows, format_)


def recheck(
    context: typer.Context, id_: IdArgument, number: Annotated[int, typer.Argument(min=1)],
    on: Annotated[str, typer.Option("--on", help=say("复查日期", "day of the re-check"))],
    passed: Annotated[bool, typer.Option("--passed/--failed", help=say("已整改/未整改", "put right or not"))],
    due: Annotated[str | None, typer.Option("--due", help=say("新的期限", "a new day by which"))] = None,
    district: DistrictOption = None,
) -> None:  # fmt: skip
    """Record whether a finding was put right."""
    from liuguan.cli.filing.asking import day, one_district
    from liuguan.services.commands import parse_order
    from liuguan.services.inspections.contesting import RecordRecheck

    office = open_office(context)
    order = parse_order(
        RecordRecheck,
        {
            "district": one_district(office, district), "id": id_, "number": number, "on": day(on, "--on"),
            "passed": passed, "due_on": day(due, "--due"),
        },
    )  # fmt: skip
    office.run(order)
    narrate(say(f"{id_} {number} 已登记复查", f"re-check of {id_} {number} recorded"))


def _views(context: typer.Context, district: str | None, first: int | None, last: int | None) -> list[InspectionView]:
    from liuguan.cli.filing.asking import one_district
    from liuguan.services.inspections.listing import list_inspections

    office = open_office(context)
    of = one_district(office, district)
    with office.reading(of) as session:
        return list_inspections(session, of, first_month=first, last_month=last)


def _finding(text: str, workers: dict[str, str]) -> FindingGiven:
    """A finding as it is written on the command line.

    Raises:
        ConfigError: it is not written so, or nobody had the staff number on the day.
    """
    from pydantic import ValidationError

    from liuguan.services.inspections.recording import FindingGiven

    defect, counts, worker, item = (*text.split(":", 3), "", "", "")[:4]
    found, _, expected = counts.partition("/")
    if worker and worker not in workers:
        nobody = Text(f"该日没有工号 {worker}", f"nobody had the staff number {worker} on the day")
        raise ConfigError([nobody], where="--finding")
    try:
        return FindingGiven.model_validate(
            {
                "defect": defect, "found": int(found), "expected": int(expected) if expected else None,
                "worker": workers.get(worker), "item": item or None,
            }
        )  # fmt: skip
    except (ValidationError, ValueError) as e:
        wrong = Text(
            f"{text};请写成 missed_registration:3/12", f"{text}; write it like missed_registration:3/12"
        )  # fmt: skip
        raise ConfigError([wrong], where="--finding") from e


def _row(view: InspectionView) -> dict[str, object]:
    from liuguan.services.inspections.rates import DEFECTS

    made = view.inspection
    zh = choose() == "zh"
    return {
        "id": made.id, "kind": made.kind, "day": made.day.isoformat(), "station": made.station,
        "sample": made.sample_size, "findings": len(view.findings),
        "found": [f"{DEFECTS[r.defect].zh if zh else DEFECTS[r.defect].en} {r.shown}" for r in view.rates],
        "waiting": sum(f.entered_month is None and not f.withdrawn and bool(f.found) for f in view.findings),
    }  # fmt: skip


def _finding_row(f: InspectionFinding) -> dict[str, object]:
    from liuguan.language.written import month_text

    return {
        "number": f.number, "defect": f.defect, "found": f.found, "expected": f.expected, "worker": f.worker,
        "item": f.entered_item or f.item,
        "about": month_text(f.about_month) if f.about_month is not None else None,
        "entered": month_text(f.entered_month) if f.entered_month is not None else None,
        "contested": f.contested, "withdrawn": f.withdrawn, "due_on": f.due_on and f.due_on.isoformat(),
        "recheck_on": f.recheck_on and f.recheck_on.isoformat(), "recheck_passed": f.recheck_passed,
    }  # fmt: skip
