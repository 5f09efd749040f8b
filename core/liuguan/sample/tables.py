"""Rows that are still being made: columns of plain values, found by their keys, ready to become a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from liuguan.language.columns import dtype_of
from liuguan.vocabulary import KEYS, VOCABULARY


class Rows:
    """Rows of an entity. A column that was not set holds None; nothing here is a result of a check."""

    def __init__(self, entity: str, keys: Sequence[str]) -> None:
        self.entity, self.keys = entity, tuple(keys)
        self.columns: dict[str, list[Any]] = {k: [] for k in keys}
        self.index: dict[tuple[Any, ...], int] = {}

    def __len__(self) -> int:
        return len(self.index)

    def add(self, *key: object, **values: object) -> int:
        """A new row; gives its place."""
        place = len(self.index)
        self.index[key] = place
        for name, value in zip(self.keys, key, strict=True):
            self.columns[name].append(value)
        for name, value in values.items():
            self.column(name, place)[place:] = [value]
        for cells in self.columns.values():
            if len(cells) == place:
                cells.append(None)
        return place

    def column(self, name: str, height: int | None = None) -> list[Any]:
        """The cells of a column, made where there is none."""
        height = len(self) if height is None else height
        if name not in self.columns:
            self.columns[name] = [None] * height
        return self.columns[name]

    def at(self, *key: object) -> int:
        return self.index[key]

    def has(self, *key: object) -> bool:
        return key in self.index

    def get(self, name: str, *key: object) -> Any:
        """One cell."""
        return self.columns[name][self.index[key]]

    def look(self, name: str, *key: object) -> Any:
        """One cell; None where there is no such column."""
        return self.get(name, *key) if name in self.columns else None

    def put(self, key: Iterable[object], **values: object) -> None:
        """Change cells of one row."""
        place = self.index[tuple(key)]
        for name, value in values.items():
            self.column(name)[place] = value

    def take(self, frame: pl.DataFrame, names: Mapping[str, str]) -> None:
        """Columns of a frame with one row per row, under other names."""
        for name, own in names.items():
            if name in frame.columns:
                self.columns[own] = frame[name].to_list()

    def frame(self) -> pl.DataFrame:
        """The columns that are keys, links or inputs of the entity."""
        links = {"station", "district", "worker"}
        chosen = {}
        for name, cells in self.columns.items():
            declared = VOCABULARY.find(self.entity, name)
            if name == "month":
                chosen[name] = pl.Series(name, cells, dtype=pl.Int64)
            elif declared is not None:
                chosen[name] = pl.Series(name, cells, dtype=dtype_of(declared.kind))
            elif name in links or name in KEYS[self.entity]:
                chosen[name] = pl.Series(name, cells, dtype=pl.String)
        return pl.DataFrame(list(chosen.values()))
