"""Use cases: the only thing that the command line and the terminal UI call."""
