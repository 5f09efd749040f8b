"""`sample` and `demo`: a made-up city to try everything on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import narrate, open_city, progress

FIRST, MONTHS = "2010-12", 12


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "sample", help=say("生成样本城市的表格(带样本标记)", "Write the workbooks of a made-up city, marked SAMPLE")
    )(sample)
    app.command("demo", help=say("生成样本城市并检查", "Make a sample city and check it"))(demo)


def sample(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help=say("写入目录", "folder to write to"))],
    seed: Annotated[int, typer.Option("--seed", help=say("随机种子", "random seed"))] = 1,
    workers: Annotated[
        int | None, typer.Option("--workers", min=60, help=say("人数,约 3800", "workers, about 3,800"))
    ] = None,
) -> None:
    """Write the sample city and its truth."""
    from liuguan.language.written import month_number
    from liuguan.sample.generate import generate

    with written_whole(folder) as part, progress() as tell:
        truth = generate(
            open_city(context),
            part,
            seed=seed,
            workers=workers,
            first_month=month_number(FIRST),
            months=MONTHS,
            progress=tell,
        )
    narrate(
        say(
            f"样本已写入 {folder}(植入 {len(truth.faults)} 处问题,答案在 truth.json)",
            f"sample written to {folder} ({len(truth.faults)} faults planted, truth in truth.json)",
        )
    )


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that takes its name once it is complete; nothing is ever overwritten."""
    import tempfile

    from liuguan.errors import ConfigError, Text

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(
            [Text("已存在且非空;请给一个新目录", "it exists and is not empty; give a new folder")], where=str(folder)
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        part = Path(beside) / folder.name
        yield part
        if folder.exists():
            folder.rmdir()
        part.replace(folder)


def demo(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help=say("写入目录;默认临时目录", "folder to write to; a temporary one without it"))
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help=say("随机种子", "random seed"))] = 1,
    workers: Annotated[int | None, typer.Option("--workers", min=60, help=say("人数", "workers"))] = None,
) -> None:
    """Make the sample city, check it, and print the city's summary."""
    import tempfile

    from liuguan.cli.check import write_report
    from liuguan.language.written import month_number
    from liuguan.sample.generate import generate
    from liuguan.services.check import check_city

    city = open_city(context)
    with tempfile.TemporaryDirectory() as temporary:
        where = folder or Path(temporary) / "liuguan-sample"
        start = month_number(FIRST)
        with progress() as tell:
            with written_whole(where) as part:
                generate(city, part, seed=seed, workers=workers, first_month=start, months=MONTHS, progress=tell)
            report = check_city(city, where, first_month=start, last_month=start + MONTHS - 1, progress=tell)
        write_report(report, "text", None)
    if folder is not None:
        narrate(say(f"表格在 {folder}", f"the workbooks are in {folder}"))
