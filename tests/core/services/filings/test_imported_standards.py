"""Standards that are read from files, as their own texts date their versions; and an office that works by others."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.core.services.conftest import DISTRICT, OfficeOf
from tests.core.services.filings.steps import file_standard

from liuguan.district import City
from liuguan.records.store import CHINA, Store, Work
from liuguan.records.tables.filings import Filing
from liuguan.records.tables.operators import Role
from liuguan.rulebook.definitions import Severity
from liuguan.sample.standards import sample_standard
from liuguan.services.check import check_records
from liuguan.services.commands import Task
from liuguan.services.district_check import FAULTY_STANDARD
from liuguan.services.filings.drift import LOCAL_RULE_DRIFT, drift
from liuguan.services.filings.in_force import standard_in_force
from liuguan.services.filings.standard import compose, parts_of
from liuguan.services.filings.submitting import submit_imported_standard
from liuguan.services.operators import Account

JAN, MAR = 2011 * 12, 2011 * 12 + 2
MARK = {"zh": "【样本】", "en": "SAMPLE"}
IMPORTER = Account(name="importer", roles=frozenset(Role), districts=None)


def import_standard(store: Store, city: City, path: Path) -> list[Filing]:
    composed = compose(city, DISTRICT, standard=path)

    def filed(work: Work) -> list[Filing]:
        return submit_imported_standard(Task(work=work, city=city, account=IMPORTER), composed, file=path.name)

    with store.writing(operator=IMPORTER.name) as work:
        made = filed(work)
        work.record(command="test", district=DISTRICT, subject="", payload={})
    return made


@pytest.fixture
def shipped(city: City) -> Path:
    return city.folder / f"{DISTRICT}.toml"


def test_each_version_of_the_text_is_filed_with_its_own_days(store: Store, city: City, shipped: Path) -> None:
    first, second = import_standard(store, city, shipped)
    assert (first.effective_from, second.effective_from) == (datetime.date(2010, 12, 1), datetime.date(2011, 2, 1))
    assert (first.amended_from, second.amended_from) == (None, 1)
    assert [f.submitted_at for f in (first, second)] == [
        datetime.datetime(2010, 11, 30, tzinfo=CHINA), datetime.datetime(2011, 1, 28, tzinfo=CHINA),
    ]  # fmt: skip
    assert (first.due_on, second.due_on) == (datetime.date(2011, 1, 31), None)
    assert (first.author, first.approver) == (f"file:{DISTRICT}.toml", "importer")
    with store.reading() as session:
        found = {m: standard_in_force(session, city, DISTRICT, m) for m in (JAN - 1, JAN, JAN + 1, MAR)}
    assert [f.filing.number if f.filing else None for f in found.values()] == [1, 1, 2, 2]
    assert {f.book.hash for f in found.values()} == {city.district(DISTRICT).book.hash}


def test_the_same_file_again_changes_nothing(store: Store, city: City, shipped: Path) -> None:
    import_standard(store, city, shipped)
    assert import_standard(store, city, shipped) == []


def test_another_text_is_a_new_version_that_amends_the_last(
    store: Store, city: City, shipped: Path, tmp_path: Path
) -> None:
    import_standard(store, city, shipped)
    other = tmp_path / f"{DISTRICT}.toml"
    other.write_text(sample_standard(shipped.read_text("utf-8"), mark=MARK, without_from=datetime.date(2011, 2, 1)))
    (again,) = import_standard(store, city, other)
    assert (again.number, again.amended_from, again.effective_from) == (3, 2, datetime.date(2010, 12, 1))
    with store.reading() as session:
        numbers = {m: standard_in_force(session, city, DISTRICT, m).filing for m in (JAN, MAR)}
    assert {m: f.number for m, f in numbers.items() if f} == {JAN: 3, MAR: 2}


def test_an_unamended_standard_of_a_sample_is_one_version(
    store: Store, city: City, shipped: Path, tmp_path: Path
) -> None:
    stale = tmp_path / f"{DISTRICT}.toml"
    stale.write_text(sample_standard(shipped.read_text("utf-8"), mark=MARK, without_from=datetime.date(2011, 2, 1)))
    (only,) = import_standard(store, city, stale)
    with store.reading() as session:
        found = standard_in_force(session, city, DISTRICT, MAR)
    assert found.filing == only
    assert found.sha256 == parts_of(only).layer
    assert found.book.hash != city.district(DISTRICT).book.hash


def installed(tmp_path: Path, city: City, *, edit: tuple[str, str] | None = None) -> City:
    """A city in which the district has a standard of its own installed."""
    for path in city.folder.glob("*.toml"):
        text = path.read_text("utf-8")
        if path.stem == DISTRICT:
            text = text.replace('status = "illustrative"', 'status = "filed"', 1)
            text = text.replace(*edit) if edit else text
        (tmp_path / path.name).write_text(text, "utf-8")
    return City(config_dir=tmp_path)


def test_an_office_that_pays_by_other_figures_than_it_filed_has_drifted(
    office_of: OfficeOf, store: Store, city: City, tmp_path: Path
) -> None:
    file_standard(office_of, city)
    changed = installed(tmp_path, city, edit=('ordinary = "1640.00"', 'ordinary = "1650.00"'))
    with store.reading() as session:
        found = drift(session, changed, DISTRICT, MAR)
        assert found is not None
        assert (found.code, found.clause, found.severity.value) == (LOCAL_RULE_DRIFT, "V.3", "violation")
        assert found.figures["filed"] != found.figures["installed"]
        assert drift(session, changed, DISTRICT, JAN) is None, "nothing filed was in force yet"


def test_the_check_of_the_records_reports_the_drift_of_each_month(
    office_of: OfficeOf, store: Store, city: City, tmp_path: Path
) -> None:
    file_standard(office_of, city)
    changed = installed(tmp_path, city, edit=('ordinary = "1640.00"', 'ordinary = "1650.00"'))
    with store.reading() as session:
        drifted = check_records(changed, session, first_month=JAN, last_month=MAR, only=(DISTRICT,))
        as_filed = check_records(city, session, first_month=JAN, last_month=MAR, only=(DISTRICT,))
    assert [f.month for f in drifted.findings if f.code == LOCAL_RULE_DRIFT] == ["2011-02", "2011-03"]
    assert LOCAL_RULE_DRIFT not in {f.code for f in as_filed.findings}


def test_an_installed_standard_that_cannot_be_read_is_a_fault_and_the_filed_one_still_judges(
    office_of: OfficeOf, store: Store, city: City, tmp_path: Path
) -> None:
    file_standard(office_of, city)
    broken = installed(tmp_path, city, edit=("[[standard_wage]]", "[[standard_wages]]"))
    with store.reading() as session:
        report = check_records(broken, session, first_month=JAN + 1, last_month=MAR, only=(DISTRICT,))
    assert report.exit_code(Severity.VIOLATION) == 4
    assert [f.code for f in report.findings].count(FAULTY_STANDARD) == 1
    with store.reading() as session:
        assert report.districts[0].rulebook == standard_in_force(session, city, DISTRICT, MAR).book.hash


@pytest.mark.parametrize(
    "edit",
    [None, ('title_en = "', 'title_en = "Renamed: '), ("submitted_on = 2011-01-28", "submitted_on = 2011-01-27")],
)
def test_other_words_for_the_same_rules_are_no_drift(
    office_of: OfficeOf, store: Store, city: City, tmp_path: Path, edit: tuple[str, str] | None
) -> None:
    file_standard(office_of, city)
    with store.reading() as session:
        assert drift(session, installed(tmp_path, city, edit=edit), DISTRICT, MAR) is None


def test_what_ships_as_an_illustration_is_nobodys_installed_standard(
    store: Store, city: City, shipped: Path, tmp_path: Path
) -> None:
    stale = tmp_path / f"{DISTRICT}.toml"
    stale.write_text(sample_standard(shipped.read_text("utf-8"), mark=MARK, without_from=datetime.date(2011, 2, 1)))
    import_standard(store, city, stale)
    with store.reading() as session:
        assert drift(session, city, DISTRICT, MAR) is None
