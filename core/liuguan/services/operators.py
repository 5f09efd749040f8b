"""Who uses the records: accounts, local login with argon2, locking, and what each role may do.

On SQLite whoever can open the file owns the data; names and roles there keep honest people from mistakes and show in
the audit who did what. While nobody is entered yet, the machine's own account may do everything.
"""

from __future__ import annotations

import datetime
import getpass
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from liuguan.errors import Refusal, Text
from liuguan.records.store import Store, all_current, table_of
from liuguan.records.tables.operators import Credential, Operator, Role
from liuguan.services.commands import Command, PersonalText, Task, command, registered

SHORTEST_PASSWORD = 10
FAILURES_BEFORE_WAITING = 5
WAIT = datetime.timedelta(seconds=30)
CITY_ROLES = frozenset({Role.CITY_OFFICER, Role.CITY_APPROVER})
ENTER_OTHERS = frozenset({Role.HEAD, Role.CITY_APPROVER})
"""Roles that enter and close accounts: a head those of its own districts, a city approver all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who gives orders: roles, and districts (None is every district); `worker` is the account's own roster key."""

    name: str
    roles: frozenset[Role]
    districts: frozenset[str] | None
    station: str = ""
    worker: str | None = None

    @classmethod
    def of(cls, operator: Operator) -> Account:
        role = Role(operator.role)
        districts = None if role in CITY_ROLES else frozenset(operator.districts.split())
        return cls(name=operator.name, roles=frozenset({role}), districts=districts, station=operator.station,
                   worker=operator.worker)  # fmt: skip

    @classmethod
    def of_machine(cls) -> Account:
        """The account of the operating system, for records in which nobody is entered."""
        return cls(name=f"os:{getpass.getuser()}", roles=frozenset(Role), districts=None)

    def may(self, name: str, district: str) -> bool:
        """Whether the account may give a command for a district; what nothing allows is refused."""
        found = registered().get(name)
        if found is None or not self.roles & found.may:
            return False
        return self.districts is None or district in self.districts


def may_do(role: Role) -> frozenset[str]:
    """The commands that a role may give."""
    return frozenset(name for name, found in registered().items() if role in found.may)


def account_of(session: Session, name: str | None) -> Account:
    """The account of a name as it stands now; without operators the machine's own.

    Raises:
        Refusal: no name though operators are entered, an unknown name, or a closed account.
    """
    entered = all_current(session, Operator)
    if not entered:
        return Account.of_machine()
    found = next((o for o in entered if o.name == name), None)
    if found is None or not found.active:
        who = Text(
            "没有该操作员或其账户已停用;用 --operator 指定,或设 LIUGUAN_OPERATOR",
            "no such operator, or the account is closed; give --operator or set LIUGUAN_OPERATOR",
        )
        raise Refusal(who, reason="not_logged_in", where=name or "-")
    return Account.of(found)


class AddOperator(Command):
    """Enter an operator with a first password."""

    name: str
    role: Role
    password: PersonalText
    full_name: PersonalText = ""
    districts: tuple[str, ...] = ()
    station: str = ""
    worker: str | None = None


class CloseOperator(Command):
    """Let an account give no more orders."""

    name: str


class SetPassword(Command):
    """Give an account a new password."""

    name: str
    password: PersonalText


@command(
    AddOperator, "operator.add", may=set(ENTER_OTHERS), zh="登记操作员", en="enter an operator",
    undoable=False,
)  # fmt: skip
def add_operator(task: Task, order: AddOperator) -> str:
    """Enter an operator.

    Raises:
        Refusal: the name is taken, the password too short, the districts do not suit the role or are not one's own,
            or the very first account is none that could enter others.
    """
    if order.role not in ENTER_OTHERS and not task.work.all(Operator):
        first = Text(
            "首个操作员须是负责人或市级审批人,否则无人能登记他人",
            "the first operator is a head or a city approver; else nobody could enter others",
        )
        raise Refusal(first, reason="bad_order", where="role")
    if task.work.current(Operator, order.name) is not None:
        raise Refusal(Text("该名称已被使用", "the name is taken"), reason="taken", where=order.name)
    if (order.role in CITY_ROLES) == bool(order.districts):
        wrong = Text(
            "区县角色须注明区县,市级角色不注明", "a district's role names its districts, a city role names none"
        )
        raise Refusal(wrong, reason="bad_order", where="districts")
    for district in order.districts:
        task.city.check_id(district)
    operator = Operator(
        name=order.name, full_name=order.full_name, role=order.role, districts=" ".join(order.districts),
        station=order.station, worker=order.worker,
    )  # fmt: skip
    _check_own(task, operator)
    task.work.put(operator)
    _keep_password(task, order.name, order.password)
    return order.name


@command(
    CloseOperator, "operator.close", may=set(ENTER_OTHERS), zh="停用操作员", en="close an account",
    undoable=False,
)  # fmt: skip
def close_operator(task: Task, order: CloseOperator) -> str:
    """Close an account; what it did stays under its name.

    Raises:
        Refusal: no such account, one of another district, or one's own: somebody has to stay who can enter others.
    """
    found = _entered(task, order.name)
    _check_own(task, found)
    if order.name == task.account.name:
        own = Text("不能停用自己的账户;请由他人办理", "one's own account is closed by somebody else")
        raise Refusal(own, reason="not_allowed", where=order.name)
    task.work.change(found, active=False)
    return order.name


@command(
    SetPassword, "operator.password", may=set(Role), zh="更换密码", en="change a password", undoable=False
)  # fmt: skip
def set_password(task: Task, order: SetPassword) -> str:
    """Change one's own password; heads and city approvers also those of others.

    Raises:
        Refusal: no such account, or the password of somebody whose account is not theirs to enter.
    """
    found = _entered(task, order.name)
    if order.name != task.account.name:
        if not task.account.roles & ENTER_OTHERS:
            only = Text("只能更换自己的密码", "only one's own password")
            raise Refusal(only, reason="not_allowed", where=order.name)
        _check_own(task, found)
    _keep_password(task, order.name, order.password)
    return order.name


def _entered(task: Task, name: str) -> Operator:
    found = task.work.current(Operator, name)
    if found is None:
        raise Refusal(Text("没有该操作员", "no such operator"), reason="unknown_operator", where=name)
    return found


def _check_own(task: Task, operator: Operator) -> None:
    """Refuse an account that reaches beyond the districts of who gives the order."""
    mine, theirs = task.account.districts, Account.of(operator).districts
    if mine is not None and (theirs is None or not theirs <= mine):
        beyond = Text("该账户超出本操作员的区县", "the account reaches beyond this operator's districts")
        raise Refusal(beyond, reason="not_allowed", where=operator.name)


def _keep_password(task: Task, name: str, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        short = Text(f"密码至少 {SHORTEST_PASSWORD} 个字符", f"a password has at least {SHORTEST_PASSWORD} characters")
        raise Refusal(short, reason="bad_order", where="password")
    from argon2 import PasswordHasher

    task.work.session.execute(sa.delete(Credential).where(Credential.name == name))  # type: ignore[arg-type]
    task.work.add(Credential(name=name, password_hash=PasswordHasher().hash(password), changed_at=task.work.now))


def anybody_entered(store: Store) -> bool:
    """Whether operators are entered, so that orders need a login."""
    with store.reading() as session:
        return session.execute(sa.select(sa.exists().select_from(table_of(Operator)))).scalar() is True


def log_in(store: Store, name: str, password: str) -> Account:
    """The account of an operator who knows the password; every attempt stands in the audit.

    Raises:
        Refusal: unknown, closed, waiting after failed attempts, or not the password; which of them is not said.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error

    wrong = Refusal(
        Text("名称或密码不对,或账户须等待后再试", "name or password are wrong, or the account has to wait"),
        reason="not_logged_in", where="--operator",
    )  # fmt: skip
    with store.writing(operator="-") as work:
        operator = work.current(Operator, name)
        kept = work.session.get(Credential, name)
        if kept is not None:
            work.operator = name  # what is typed instead of a known name may be anything, and is not kept
        waits = kept is not None and kept.locked_until is not None and kept.locked_until > work.now
        good = False
        if operator is not None and operator.active and kept is not None and not waits:
            try:
                good = PasswordHasher().verify(kept.password_hash, password)
            except Argon2Error:
                good = False
        if kept is not None and not waits:
            kept.failures = 0 if good else kept.failures + 1
            kept.locked_until = work.now + WAIT if kept.failures >= FAILURES_BEFORE_WAITING else None
            work.save(kept)
        outcome = "in" if good else "waiting" if waits else "refused"
        work.record(command="operator.login", district="", subject=work.operator, payload={"outcome": outcome})
    if not good or operator is None:
        raise wrong
    return Account.of(operator)
