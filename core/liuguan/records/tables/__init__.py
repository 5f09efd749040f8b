"""The tables, by subject; importing this fills the metadata."""

from __future__ import annotations

from liuguan.records.tables.assessment import AssessmentItem, AssessmentSheet, Objection, Signature
from liuguan.records.tables.audit import AuditEvent, AuditKey
from liuguan.records.tables.conduct import DisciplineEvent, Dismissal, Incident, Reward, RewardShare
from liuguan.records.tables.duty import AttendanceDay, DutyEntry, DutyMonth, LeaveSpell
from liuguan.records.tables.filings import Content, FiledDocument, Filing, FilingAct
from liuguan.records.tables.hiring import Candidate, EligibilityDecision, Recruitment
from liuguan.records.tables.imports import ColumnMapping, ImportedFile, ToFix
from liuguan.records.tables.inspections import Inspection, InspectionFinding
from liuguan.records.tables.operators import Credential, Operator, Role
from liuguan.records.tables.pay import PayComponent, PayDelta, PayEntry, PayLine, PayOmission, PayRun
from liuguan.records.tables.people import Assignment, Certificate, Worker
from liuguan.records.tables.places import Population, Station

__all__ = [
    "AssessmentItem", "AssessmentSheet", "Assignment", "AttendanceDay", "AuditEvent", "AuditKey", "Candidate",
    "Certificate", "ColumnMapping", "Content", "Credential", "DisciplineEvent", "Dismissal", "DutyEntry", "DutyMonth",
    "EligibilityDecision", "FiledDocument", "Filing", "FilingAct", "ImportedFile", "Incident", "Inspection",
    "InspectionFinding", "LeaveSpell", "Objection", "Operator", "PayComponent", "PayDelta",
    "PayEntry", "PayLine", "PayOmission", "PayRun",
    "Population", "Recruitment", "Reward", "RewardShare", "Role", "Signature", "Station", "ToFix", "Worker",
]  # fmt: skip
