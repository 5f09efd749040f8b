"""II.4, II.7: what a month's payroll pays and deducts. Amounts are in fen."""

from __future__ import annotations

import pytest

from liuguan import PayBasis
from liuguan.testing import check_readings_agree
from liuguan_nanjing.city import payout

UNKNOWN: int = None  # type: ignore[assignment]  # the unknown value


def test_a_gross_standard_leaves_the_employees_share_to_the_worker() -> None:
    parts = (
        payout.pension_to_deduct(126_64, PayBasis.GROSS, False, False),
        payout.medical_to_deduct(41_66, PayBasis.GROSS, False, False),
        payout.unemployment_to_deduct(15_83, PayBasis.GROSS, False, False),
    )
    assert payout.contributions_to_deduct(*parts) == 184_13


@pytest.mark.parametrize("basis", [PayBasis.NET, PayBasis.EMPLOYEE_SHARE_COVERED])
def test_nothing_comes_off_where_the_employer_bears_the_employees_share(basis: PayBasis) -> None:
    assert payout.pension_to_deduct(126_64, basis, False, False) == 0
    assert payout.medical_to_deduct(41_66, basis, False, False) == 0
    assert payout.unemployment_to_deduct(15_83, basis, False, False) == 0


@pytest.mark.parametrize(
    ("exempt", "documented", "paid"), [(True, True, 0), (True, False, 316_60), (False, True, 316_60)]
)
def test_only_an_exemption_with_a_document_ends_a_line(exempt: bool, documented: bool, paid: int) -> None:
    for line in ("pension", "medical", "unemployment", "injury", "maternity"):
        assert getattr(payout, f"employer_{line}_to_pay")(316_60, exempt, documented) == paid
    assert payout.pension_to_deduct(316_60, PayBasis.GROSS, exempt, documented) == paid
    assert payout.medical_to_deduct(316_60, PayBasis.GROSS, exempt, documented) == paid
    assert payout.unemployment_to_deduct(316_60, PayBasis.GROSS, exempt, documented) == paid


def test_what_stands_beside_wages_is_handed_out_with_them() -> None:
    assert payout.gross_to_pay(1380_00, 100_00, 50_00, 20_00, 8_00) == 1558_00


@pytest.mark.parametrize(
    ("gross", "reimbursed", "tax"),
    [
        pytest.param(2184_13, 0, 0, id="exactly the threshold after contributions"),
        pytest.param(2184_14, 0, UNKNOWN, id="a fen over: as entered, else unknown"),
        pytest.param(2184_14, 1, 0, id="reimbursements are no income"),
    ],
)
def test_there_is_no_tax_up_to_the_threshold(gross: int, reimbursed: int, tax: int) -> None:
    assert payout.tax_to_deduct(gross, reimbursed, 184_13, 2000_00, UNKNOWN) == tax


def test_net_is_gross_less_contributions_housing_fund_and_tax() -> None:
    assert payout.net_to_pay(1384_13, 184_13, 0, 0) == 1200_00
    assert payout.net_to_pay(1384_13, 184_13, 100_00, 5_00) == 1095_00


def test_all_readings_of_these_rules_agree() -> None:
    assert check_readings_agree(payout) == 12
