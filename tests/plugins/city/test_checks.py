"""Every check of the city: once at the edge where all is well, once one step beyond it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuguan import Employer, GrantState, ManagingBody, Month, PayBasis, Post, rules_of
from liuguan.language.functions import month_of
from liuguan.rulebook.declare import Rule
from liuguan.rulebook.definitions import Check, GroupCheck
from liuguan_nanjing.city import (
    eligibility,
    employment,
    filing,
    insurance,
    pay,
    payroll,
    paysheet,
    periods,
    roster,
    staffing,
)

MODULES = (
    staffing, periods, pay, payroll, paysheet, insurance, eligibility, employment, roster, filing,
)  # fmt: skip
DECEMBER: Month = month_of(date(2010, 12, 1))
YES, NO = True, False

Row = dict[str, Any]

# code, check, what all rows share, the row at the edge, the row one step beyond
CASES: list[tuple[Rule[..., bool], Row, Row, Row]] = [
    # staffing
    (
        staffing.headcount_short_on_every_measure,
        {"required_headcount_lenient": 20},
        {"effective_headcount": 20, "ratio_granted": NO},
        {"effective_headcount": 19, "ratio_granted": NO},
    ),
    (
        staffing.headcount_short_on_the_larger_measure,
        {"required_headcount": 25, "required_headcount_lenient": 20, "ratio_granted": NO},
        {"effective_headcount": 25},
        {"effective_headcount": 24},
    ),
    (
        staffing.headcount_below_the_grant,
        {"required_headcount": 16, "ratio_granted": YES},
        {"effective_headcount": 16},
        {"effective_headcount": 15},
    ),
    (
        staffing.headcount_within_the_grant,
        {"required_headcount": 16, "required_without_grant": 25, "ratio_granted": YES},
        {"effective_headcount": 25},
        {"effective_headcount": 24},
    ),
    (
        staffing.station_short,
        {"required_headcount": 2},
        {"effective_headcount": 2},
        {"effective_headcount": 1},
    ),
    (
        staffing.reported_need_differs,
        {"required_headcount": 25},
        {"reported_required_headcount": 25},
        {"reported_required_headcount": 20},
    ),
    (
        staffing.reported_shortage_differs,
        {"headcount_shortage": 3},
        {"reported_shortage": 3},
        {"reported_shortage": 0},
    ),
    (
        staffing.population_just_under_a_step,
        {"migrants_per_worker_in_force": 500},
        {"actual_migrants": 1498},
        {"actual_migrants": 1499},
    ),
    (
        staffing.grant_without_its_document,
        {"reported_relaxed": YES, "ratio_granted": YES},
        {"grant_document_recorded": YES},
        {"grant_document_recorded": NO},
    ),
    (
        staffing.relaxed_without_a_grant,
        {"reported_relaxed": YES, "ratio_granted": NO, "grant_document_recorded": YES},
        {"grant_state": GrantState.GRANTED},
        {"grant_state": GrantState.EXPIRED},
    ),
    (
        staffing.roster_is_not_the_headcount,
        {"headcount": 30},
        {"roster_headcount": 30},
        {"roster_headcount": 29},
    ),
    (
        staffing.payroll_is_not_the_roster,
        {"roster_headcount": 30},
        {"payroll_headcount": 30},
        {"payroll_headcount": 31},
    ),
    (
        staffing.more_left_out_than_in_post,
        {"headcount": 3, "uncertified_headcount": 1, "diverted_headcount": 1},
        {"absent_headcount": 1},
        {"absent_headcount": 2},
    ),
    # periods and pay
    (
        periods.periods_overlap,
        {"month": DECEMBER, "duty_periods": 2},
        {"covered_days": 31},
        {"covered_days": 32},
    ),
    (
        pay.more_at_stake_than_floats,
        {"floating_pool": 34_000},
        {"at_stake": 34_000},
        {"at_stake": 34_001},
    ),
    (
        pay.standard_pays_under_minimum_wage,
        {"minimum_wage": 96_000},
        {"gross_pay": 96_000},
        {"gross_pay": 95_999},
    ),
    (
        payroll.own_average_below_floor,
        {"full_time": YES},
        {"net_over_floor_to_date": 0},
        {"net_over_floor_to_date": -1},
    ),
    (
        payroll.paid_under_minimum_wage,
        {"month_under_minimum_wage": YES},
        {"leave_days_reduced": 1},
        {"leave_days_reduced": 0},
    ),
    (
        payroll.paid_under_minimum_wage_with_reduced_leave,
        {"month_under_minimum_wage": YES},
        {"leave_days_reduced": 0},
        {"leave_days_reduced": 1},
    ),
    (
        payroll.floor_met_by_gross_only,
        {"district_net_over_floor_to_date": -18_413},
        {"district_gross_over_floor_to_date": -1},
        {"district_gross_over_floor_to_date": 0},
    ),
    (
        payroll.penalty_takes_pay_under_minimum_wage,
        {"full_time": YES, "counted_gross": 95_000, "minimum_wage_due": 96_000},
        {"penalty_deduction": 999},
        {"penalty_deduction": 1_000},
    ),
    (payroll.penalty_taken_from_wages, {}, {"penalty_deduction": 0}, {"penalty_deduction": 1}),
    (
        payroll.paid_less_than_the_standard,
        {"full_time": YES, "leave_days_reduced": 0, "gross_pay_due": 138_000},
        {"counted_gross": 137_995},
        {"counted_gross": 137_994},
    ),
    (
        payroll.paid_more_than_the_standard,
        {"full_time": YES, "gross_pay_due": 138_000},
        {"counted_gross": 138_005},
        {"counted_gross": 138_006},
    ),
    (
        payroll.data_entry_paid_as_ordinary,
        {
            "full_time": YES,
            "full_month": YES,
            "counts_as_data_entry": YES,
            "paid_post_supplement": 0,
            "ordinary_paid_standard": 100_000,
        },
        {"paid_standard": 100_001},
        {"paid_standard": 100_000},
    ),
    (
        payroll.central_paid_as_ordinary,
        {"full_time": YES, "full_month": YES, "post": Post.CENTRAL, "ordinary_paid_standard": 100_000},
        {"paid_standard": 100_001},
        {"paid_standard": 100_000},
    ),
    # the pay sheet
    (
        paysheet.net_is_not_gross_less_deductions,
        {
            "paid_gross": 138_413,
            "deducted_pension": 12_664,
            "deducted_medical": 4_166,
            "deducted_unemployment": 1_583,
            "deducted_housing_fund": 0,
            "income_tax": 0,
        },
        {"paid_net": 120_005},
        {"paid_net": 120_006},
    ),
    (
        paysheet.gross_reported_as_net,
        {"pay_basis": PayBasis.GROSS, "paid_gross": 120_000, "employee_contributions": 18_413},
        {"paid_net": 119_999},
        {"paid_net": 120_000},
    ),
    (
        paysheet.paid_on_another_score,
        {"recorded_score": 8_500},
        {"payroll_score": 8_500},
        {"payroll_score": 9_000},
    ),
    (
        paysheet.payroll_copied_from_the_month_before,
        {
            "recorded_score_before": 9_000,
            "payroll_score": 9_000,
            "payroll_score_before": 9_000,
            "paid_gross": 140_000,
            "paid_gross_before": 140_000,
        },
        {"recorded_score": 9_000},
        {"recorded_score": 7_000},
    ),
    (
        paysheet.seniority_years_do_not_match,
        {"paid_seniority": 6_000, "migrant_work_years": 3},
        {"paid_seniority_years": 3},
        {"paid_seniority_years": 4},
    ),
    (paysheet.receipt_not_signed, {}, {"receipt_signed": YES}, {"receipt_signed": NO}),
    (paysheet.more_days_paid_than_scheduled, {"scheduled_days": 22}, {"paid_days": 22}, {"paid_days": 23}),
    # insurance
    *[
        (
            check,
            {f"{line}_{state}": YES, f"{line}_exempt": YES},
            {f"{line}_exemption_documented": YES},
            {f"{line}_exemption_documented": NO},
        )
        for check, line, state in (
            (insurance.pension_not_paid_in_full, "pension", "short"),
            (insurance.medical_not_paid_in_full, "medical", "short"),
            (insurance.unemployment_not_paid_in_full, "unemployment", "short"),
            (insurance.injury_not_paid, "injury", "unpaid"),
            (insurance.maternity_not_paid_in_full, "maternity", "short"),
        )
    ],
    (
        insurance.injury_below_the_usual_rate,
        {"employer_injury_due": 792},
        {"employer_injury": 787},
        {"employer_injury": 786},
    ),
    (
        insurance.line_unpaid_under_an_exemption,
        {
            **{f"{line}_short": NO for line in ("medical", "unemployment", "maternity")},
            **{f"{line}_exempt": NO for line in ("medical", "unemployment", "injury", "maternity")},
            **{f"{line}_exemption_documented": NO for line in ("medical", "unemployment", "injury", "maternity")},
            "pension_short": YES,
            "injury_unpaid": NO,
            "pension_exempt": YES,
        },
        {"pension_exemption_documented": NO},
        {"pension_exemption_documented": YES},
    ),
    (
        insurance.base_under_the_lowest,
        {
            "contribution_base_floor_in_force": 158_300,
            "pension_exempt": NO,
            "pension_exemption_documented": NO,
        },
        {"contribution_base": 158_300},
        {"contribution_base": 158_299},
    ),
    (
        insurance.base_is_not_the_one_due,
        {"contribution_base_floor_in_force": 158_300, "contribution_base_due": 170_000},
        {"contribution_base": 170_000},
        {"contribution_base": 158_300},
    ),
    (
        insurance.more_deducted_than_the_employees_share,
        {"deducted_pension": 12_664, "deducted_medical": 4_166, "employee_contributions": 18_413},
        {"deducted_unemployment": 1_588},
        {"deducted_unemployment": 1_589},
    ),
    (
        insurance.days_of_duty_without_accident_cover,
        {"points_management_days": 31},
        {"points_management_days_covered": 31},
        {"points_management_days_covered": 30},
    ),
    # eligibility
    (
        eligibility.under_age_without_approval,
        {"age_min": 25, "age_exception_approved": NO},
        {"age_at_hire": 25},
        {"age_at_hire": 24},
    ),
    (
        eligibility.over_age_without_approval,
        {"age_max": 55, "age_max_relaxed": 59, "age_exception_approved": NO},
        {"age_at_hire": 55},
        {"age_at_hire": 56},
    ),
    (eligibility.beyond_the_relaxed_age, {"age_max_relaxed": 59}, {"age_at_hire": 59}, {"age_at_hire": 60}),
    (eligibility.schooling_below_senior_high, {}, {"education_met": YES}, {"education_met": NO}),
    (eligibility.cannot_operate_a_computer, {}, {"computer_met": YES}, {"computer_met": NO}),
    (eligibility.background_not_clear, {}, {"background_met": YES}, {"background_met": NO}),
    (
        eligibility.background_check_too_old,
        {"background_check_months": 6, "hire_date": date(2011, 7, 1)},
        {"background_checked_on": date(2011, 1, 2)},
        {"background_checked_on": date(2011, 1, 1)},
    ),
    (eligibility.not_medically_fit, {}, {"health_met": YES}, {"health_met": NO}),
    (eligibility.hired_before_training, {}, {"training_met": YES}, {"training_met": NO}),
    (
        eligibility.contract_without_its_terms,
        {},
        {"contract_has_violation_clause": YES},
        {"contract_has_violation_clause": NO},
    ),
    (
        eligibility.hired_past_retirement_age,
        {"birth_date": date(1961, 1, 10), "retirement_age": 600},
        {"hire_date": date(2011, 1, 9)},
        {"hire_date": date(2011, 1, 10)},
    ),
    # employment
    (
        employment.employer_is_no_public_body,
        {},
        {"employer_type": Employer.DEPARTMENT},
        {"employer_type": Employer.DISPATCH_COMPANY},
    ),
    (
        employment.managed_by_another_body,
        {},
        {"managing_body": ManagingBody.PUBLIC_ORDER},
        {"managing_body": ManagingBody.OTHER},
    ),
    (
        employment.no_daily_leader,
        {"community_director_named": YES, "community_officer_named": NO},
        {"post": Post.CENTRAL},
        {"post": Post.ORDINARY},
    ),
    (employment.not_full_time, {}, {"full_time": YES}, {"full_time": NO}),
    (
        employment.no_contract_after_thirty_days,
        {"contract_in_force": NO},
        {"days_in_post": 30},
        {"days_in_post": 31},
    ),
    (employment.no_contract_yet, {"contract_in_force": NO}, {"days_in_post": 31}, {"days_in_post": 30}),
    (
        employment.contract_ends_soon,
        {"contract_in_force": YES, "contract_open_ended": NO, "last_day_in_post": date(2010, 12, 31)},
        {"contract_end": date(2011, 1, 31)},
        {"contract_end": date(2011, 1, 30)},
    ),
    (
        employment.new_contract_without_its_terms,
        {"contract_has_violation_clause": NO},
        {"new_hire": NO},
        {"new_hire": YES},
    ),
    (
        employment.duty_before_certificate,
        {
            "new_hire": YES,
            "certificate_held": YES,
            "certificate_date": date(2011, 3, 15),
            "employment_start": date(2011, 3, 1),
            "last_day_in_post": date(2011, 3, 31),
        },
        {"duty_start_date": date(2011, 3, 15)},
        {"duty_start_date": date(2011, 3, 14)},
    ),
    (
        employment.stock_staff_uncertified,
        {"new_hire": NO, "uncertified": YES, "stock_staff_certified_by": date(2011, 6, 30)},
        {"last_day_in_post": date(2011, 6, 30)},
        {"last_day_in_post": date(2011, 7, 31)},
    ),
    (
        employment.not_trained_by_the_district,
        {},
        {"trained_by_district": YES},
        {"trained_by_district": NO},
    ),
    (
        employment.assignment_incomplete,
        {"fixed_person": YES, "fixed_post": YES, "fixed_task": YES},
        {"fixed_responsibility": YES},
        {"fixed_responsibility": NO},
    ),
    (employment.area_without_anyone, {}, {"area_without_worker": 0}, {"area_without_worker": 1}),
    (employment.used_for_other_work, {}, {"diverted_hours": 0}, {"diverted_hours": 1}),
    (employment.seconded_to_other_work, {}, {"standing_secondment": NO}, {"standing_secondment": YES}),
    (
        employment.fewer_diverted_reported,
        {"diverted_workers": 2},
        {"diverted_headcount": 2},
        {"diverted_headcount": 1},
    ),
    (
        employment.fewer_uncertified_reported,
        {"uncertified_workers": 2},
        {"uncertified_headcount": 2},
        {"uncertified_headcount": 1},
    ),
    (employment.hours_without_visits, {"core_hours": 8}, {"visits": 1}, {"visits": 0}),
    # lists
    (roster.serves_in_two_districts, {}, {"other_district_days": 0}, {"other_district_days": 1}),
    (roster.paid_without_being_on_the_roster, {"on_payroll": YES}, {"on_roster": YES}, {"on_roster": NO}),
    (roster.on_the_roster_without_being_paid, {"on_roster": YES}, {"on_payroll": YES}, {"on_payroll": NO}),
    (
        roster.paid_without_log_or_sheet,
        {"on_payroll": YES, "core_hours": 0, "assistance_hours": 0, "assessment_sheets": 0},
        {"training_hours": 1},
        {"training_hours": 0},
    ),
    (roster.id_number_is_wrong, {}, {"id_number_valid": YES}, {"id_number_valid": NO}),
    (
        roster.birth_date_differs_from_the_id_number,
        {"birth_date": date(1975, 5, 1)},
        {"id_birth_date": date(1975, 5, 1)},
        {"id_birth_date": date(1957, 5, 1)},
    ),
    (roster.serving_beyond_the_relaxed_age, {"age_max_relaxed": 59}, {"age": 59}, {"age": 60}),
    (
        roster.serving_outside_the_usual_age,
        {"age_min": 25, "age_max": 55, "age_max_relaxed": 59, "age_exception_approved": NO},
        {"age": 55},
        {"age": 56},
    ),
    (
        roster.serving_past_retirement_age,
        {"birth_date": date(1950, 12, 31), "retirement_age": 720},
        {"last_day_in_post": date(2010, 12, 30)},
        {"last_day_in_post": date(2010, 12, 31)},
    ),
    (
        roster.no_standard_in_force,
        {"standard_in_force": NO, "standards_due": date(2011, 1, 31)},
        {"month": DECEMBER + 1},
        {"month": DECEMBER + 2},
    ),
    # filed standards
    (
        filing.standard_below_the_floor,
        {"wage_floor": 120_000},
        {"standard_ordinary": 120_000},
        {"standard_ordinary": 119_999},
    ),
    (
        filing.net_standard_below_the_floor,
        {"wage_floor": 120_000, "standard_ordinary": 138_413},
        {"standard_net_ordinary": 120_000},
        {"standard_net_ordinary": 119_999},
    ),
    (
        filing.standard_below_the_strict_floor,
        {"wage_floor": 100_000, "strict_wage_floor": 120_000},
        {"standard_ordinary": 120_000},
        {"standard_ordinary": 119_999},
    ),
    (
        filing.central_not_above_ordinary,
        {"standard_ordinary": 140_000},
        {"standard_central": 140_001},
        {"standard_central": 140_000},
    ),
    (
        filing.data_entry_not_above_ordinary,
        {"standard_ordinary": 140_000},
        {"standard_data_entry": 140_001},
        {"standard_data_entry": 140_000},
    ),
    (
        filing.collecting_not_above_ordinary,
        {"standard_ordinary": 140_000},
        {"standard_collecting": 140_001},
        {"standard_collecting": 140_000},
    ),
    (
        filing.more_floats_than_the_pool,
        {},
        {"most_at_stake_over_pool": 0},
        {"most_at_stake_over_pool": 1},
    ),
    (
        filing.worst_month_under_minimum_wage,
        {"minimum_wage": 96_000},
        {"lowest_month_paid": 96_000},
        {"lowest_month_paid": 95_999},
    ),
    (
        filing.assessment_groups_missing,
        {},
        {"assessment_groups_answered": 6},
        {"assessment_groups_answered": 5},
    ),
    (
        filing.weights_are_not_a_hundred,
        {"has_item_weights": YES},
        {"item_weights_total": 10_000},
        {"item_weights_total": 9_999},
    ),
    (filing.not_assessed_monthly, {}, {"assessed_monthly": YES}, {"assessed_monthly": NO}),
    (filing.nobody_assesses, {}, {"assessor_defined": YES}, {"assessor_defined": NO}),
    (filing.a_unit_assesses_its_own, {}, {"assesses_itself": NO}, {"assesses_itself": YES}),
    (
        filing.dismissal_outside_labour_law,
        {},
        {"dismissal_by_labour_law": YES},
        {"dismissal_by_labour_law": NO},
    ),
    (
        filing.department_modes_missing,
        {},
        {"department_modes_declared": 6},
        {"department_modes_declared": 5},
    ),
    (filing.ratio_overridden, {}, {"overrides_ratio": NO}, {"overrides_ratio": YES}),
    (
        filing.starts_before_it_was_submitted,
        {"effective_from": date(2011, 2, 1), "retroactive_declared": NO},
        {"submitted_on": date(2011, 2, 1)},
        {"submitted_on": date(2011, 2, 2)},
    ),
    (filing.gap_to_the_version_before, {}, {"gap_days": 0}, {"gap_days": 1}),
    (filing.overlap_with_the_version_before, {}, {"overlap_days": 0}, {"overlap_days": 1}),
    (filing.rules_cite_no_clause, {}, {"rules_without_clause": 0}, {"rules_without_clause": 1}),
    (filing.no_scheme_of_its_own, {}, {"own_scheme": YES}, {"own_scheme": NO}),
    (
        filing.starts_within_a_month,
        {},
        {"starts_on_first_of_month": YES},
        {"starts_on_first_of_month": NO},
    ),
    (
        filing.false_data_weighs_too_little,
        {"false_data_factor": 5},
        {"false_over_wrong_penalty": 5},
        {"false_over_wrong_penalty": 4},
    ),
    (filing.core_duty_without_an_item, {}, {"work_group_tags": 4}, {"work_group_tags": 3}),
    (filing.values_are_illustrative, {}, {"illustrative_values": 0}, {"illustrative_values": 1}),
]
NAMED = [pytest.param(*case, id=case[0].__name__) for case in CASES]


@pytest.mark.parametrize(("check", "shared", "edge", "beyond"), NAMED)
def test_a_check_is_silent_at_the_edge(check: Rule[..., bool], shared: Row, edge: Row, beyond: Row) -> None:
    assert check(**shared, **edge) is False


@pytest.mark.parametrize(("check", "shared", "edge", "beyond"), NAMED)
def test_a_check_speaks_one_step_beyond(check: Rule[..., bool], shared: Row, edge: Row, beyond: Row) -> None:
    assert check(**shared, **beyond) is True


def test_every_check_of_these_modules_is_held_here() -> None:
    declared = {d.node for d in rules_of(*MODULES) if isinstance(d, Check)}
    assert declared == {case[0].definition.node for case in CASES}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            (payroll.own_average_below_floor, {"full_time": NO, "net_over_floor_to_date": -1}),
            id="part-timers have no floor",
        ),
        pytest.param(
            (
                staffing.population_just_under_a_step,
                {"actual_migrants": 0, "migrants_per_worker_in_force": 1},
            ),
            id="nobody is under no step",
        ),
        pytest.param(
            (
                staffing.headcount_short_on_every_measure,
                {"ratio_granted": YES, "effective_headcount": 0, "required_headcount_lenient": 1},
            ),
            id="with a grant, the grant is judged",
        ),
        pytest.param(
            (
                employment.duty_before_certificate,
                {
                    "new_hire": YES,
                    "certificate_held": NO,
                    "certificate_date": date(2011, 5, 1),
                    "duty_start_date": date(2011, 4, 1),
                    "employment_start": date(2011, 3, 1),
                    "last_day_in_post": date(2011, 3, 31),
                },
            ),
            id="hired before training, and not on duty yet",
        ),
        pytest.param(
            (
                employment.duty_before_certificate,
                {
                    "new_hire": NO,
                    "certificate_held": NO,
                    "certificate_date": date(2011, 5, 1),
                    "duty_start_date": date(2009, 1, 1),
                    "employment_start": date(2009, 1, 1),
                    "last_day_in_post": date(2011, 3, 31),
                },
            ),
            id="earlier staff have time",
        ),
        pytest.param(
            (
                filing.net_standard_below_the_floor,
                {"wage_floor": 120_000, "standard_ordinary": 119_999, "standard_net_ordinary": 100_000},
            ),
            id="a figure below the floor is the other check's",
        ),
        pytest.param(
            (
                paysheet.seniority_years_do_not_match,
                {"paid_seniority": None, "paid_seniority_years": 1, "migrant_work_years": 3},
            ),
            id="no seniority paid, nothing to compare",
        ),
        pytest.param(
            (
                insurance.base_under_the_lowest,
                {
                    "contribution_base": 0,
                    "contribution_base_floor_in_force": 158_300,
                    "pension_exempt": YES,
                    "pension_exemption_documented": YES,
                },
            ),
            id="exempt with a document: no base",
        ),
    ],
)
def test_a_check_leaves_alone_what_is_not_its_business(case: tuple[Rule[..., bool], Row]) -> None:
    check, row = case
    assert check(**row) is False


@pytest.mark.parametrize("state", [s for s in GrantState if s is not GrantState.GRANTED])
def test_only_a_granted_application_permits_a_relaxed_ratio(state: GrantState) -> None:
    assert staffing.relaxed_without_a_grant(YES, NO, YES, state)


def test_a_relaxed_ratio_without_any_document_needs_no_record_to_be_wrong() -> None:
    assert staffing.relaxed_without_a_grant(YES, NO, NO, GrantState.GRANTED)


def test_the_average_of_a_district_is_judged_on_full_time_workers_over_the_calendar_year() -> None:
    found = {d.code: d for d in rules_of(payroll) if isinstance(d, GroupCheck)}
    assert set(found) == {"PAY001", "PAY002"}
    assert {(d.along, d.over.name if d.over else "", d.where) for d in found.values()} == {
        ("district", "year_to_date", "full_time")
    }
    assert (found["PAY001"].severity, found["PAY002"].severity) == ("violation", "warning")
