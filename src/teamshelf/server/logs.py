"""The log: one line of JSON, or of text, for each request and each mistake, on standard error.

It names accounts and addresses, but no header, no query and no body: tokens and passwords travel there.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import Any

import msgspec

_DELETE = b"\x7f"

FORMATS = ("json", "text", "none")
"""How the log can be written."""

REQUESTS = "teamshelf.requests"
"""The logger of the lines of requests."""

_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "facts"}

_OF_EVERY_REQUEST = vars(
    logging.LogRecord(name=REQUESTS, level=logging.INFO, pathname="", lineno=0, msg="request", args=(), exc_info=None)
)


def request_record(facts: dict[str, Any]) -> logging.LogRecord:
    """The record of a request that was answered.

    `logging` itself would look up for each one which thread and which line of code it comes from: more work than the
    rest of it, for what no line tells.
    """
    record = logging.LogRecord.__new__(logging.LogRecord)
    record.__dict__.update(_OF_EVERY_REQUEST, created=time.time(), facts=facts)
    return record


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extras(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        quick = msgspec.json.encode(line)
        # ASCII only, whatever terminal or program reads it.
        return quick.decode() if quick.isascii() and _DELETE not in quick else json.dumps(line, ensure_ascii=True)


class TextLines(logging.Formatter):
    """A record as one line that is quick to read."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback below it where there is one."""
        facts = _extras(record)
        if record.name == REQUESTS:
            shown = f"{facts['method']} {facts['path']} {facts['status']} {facts['milliseconds']} ms"
            text = f"{shown} {facts.get('account') or '-'} {facts['requestId']}"
        else:
            text = f"{record.levelname.lower()} {record.getMessage()} {facts.get('requestId', '')}".rstrip()
        line = text.encode("ascii", "backslashreplace").decode()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def begin_logging(format_: str) -> None:
    """Write the log of this process to standard error.

    Raises:
        ValueError: there is no such format.
    """
    if format_ not in FORMATS:
        raise ValueError(f"a log has one of the formats {', '.join(FORMATS)}")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if format_ == "json" else TextLines())
    ours = logging.getLogger("teamshelf")
    ours.handlers[:] = [handler]
    ours.propagate = False
    ours.setLevel(logging.INFO)
    logging.getLogger(REQUESTS).disabled = format_ == "none"


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    said = vars(record)
    facts = said.get("facts") or {name: said[name] for name in said if name not in _OF_EVERY_RECORD}
    return {name: value for name, value in facts.items() if value is not None}
