"""`rules`: read the law: its rules, its clauses, and what acts on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from liuguan.cli.language import choose, say
from liuguan.cli.options import DistrictOption, PluginOption, narrate, one_of, open_city
from liuguan.errors import ConfigError, Text

if TYPE_CHECKING:
    from liuguan.law.coverage import CoverageState
    from liuguan.rulebook.book import Rulebook

FORMATS = ("table", "text", "json", "csv")


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say("规则、条款与覆盖情况", "rules, clauses and what acts on them"),
    )
    group.command("list", help=say("列出规则和检查", "list rules and checks"))(list_)
    group.command("show", help=say("用文字说明一条规则", "show a rule in words"))(show)
    group.command(
        "cover", help=say("逐条款列出由什么实现,或为何不能", "for every clause what acts on it, or why nothing can")
    )(cover)
    group.command("document", help=say("写出规则手册(中英文)", "write the rule reference, in both languages"))(document)
    app.add_typer(group, name="rules")


def list_(
    context: typer.Context,
    district: DistrictOption = None,
    clause: Annotated[str, typer.Option("--clause", help=say("只列引用此条款的", "only what cites this clause"))] = "",
    plugin: PluginOption = None,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
) -> None:
    """Rules of the city, or of a district with the city's."""
    from liuguan.cli.printing import print_rows
    from liuguan.services.rules import list_rules

    one_of(format_, FORMATS, "--format")
    city = open_city(context)
    if clause and clause not in city.law:
        raise ConfigError(
            [Text(f"没有条款 {clause}", f"no clause {clause}") + _hint(city.law.nearest(clause))], where="--clause"
        )
    rows = [asdict(r) for r in list_rules(_book(context, district, plugin), clause=clause)]
    other = "label_en" if choose() == "zh" else "label_zh"
    if format_ in ("table", "text"):
        rows = [{k: v for k, v in r.items() if k != other} for r in rows]
    print_rows(rows, format_)


def _hint(near: object) -> Text:
    return Text(f"(是否指 {near}?)", f" (did you mean {near}?)") if near else Text.of("")


def _book(context: typer.Context, district: str | None, plugin: Path | None) -> Rulebook:
    city = open_city(context)
    if district is None:
        return city.book
    city.check_id(district)
    return city.district(district, plugin=plugin).book


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=say("规则名或检查代码", "name of a rule, or code of a check"))],
    district: DistrictOption = None,
    plugin: PluginOption = None,
    format_: Annotated[str, typer.Option("--format", help="text | json")] = "text",
) -> None:
    """A rule: what it says, what it needs, its readings, parameters, dates and sources."""
    import json

    from liuguan.rulebook.resolve import nearest
    from liuguan.services.rules import show_rule

    one_of(format_, ("text", "table", "json"), "--format")
    book = _book(context, district, plugin)
    shown = show_rule(book, name)
    if not shown:
        known = sorted({n.name for n in book.nodes.values()})
        raise ConfigError([Text(f"没有规则 {name}", f"no rule {name}") + nearest(name, known)], where="rules show")
    if format_ == "json":
        typer.echo(json.dumps({"schema": 1, "rules": shown}, ensure_ascii=False, indent=2, default=str))
        return
    for rule in shown:
        typer.echo("\n".join(_lines(rule)) + "\n")


def _lines(rule: dict[str, Any]) -> list[str]:
    lang = choose()
    labels = rule["label"]
    lines = [f"{rule['name']}  ({rule['entity']}, {rule['sort']}, {rule['kind']})", f"  {labels[lang] or labels['en']}"]
    if "code" in rule:
        lines.append(f"  {rule['code']}  {rule['severity']}")
    clauses = f"{say('条款', 'clauses')}: {', '.join(rule['clauses'])}"
    lines.append(f"  {clauses}   {say('制定', 'by')}: {rule['owner']}   {rule['where']}")
    if rule["note"]:
        lines += [f"  {line}" for line in str(rule["note"]).splitlines()]
    if "composed" in rule:
        lines.append(f"  = {rule['composed'][lang]}")
    for version in rule["versions"]:
        lines += _version_lines(version, rule["name"])
    if rule.get("fix", {}).get(lang):
        lines.append(f"  {say('处理', 'what to do')}: {rule['fix'][lang]}")
    lines.append(f"  {say('需要', 'needs')}: {_listed(rule['needs'])}")
    lines.append(f"  {say('用于', 'used by')}: {_listed(rule['used_by'])}")
    return lines


def _version_lines(version: dict[str, Any], name: str) -> list[str]:
    from liuguan.rulebook.labels import status_label

    lang = choose()
    start = version["effective_from"] or say("始终", "always")
    chosen = f"{version['reading']} {version['reading_label']['zh'] if lang == 'zh' else ''}".strip()
    reading = f"  {say('读法', 'reading')} {chosen}" if version["reading"] != name else ""
    status = f"  [{status_label(version['status'], lang)}]" if version["status"] else ""
    lines = [f"  {say('自', 'from')} {start}{reading}{status}", f"    = {version['formula'][lang]}"]
    for p in version["parameters"]:
        value = p["value"]
        if isinstance(value, dict):
            value = "; ".join(f"{k}: {say('未知', 'unknown') if v is None else v}" for k, v in value.items())
        lines.append(f"    {p['label'][lang]} ({p['name']}) = {say('未知', 'unknown') if value is None else value}")
    if version["source"]:
        lines.append(f"    {say('来源', 'source')}: {version['source']}")
    return lines


def _listed(named: list[dict[str, str]]) -> str:
    if choose() == "en":
        return ", ".join(n["name"] for n in named) or "-"
    return "、".join(f"{n['zh']} ({n['name']})" for n in named) or "-"


def document(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", help=say("写入的目录", "folder to write to"))] = Path(
        "docs"
    ),
    only_check: Annotated[
        bool, typer.Option("--check", help=say("只检查是否最新,不写", "only say whether they are fresh; write nothing"))
    ] = False,
) -> None:
    """Write rules.md and rules.zh.md from the rules; the paths that changed go to stdout.

    Where the folder has examples/hooks, hooks.md is written from those and the hook specifications.
    """
    from liuguan.services.hook_page import EXAMPLES, PAGE, hook_page
    from liuguan.services.rule_pages import rule_pages

    pages = {output / name: text for name, text in rule_pages(open_city(context)).items()}
    if (output / EXAMPLES).is_dir():
        pages[output / PAGE] = hook_page(output / EXAMPLES)
    changed = [p for p, text in pages.items() if not p.is_file() or p.read_text("utf-8") != text]
    for path in changed:
        if not only_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path], encoding="utf-8", newline="\n")
        typer.echo(path.as_posix())
    raise typer.Exit(1 if only_check and changed else 0)


def cover(
    context: typer.Context,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
) -> None:
    """Every clause with the rules, checks, parameters, records and workflows that act on it."""
    from collections import Counter

    from liuguan.cli.printing import print_rows
    from liuguan.services.rules import cover as covered

    one_of(format_, FORMATS, "--format")
    lang = choose()
    found = covered(open_city(context))
    rows = []
    for c in found:
        why = c.clause.planned if c.state == "planned" else c.clause.why_not
        row: dict[str, object] = {"clause": c.clause.id, "kind": c.clause.kind, "state": c.state}
        row |= {kind: [a.name for a in acts] for kind, acts in c.acts.items()}
        row["why"] = (getattr(why, lang) if why is not None and c.state != "covered" else "") or ""
        if format_ in ("json", "csv"):
            row |= {"zh": c.clause.wording.zh, "en": c.clause.wording.en}
        rows.append(row)
    print_rows(rows, format_)
    states = Counter(c.state for c in found)
    counted = ", ".join(f"{say(*_STATES[s])} {states[s]}" for s in _STATES)
    narrate(f"{say('条款', 'clauses')} {len(found)}: {counted}")


_STATES: Mapping[CoverageState, tuple[str, str]] = {
    "covered": ("已实现", "covered"), "planned": ("计划中", "planned"), "principle": ("原则", "principle"),
    "uncovered": ("未覆盖", "uncovered"),
}  # fmt: skip
