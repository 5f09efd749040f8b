"""The rule language: one Python function, read as a tree, as columns, as a reference and as words."""
