"""Layers merged into a checked, dated, hashed rulebook: evaluate, explain, compare, cover."""
