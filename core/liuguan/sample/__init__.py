"""A made-up city: workbooks as offices keep them, with planted faults and the truth about each."""
