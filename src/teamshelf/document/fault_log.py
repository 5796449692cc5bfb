"""Collecting faults while a text is read, and making findings of them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.document.faults import MAX_FAULTS, RULES, Fault, too_many
from teamshelf.findings import Finding

if TYPE_CHECKING:
    from teamshelf.document.positions import Lines


class TooManyFaults(Exception):  # noqa: N818 - it ends the reading, and never leaves this package
    """The log is full."""


class FaultLog:
    """The faults of one text: at most :data:`~teamshelf.document.faults.MAX_FAULTS` and a closing one."""

    def __init__(self) -> None:
        self._faults: list[tuple[Fault, str]] = []

    def add(self, fault: Fault, pointer: str = "") -> None:
        """Keep a fault of the value at a JSON pointer. Raises TooManyFaults, which the reader of the text heeds."""
        if len(self._faults) == MAX_FAULTS:
            self._faults.append((too_many(fault.start), ""))
            raise TooManyFaults
        self._faults.append((fault, pointer))

    def __len__(self) -> int:
        return len(self._faults)

    def forget(self, since: int) -> None:
        """Drop all faults but the first ones, as many as ``since`` says."""
        del self._faults[since:]

    @property
    def last(self) -> Fault | None:
        """The fault found last."""
        return self._faults[-1][0] if self._faults else None

    @property
    def all_mendable(self) -> bool:
        """Whether each fault so far comes with the edits that mend it."""
        return all(fault.edits for fault, _ in self._faults)

    def findings(self, lines: Lines, file: str) -> tuple[Finding, ...]:
        """The faults as findings on a file, in the order of its text."""
        return tuple(
            Finding(
                rule=fault.rule,
                severity=RULES[fault.rule].severity,
                message=fault.message,
                hint=fault.hint,
                file=file,
                pointer=pointer,
                at_key=fault.at_key,
                span=lines.span(fault.start, fault.end),
                aliases=RULES[fault.rule].aliases,
                edits=fault.edits,
            )
            for fault, pointer in sorted(self._faults, key=lambda each: (each[0].start, each[0].end))
        )
