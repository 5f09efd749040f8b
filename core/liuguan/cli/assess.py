"""`assess`: a month's assessment over the records: opened, entered, shown, signed, objected to, closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.monthly import DryOption, FormatOption, MonthOption, asked, carry_out
from liuguan.cli.options import DistrictOption, month, narrate, one_of

if TYPE_CHECKING:
    from liuguan.services.assessment.reading import MonthView, SheetView

FORMATS = ("table", "text", "json", "csv")
WorkerOption = Annotated[
    list[str] | None, typer.Option("--worker", help=say("工号,可多次", "staff number; repeatable"))
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=say("月度考核", "monthly assessment of every worker")
    )  # fmt: skip
    for name, function, zh, en in (
        ("open", open_, "开启一个月:为每名专职人员建考核表", "open a month: a sheet for every full-time worker"),
        ("enter", enter, "从表格录入考核数据", "enter cells from a CSV or workbook"),
        ("baselines", baselines, "沿用上月基准量", "copy the baselines of the month before"),
        ("show", show, "查看考核表、得分与缺项", "show sheets, scores and what is missing"),
        ("sign", sign, "签字:考核人、本人或区流管办", "sign as assessor, for the worker, or as the office"),
        ("paper", paper, "登记纸面签字", "record a signature on a printed sheet"),
        ("close", close, "关闭一个月", "close a month"),
    ):
        group.command(name, help=say(zh, en))(function)
    app.add_typer(group, name="assess")


def open_(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, dry: DryOption = False
) -> None:
    """Make the sheets that are missing; opening again adds those missing and changes nothing else."""
    from liuguan.services.assessment.opening import OpenMonth

    office, of, at = asked(context, district, of_month)
    made = carry_out(office, OpenMonth(district=of, month=at), dry)
    added = say(
        f"新增考核表 {made.sheets} 份、项目 {made.items} 条", f"{made.sheets} sheets and {made.items} items added"
    )
    narrate(f"{added}; {say(f'原有 {made.there} 份', f'{made.there} were there')}")
    if made.is_draft:
        narrate(
            say(
                "区县未报备标准,按所附示例标准(草案)开启",
                "nothing is filed; the shipped, illustrative standard is used as a draft",
            )
        )
    if made.unknown:
        listed = ", ".join(made.unknown)
        narrate(say(f"是否专职未知,未建表: {listed}", f"not known whether full-time, no sheet made: {listed}"))


def enter(
    context: typer.Context, file: Annotated[Path, typer.Argument(help=say("CSV 或 XLSX", "CSV or XLSX"))],
    of_month: MonthOption, district: DistrictOption = None, dry: DryOption = False,
) -> None:  # fmt: skip
    """Enter all cells of a table, or none where any is wrong; an empty cell leaves what is there."""
    from liuguan.services.assessment.entering import EnterCells
    from liuguan.services.assessment.tables import cells_of_table

    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        cells = cells_of_table(session, office.city, file, district=of, month=at)
    changed = carry_out(office, EnterCells(district=of, month=at, cells=cells), dry)
    narrate(say(f"读入 {len(cells)} 格,更改 {changed} 格", f"{len(cells)} cells read, {changed} of them changed"))


def baselines(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None,
    source: Annotated[str | None, typer.Option("--from", help=say("取自哪个月", "the month to copy from"))] = None,
    dry: DryOption = False,
) -> None:  # fmt: skip
    """Fill empty baselines from another month."""
    from liuguan.services.assessment.entering import CopyBaselines

    office, of, at = asked(context, district, of_month)
    order = CopyBaselines(district=of, month=at, from_month=month(source, "--from") if source else None)
    copied = carry_out(office, order, dry)
    filled = say(f"已填 {copied.filled} 条", f"{copied.filled} filled")
    narrate(f"{filled}, {say(f'仍未知 {copied.still_unknown} 条', f'{copied.still_unknown} still unknown')}")


def show(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, worker: WorkerOption = None,
    explain: Annotated[bool, typer.Option("--explain", help=say("说明得分的依据", "say what scores rest on"))] = False,
    format_: FormatOption = "table",
) -> None:  # fmt: skip
    """The sheets of a month with live scores; of named workers the items, and with --explain why."""
    from liuguan.cli.explain import lines
    from liuguan.cli.printing import print_rows
    from liuguan.services.assessment.items import catalogue
    from liuguan.services.assessment.reading import read_month
    from liuguan.services.assessment.scoring import explain_score

    one_of(format_, FORMATS, "--format")
    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        view = read_month(session, office.city, of, at)
    if not worker:
        print_rows([_sheet_row(v) for v in view.sheets.values()], format_)
        return
    keys = _keys(view, worker)
    labels = {code: item.zh if choose() == "zh" else item.en for code, item in catalogue(office.city, at).items()}
    if explain:
        for key in keys:
            typer.echo("\n".join(lines(explain_score(view.scored, key), 2)))
        return
    print_rows([row for key in keys for row in _item_rows(view.sheets[key], labels)], format_)


def sign(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, worker: WorkerOption = None,
    as_: Annotated[str, typer.Option("--as", help="assessor | worker | district_office")] = "assessor",
    refused: Annotated[
        bool, typer.Option("--refused", help=say("本人拒签", "the worker was shown it and refused"))
    ] = False,
    dry: DryOption = False,
) -> None:  # fmt: skip
    """Sign sheets; all of the month's without --worker."""
    from liuguan.services.assessment.reading import read_month
    from liuguan.services.assessment.signing import AcknowledgeSheet, ReviewSheets, SignSheets

    one_of(as_, ("assessor", "worker", "district_office"), "--as")
    office, of, at = asked(context, district, of_month)
    with office.reading(of) as session:
        view = read_month(session, office.city, of, at)
    keys = tuple(_keys(view, worker) if worker else view.sheets)
    if as_ == "worker":
        for key in keys:
            carry_out(office, AcknowledgeSheet(district=of, month=at, worker=key, refused=refused), dry)
    elif keys:
        order = SignSheets if as_ == "assessor" else ReviewSheets
        carry_out(office, order(district=of, month=at, workers=keys), dry)
    narrate(say(f"签字 {len(keys)} 份", f"{len(keys)} sheets signed"))


def paper(
    context: typer.Context, of_month: MonthOption,
    printed: Annotated[str, typer.Option("--hash", help=say("表上的校验码", "the hash on the sheet"))],
    signed_by: Annotated[str, typer.Option("--by", help=say("签字人姓名", "who signed"))],
    on: Annotated[str, typer.Option("--on", help=say("签字日期 2011-01-05", "day of signing, 2011-01-05"))],
    as_: Annotated[str, typer.Option("--as", help="assessor | worker | district_office")],
    district: DistrictOption = None, worker: WorkerOption = None,
    form: Annotated[str, typer.Option("--form", help="F3 | F4")] = "F3",
    number: Annotated[str | None, typer.Option("--number", help=say("表号", "number of the sheet"))] = None,
    assessed_by: Annotated[
        str | None, typer.Option("--assessed-by", help="station | central_station | district_office")
    ] = None,
    dry: DryOption = False,
) -> None:  # fmt: skip
    """Record that a printed sheet was signed; refused where the hash is not that of the present content."""
    from liuguan.cli.filing.asking import day
    from liuguan.services.assessment.reading import read_month
    from liuguan.services.commands import parse_order
    from liuguan.services.signatures import RecordPaperSignature

    office, of, at = asked(context, district, of_month)
    key = None
    if worker:
        with office.reading(of) as session:
            (key,) = _keys(read_month(session, office.city, of, at), worker[:1])
    order = parse_order(
        RecordPaperSignature,
        {
            "district": of, "month": at, "form": one_of(form, ("F3", "F4"), "--form"), "worker": key,
            "signatory": one_of(as_, ("assessor", "worker", "district_office"), "--as"), "signed_by": signed_by,
            "signed_on": day(on, "--on"), "sheet_hash": printed, "sheet_number": number,
            "assessed_by": assessed_by,
        },
    )  # fmt: skip
    made = carry_out(office, order, dry)
    narrate(say(f"已登记,校验码 {made.sheet_hash}", f"recorded, hash {made.sheet_hash}"))


def close(
    context: typer.Context, of_month: MonthOption, district: DistrictOption = None, dry: DryOption = False
) -> None:
    """Close a month; what blocks it is listed, and an open objection does not."""
    from liuguan.services.assessment.closing import CloseMonth

    office, of, at = asked(context, district, of_month)
    made = carry_out(office, CloseMonth(district=of, month=at), dry)
    narrate(say(f"已关闭 {made.sheets} 份", f"{made.sheets} sheets closed"))
    for zh, en, workers in (
        ("无须考核", "not due", made.not_due), ("尚无等次", "without a grade", made.without_grade),
        ("有未决异议", "with an open objection", made.objections),
    ):  # fmt: skip
        if workers:
            narrate(f"{say(zh, en)}: {len(workers)}")


def _keys(view: MonthView, workers: list[str]) -> list[str]:
    """The sheets of staff numbers or keys.

    Raises:
        ConfigError: somebody has none.
    """
    from liuguan.errors import ConfigError, Text

    known = {v.sheet.staff_number or "": key for key, v in view.sheets.items()} | {key: key for key in view.sheets}
    missing = [w for w in workers if w not in known]
    if missing:
        listed = ", ".join(missing)
        raise ConfigError(
            [Text(f"该月没有其考核表: {listed}", f"no sheet of the month for {listed}")], where="--worker"
        )
    return [known[w] for w in workers]


def _sheet_row(view: SheetView) -> dict[str, object]:
    sheet = view.sheet
    return {
        "worker": sheet.staff_number or sheet.worker, "station": sheet.station, "state": sheet.state,
        "score": _points(view.score), "grade": view.grade, "assessor": sheet.assessor, "signed": view.signed,
        "acknowledged": view.acknowledged, "reviewed": view.reviewed, "objection": bool(sheet.objection_open),
        "missing": [m.where for m in view.missing], "hash": view.hash,
    }  # fmt: skip


def _item_rows(view: SheetView, labels: dict[str, str]) -> list[dict[str, object]]:
    whose = view.sheet.staff_number or view.sheet.worker
    return [
        {
            "worker": whose, "item": code, "label": labels.get(code, ""), "baseline": item.baseline,
            "done": item.done, "fed_back": item.fed_back, "defects": item.defects,
            "of_them_inspected": item.defects_inspected, "false_records": item.false_records,
            "points": _points(view.points.get(code)),
        }
        for code, item in view.items.items()
    ]  # fmt: skip


def _points(value: int | None) -> str | None:
    from liuguan.language.kinds import POINTS
    from liuguan.language.written import write

    return write(value, POINTS) or None
