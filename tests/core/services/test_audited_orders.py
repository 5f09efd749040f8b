"""What of an order stands in the audit: everything but what is personal, which stands as keyed digests."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BaseModel

from liuguan.records.chain import canonical
from liuguan.services.commands import PERSONAL, Command, PersonalText, audited

CANARY = "320102198001011234"
SECRET = b"s" * 32


class Part(BaseModel):
    id_number: PersonalText
    days: int = 3


class Order(Command):
    plain: str = "open"
    direct: PersonalText = CANARY
    perhaps: PersonalText | None = CANARY
    several: tuple[PersonalText, ...] | None = (CANARY, CANARY)
    number: Annotated[int | None, PERSONAL] = int(CANARY)
    part: Part | None = Part(id_number=CANARY)
    parts: tuple[Part, ...] = (Part(id_number=CANARY), Part(id_number=CANARY))
    by_name: dict[str, Part] = {"first": Part(id_number=CANARY)}  # noqa: RUF012  # a default of pydantic


def test_no_personal_value_stands_in_the_audit_wherever_the_order_holds_it() -> None:
    assert CANARY not in canonical(audited(Order(), SECRET))


def test_what_is_not_personal_stands_as_it_is() -> None:
    kept = json.loads(canonical(audited(Order(), SECRET)))
    assert (kept["plain"], kept["part"]["days"], kept["by_name"]["first"]["days"]) == ("open", 3, 3)


def test_an_unknown_personal_value_is_unknown() -> None:
    assert audited(Order(perhaps=None), SECRET)["perhaps"] is None


def test_the_same_value_has_the_same_digest_under_one_key_and_another_under_the_next() -> None:
    assert audited(Order(), SECRET)["direct"] == audited(Order(), SECRET)["direct"]
    assert audited(Order(), SECRET)["direct"] != audited(Order(), b"t" * 32)["direct"]
