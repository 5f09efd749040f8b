"""What every test run shares."""

import os

from hypothesis import settings

# A first compile of a plan is slow and says nothing about the rule under test. Where CI is set,
# hypothesis loads its own profile: no deadline, and the same examples on every run.
settings.register_profile("office", deadline=None, print_blob=True)
if not os.environ.get("CI"):
    settings.load_profile("office")
