"""`explain`: why a value is what it is, down to the clause and the dated parameter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, PluginOption, one_of, open_city

if TYPE_CHECKING:
    from liuguan.rulebook.explain import Explained


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", help=say("解释一行的某个结果从何而来", "Explain where one result of one row comes from"))(
        explain
    )


def explain(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=say("输入表", "table of inputs"))],
    name: Annotated[str, typer.Argument(help=say("要解释的结果,如 gross_pay", "the result, such as gross_pay"))],
    entity: Annotated[str, typer.Option("--entity", help=say("每行是什么", "what a row is"))],
    row: Annotated[int, typer.Option("--row", help=say("第几行,从 1 起", "which row, from 1"))] = 1,
    district: DistrictOption = None,
    depth: Annotated[int, typer.Option("--depth", help=say("展开层数", "levels that are opened"))] = 2,
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
    plugin: PluginOption = None,
) -> None:
    """Explain one value."""
    import json

    from liuguan.rulebook.explain import SCHEMA
    from liuguan.services.explanation import explain_row

    one_of(format_, ("text", "table", "json"), "--format")
    found = explain_row(open_city(context), file, entity, name, row=row, district=district, plugin=plugin)
    if format_ == "json":
        typer.echo(json.dumps({"schema": SCHEMA, "explanation": found.to_json()}, ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(lines(found, depth)))


def lines(found: Explained, depth: int, indent: int = 0) -> list[str]:
    """The tree as indented text: a rule, its formula with numbers, parameters on one line, then what it rests on."""
    from liuguan.rulebook.labels import status_label

    zh = choose() == "zh"
    pad = "  " * indent
    label, text = (found.label_zh, found.text_zh) if zh else (found.label_en, found.text_en)
    clauses = f"  [{', '.join(found.clauses)}]" if found.clauses else ""
    chosen = f"{found.reading} {found.reading_zh}".strip() if zh else found.reading
    reading = f"  {say('读法', 'reading')} {chosen}" if chosen else ""
    head = f"{pad}{label} ({found.name}) = {text}{clauses}{reading}"
    if found.repeated:
        return [f"{head}  {say('(见上)', '(see above)')}"]
    out = [head]
    formula = found.formula_zh if zh else found.formula_en
    if formula:
        out.append(f"{pad}  = {formula}")
    out += [f"{pad}  {say('判断', 'branch')}: {b}" for b in (found.branch_zh if zh else found.branch_en)]
    out += [f"{pad}  {say('未满足', 'not met')}: {w}" for w in (found.why_not_zh if zh else found.why_not_en)]
    for p in found.parameters:
        since = f" {say('自', 'from')} {p.effective_from}" if p.effective_from else ""
        status = f" [{status_label(p.status, choose())}]" if p.status else ""
        source = f" {p.source}" if p.source else ""
        value = p.value or say("未知", "unknown")
        called = f"{say('参数', 'parameter')} {p.label_zh if zh else p.label_en} ({p.name})"
        out.append(f"{pad}  {called} = {value}{since}{status}{source}")
    inputs = [b for b in found.because if not b.formula_en and not b.because]
    if inputs:
        said: list[Any] = [f"{b.label_zh if zh else b.label_en} {b.text_zh if zh else b.text_en}" for b in inputs]
        out.append(f"{pad}  {say('依据', 'from')}: {'; '.join(said)}")
    rest = [b for b in found.because if b not in inputs]
    if rest and indent >= depth:
        more = "、".join(b.label_zh for b in rest) if zh else ", ".join(b.label_en for b in rest)
        out.append(f"{pad}  … {more} (--depth {depth + 1})")
        return out
    for b in rest:
        out += lines(b, depth, indent + 1)
    return out
