"""The log: one JSON object a line, on standard output."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime


def write_line(level: str, message: str, **fields: object) -> None:
    """Write one line; what a request says goes this way, without the detour of `logging`."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"time": now, "level": level, "message": message, **fields}
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def write_error(request_id: str, error: Exception) -> None:
    """Write what nobody foresaw: only the log is told."""
    trace = "".join(traceback.format_exception(error))
    write_line("error", "internal error", request_id=request_id, exception=trace)


class LineHandler(logging.Handler):
    """Brings what uvicorn and the pool say into the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record."""
        fields = {"logger": record.name}
        if record.exc_info:
            fields["exception"] = logging.Formatter().formatException(record.exc_info)
        write_line(record.levelname.lower(), record.getMessage(), **fields)


def start_logging() -> None:
    """Send what the server, uvicorn and the pool have to say to the log."""
    logging.basicConfig(handlers=[LineHandler()], level=logging.INFO, force=True)
    # The pool tells every connection it lends at level INFO.
    logging.getLogger("psycopg.pool").setLevel(logging.WARNING)
