"""Taking workbooks into the records: read (`reading`), asked about (`exchange.questions`), written by district.

A file comes in whole or not at all; parked, its good rows come in and the rest waits on the to-fix list (`parking`).
Each district is one unit of work (`taking_in`), so that a run that is broken off leaves whole districts behind.
"""

from liuguan.services.importing.reading import Readout, read_files
from liuguan.services.importing.report import ImportReport
from liuguan.services.importing.taking_in import ImportFiles, import_files

__all__ = ["ImportFiles", "ImportReport", "Readout", "import_files", "read_files"]
