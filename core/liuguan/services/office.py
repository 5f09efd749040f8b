"""An office at work: one database, one city, one operator; orders go in, typed results come out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.records.store import Store
from liuguan.services.commands import Command, Registered, Task, audited, registration
from liuguan.services.operators import Account, account_of

if TYPE_CHECKING:
    from liuguan.district import City

DENIED = "denied"


class Office:
    """Where commands are given.

    Args:
        city: the city's rules; loaded when first needed if a function is given.
        operator: the name of who has logged in; None for the machine's own account while nobody is entered.
    """

    def __init__(self, store: Store, city: City, *, operator: str | None = None) -> None:
        self.store = store
        self.city = city
        self.operator = operator

    @cached_property
    def account(self) -> Account:
        """Who gives the orders, as of the first time that it is asked."""
        with self.store.reading() as session:
            return account_of(session, self.operator)

    def run(self, order: Command, *, keep: bool = True) -> Any:
        """Carry out an order in one unit of work, with its audit row.

        Args:
            keep: without it everything is done, the database's own checks included, and then taken back.

        Raises:
            Refusal: not allowed, or not possible as the records stand; a denied order is audited too.
            Conflict: the fact was changed by somebody else in between.
            StorageError: the database cannot be written.
        """
        try:
            return self._carry_out(order, keep=keep)
        except _TakenBack as e:
            return e.result

    def _carry_out(self, order: Command, *, keep: bool) -> Any:
        found = registration(order)
        name = self.operator or Account.of_machine().name
        with self.store.writing(operator=name) as work:
            account = account_of(work.session, self.operator)
            allowed = account.may(found.name, order.district)
            task = Task(work=work, city=self.city, account=account)
            result = found.handle(task, order) if allowed else None
            payload = audited(order, work.secret) if allowed else {"command": found.name}
            work.record(
                command=found.name if allowed else DENIED, district=order.district,
                subject=task.subject or order.subject, payload=payload,
            )  # fmt: skip
            if allowed and not keep:
                work.finish()
                raise _TakenBack(result)
        if not allowed:
            raise _not_allowed(found, order.district)
        return result

    @contextmanager
    def reading(self, district: str = "") -> Iterator[Session]:
        """A session on one moment of the records.

        Raises:
            Refusal: the operator has nothing to do with the district.
        """
        districts = self.account.districts
        if district and districts is not None and district not in districts:
            strange = Text("不属于该操作员的区县", "not a district of this operator")
            raise Refusal(strange, reason="not_allowed", where=district)
        with self.store.reading() as session:
            yield session


class _TakenBack(Exception):
    """Ends a unit of work that is to leave nothing."""

    def __init__(self, result: Any) -> None:
        super().__init__("taken back")
        self.result = result


def _not_allowed(found: Registered[Any, Any], district: str) -> Refusal:
    roles = ", ".join(sorted(found.may))
    where = f"{found.name} {district}".strip()
    denied = Text(
        f"该操作员不能{found.zh};可由以下角色办理:{roles}", f"this operator may not {found.en}; roles that may: {roles}"
    )
    return Refusal(denied, reason="not_allowed", where=where)
