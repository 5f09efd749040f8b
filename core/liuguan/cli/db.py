"""`liuguan db`: the database itself: make it, upgrade it, back it up, restore a backup, verify it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from liuguan.cli.language import say
from liuguan.cli.options import narrate, open_store
from liuguan.errors import ConfigError, IntegrityError, Text

if TYPE_CHECKING:
    from liuguan.records.chain import Head
    from liuguan.records.store import Store


def register(app: typer.Typer) -> None:
    """Add the group to the root command."""
    group = typer.Typer(no_args_is_help=True, help=say("数据库:建立、升级、备份、恢复、核验", "the database itself"))
    group.command("init", help=say("建立空数据库", "Make an empty database"))(init)
    group.command("upgrade", help=say("升级到本程序的表结构", "Bring it to the tables of this program"))(upgrade)
    group.command("backup", help=say("备份并核验备份", "Make a backup and verify it"))(backup)
    group.command("restore", help=say("把备份恢复到新文件", "Restore a backup to a new file"))(restore)
    group.command(
        "verify", help=say("核验数据库与审计链,并打印链头", "Verify the database and its audit, and print the head")
    )(verify)
    app.add_typer(group, name="db")


def init(context: typer.Context) -> None:
    """Make the tables of an empty database."""
    from liuguan.records.migrate import head, prepare

    store = open_store(context)
    before = prepare(store)
    done = say("已建立", "made") if not before else say("已存在", "there already")
    narrate(f"{store.place}: {done}, {say('版本', 'revision')} {head()}")


def upgrade(
    context: typer.Context,
    without_backup: Annotated[
        bool,
        typer.Option("--without-backup", help=say("不先备份(已另行备份)", "make no backup first (you made one)")),
    ] = False,
) -> None:
    """Bring the database to the tables of this program."""
    from liuguan.records.migrate import head, prepare

    store = open_store(context)
    before = prepare(store, backup=not without_backup)
    narrate(f"{store.place}: {say('版本', 'revision')} {before or '-'} → {head()}")


def backup(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", help=say("备份所在目录", "folder of the backups"))
    ] = None,
) -> None:
    """Make a verified backup, print its file, and let those go that are no longer kept."""
    from liuguan.records.backup import back_up

    typer.echo(back_up(_existing(context), folder))


def restore(
    backup: Annotated[Path, typer.Argument(help=say("备份文件", "backup file"))],
    to: Annotated[Path, typer.Argument(help=say("新文件", "new file"))],
) -> None:
    """Restore a backup to a file that does not exist yet."""
    from liuguan.records.backup import restore as restore_to

    restore_to(backup, to)
    typer.echo(to)


def verify(
    context: typer.Context,
    head: Annotated[
        str | None,
        typer.Option("--head", help=say("另处保存的链头 序号:哈希", "a head SEQ:HASH that was kept elsewhere")),
    ] = None,
) -> None:
    """Verify file, links, audit chain, events and triggers; print the head to keep elsewhere.

    Raises:
        IntegrityError: with the first thing that is not as it was written.
    """
    from liuguan.records.soundness import unguarded, verified

    kept = _head(head) if head is not None else None
    store = _existing(context)
    with store.errors(), store.engine.connect() as connection:
        found = verified(connection, kept=kept)
        if missing := unguarded(connection):
            listed = ", ".join(missing)
            raise IntegrityError(Text(f"缺少触发器 {listed}", f"triggers are missing: {listed}"))
    typer.echo(f"{found.seq}:{found.hash}")


def _existing(context: typer.Context) -> Store:
    """The records as they are, which have to be those of this program's revision.

    Raises:
        StorageError: there are none, or they need an upgrade first.
    """
    from liuguan.errors import StorageError
    from liuguan.records.migrate import head, revision

    store = open_store(context)
    with store.errors():
        found = revision(store)
    if found == head():
        return store
    old = Text(f"版本为 {found};请先升级", f"its revision is {found}; upgrade it first")
    none = Text("没有数据库;请先用 liuguan db init 建立", "there is no database; make one with liuguan db init")
    raise StorageError(old if found else none, where=store.place)


def _head(text: str) -> Head:
    from liuguan.records.chain import Head

    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != 64:
        wrong = Text(f"{text};请写成 序号:哈希", f"{text}; write SEQ:HASH as `db verify` prints it")
        raise ConfigError([wrong], where="--head")
    return Head(int(seq), digest)
