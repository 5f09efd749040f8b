"""The first day of an office: district, stations, operators, and the opening state of people and counts, at once.

A setup workbook is taken in whole or not at all, with every problem named; the same workbook again changes nothing,
and a corrected one only what was corrected. Nothing is taken away because a workbook does not name it.
"""

from liuguan.services.opening.entering import InitOffice, Opened, OperatorLine, StationLine, init_with
from liuguan.services.opening.reading import init_from, new_operators

__all__ = ["InitOffice", "Opened", "OperatorLine", "StationLine", "init_from", "init_with", "new_operators"]
