# A thin wrapper: every target is one line that can also be typed.
BIN := .venv/bin

.PHONY: setup test lint format types imports docs check bench

setup:
	python3 -m venv .venv && $(BIN)/pip install -q -c constraints.txt -e '.[test]'

test:
	$(BIN)/python -m pytest

lint:
	$(BIN)/ruff check && $(BIN)/ruff format --check

format:
	$(BIN)/ruff check --fix && $(BIN)/ruff format

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

docs:
	$(BIN)/liuguan rules document -o docs

check: lint types imports test

bench:
	$(BIN)/python -m benchmarks
