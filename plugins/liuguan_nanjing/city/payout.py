"""What a month's payroll pays: the days paid and what stands beside wages, less what is deducted (II.4, II.7)."""

from __future__ import annotations

from liuguan import Fen, Flag, PayBasis, first_known, rule

# The employee's share, where the worker bears it. A line that is exempt by a document is not insured at all.


@rule(cites=("II.4", "II.7"), zh="代扣个人养老", status="unverified")
def pension_to_deduct(
    employee_pension_due: Fen, pay_basis: PayBasis, pension_exempt: Flag, pension_exemption_documented: Flag
) -> Fen:
    """Employee's pension contribution that comes off the pay.

    Reading: only where the standard is a gross figure; else the employer pays the employee's share on top.
    """
    insured = not (pension_exempt and pension_exemption_documented)
    return employee_pension_due if insured and pay_basis == PayBasis.GROSS else 0


@rule(cites=("II.4", "II.7"), zh="代扣个人医疗", status="unverified")
def medical_to_deduct(
    employee_medical_due: Fen, pay_basis: PayBasis, medical_exempt: Flag, medical_exemption_documented: Flag
) -> Fen:
    """Employee's medical contribution that comes off the pay.

    Reading: as for the pension.
    """
    insured = not (medical_exempt and medical_exemption_documented)
    return employee_medical_due if insured and pay_basis == PayBasis.GROSS else 0


@rule(cites=("II.4", "II.7"), zh="代扣个人失业", status="unverified")
def unemployment_to_deduct(
    employee_unemployment_due: Fen,
    pay_basis: PayBasis,
    unemployment_exempt: Flag,
    unemployment_exemption_documented: Flag,
) -> Fen:
    """Employee's unemployment contribution that comes off the pay.

    Reading: as for the pension.
    """
    insured = not (unemployment_exempt and unemployment_exemption_documented)
    return employee_unemployment_due if insured and pay_basis == PayBasis.GROSS else 0


@rule(cites=("II.4", "II.7"), zh="代扣个人社保合计")
def contributions_to_deduct(pension_to_deduct: Fen, medical_to_deduct: Fen, unemployment_to_deduct: Fen) -> Fen:
    """Employee's contributions that come off the pay."""
    return pension_to_deduct + medical_to_deduct + unemployment_to_deduct


# The employer's five lines.


@rule(cites="II.7", zh="单位养老(应付)")
def employer_pension_to_pay(employer_pension_due: Fen, pension_exempt: Flag, pension_exemption_documented: Flag) -> Fen:
    """Employer's pension contribution to pay; none under an exemption with a document number."""
    return 0 if pension_exempt and pension_exemption_documented else employer_pension_due


@rule(cites="II.7", zh="单位医疗(应付)")
def employer_medical_to_pay(employer_medical_due: Fen, medical_exempt: Flag, medical_exemption_documented: Flag) -> Fen:
    """Employer's medical contribution to pay; none under an exemption with a document number."""
    return 0 if medical_exempt and medical_exemption_documented else employer_medical_due


@rule(cites="II.7", zh="单位失业(应付)")
def employer_unemployment_to_pay(
    employer_unemployment_due: Fen, unemployment_exempt: Flag, unemployment_exemption_documented: Flag
) -> Fen:
    """Employer's unemployment contribution to pay; none under an exemption with a document number."""
    return 0 if unemployment_exempt and unemployment_exemption_documented else employer_unemployment_due


@rule(cites="II.7", zh="单位工伤(应付)")
def employer_injury_to_pay(employer_injury_due: Fen, injury_exempt: Flag, injury_exemption_documented: Flag) -> Fen:
    """Employer's work-injury contribution to pay; none under an exemption with a document number."""
    return 0 if injury_exempt and injury_exemption_documented else employer_injury_due


@rule(cites="II.7", zh="单位生育(应付)")
def employer_maternity_to_pay(
    employer_maternity_due: Fen, maternity_exempt: Flag, maternity_exemption_documented: Flag
) -> Fen:
    """Employer's maternity contribution to pay; none under an exemption with a document number."""
    return 0 if maternity_exempt and maternity_exemption_documented else employer_maternity_due


# What is handed out.


@rule(cites=("II.4", "IV.3.4"), zh="应发合计(应付)")
def gross_to_pay(
    gross_pay_due: Fen,
    paid_rewards: Fen,
    paid_overtime: Fen,
    paid_special_allowances: Fen,
    paid_reimbursements: Fen,
) -> Fen:
    """Gross pay for the days paid, with what the payroll hands out beside wages.

    Rewards, overtime, special allowances and reimbursements are no wage for normal work and count for no floor.
    """
    return gross_pay_due + paid_rewards + paid_overtime + paid_special_allowances + paid_reimbursements


@rule(cites="II.4", zh="代扣个税")
def tax_to_deduct(
    gross_to_pay: Fen, paid_reimbursements: Fen, employee_contributions: Fen, income_tax_threshold: Fen, income_tax: Fen
) -> Fen:
    """Income tax that comes off the pay.

    Reading: none up to the threshold, after the employee's contributions where those are known; above it the
    amount that the office enters, since the tax scale is no matter of this guidance. Reimbursements are no
    income.
    """
    taxable = gross_to_pay - paid_reimbursements - first_known(employee_contributions, 0)
    return 0 if taxable <= income_tax_threshold else income_tax


@rule(cites="II.4", zh="实发合计(应付)")
def net_to_pay(gross_to_pay: Fen, contributions_to_deduct: Fen, deducted_housing_fund: Fen, tax_to_deduct: Fen) -> Fen:
    """What the worker receives for the month."""
    return gross_to_pay - contributions_to_deduct - deducted_housing_fund - tax_to_deduct
