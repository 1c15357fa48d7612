"""A measured figure, its bar, and how both are shown."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `at_most` and `at_least` are its bar, if it has one."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool:
        """Whether the value clears its bar; a figure without one always does."""
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def bar(self) -> str:
        """The bar in words."""
        low = [] if self.at_least is None else [f"≥ {self.at_least:g}"]
        return ", ".join(low + ([] if self.at_most is None else [f"≤ {self.at_most:g}"]))


def tell(benchmark: str, figures: Sequence[Figure]) -> bool:
    """Print the table and the JSON lines; says whether every bar is met."""
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        verdict = "" if not figure.bar else "ok" if figure.met else "MISSED"
        value = f"{figure.value:12,.3f} {figure.unit:8}"
        print(f"{figure.name:{width}} {value} {figure.bar:10} {verdict}".rstrip())
    for figure in figures:
        print(json.dumps({"benchmark": benchmark, **asdict(figure), "met": figure.met}))
    return all(figure.met for figure in figures)
