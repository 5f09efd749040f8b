"""The roster: who is in post where, from which day on, and everything that a line of it can say.

Every change is a line that holds from its day on (`changing`). Lines are read as frames (`reading`) and found by what
people type (`searching`); what names a person is hidden by `presenting`.
"""

from liuguan.services.roster import correcting, duties, hiring, leaving, merging, persons, terms, training

__all__ = ["correcting", "duties", "hiring", "leaving", "merging", "persons", "terms", "training"]
