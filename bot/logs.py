"""Log lines: for people on a terminal, or one JSON object each for programs. They go to standard error."""

import logging
import sys

import structlog
from structlog.typing import Processor

from bot.settings import LogFormat, LogLevel

LEVELS = {
    LogLevel.DEBUG: logging.DEBUG,
    LogLevel.INFO: logging.INFO,
    LogLevel.WARNING: logging.WARNING,
    LogLevel.ERROR: logging.ERROR,
}
TALKATIVE = (
    *("alembic", "apscheduler", "uvicorn", "sqlalchemy", "aiosqlite", "asyncio", "matplotlib"),
    *("slack_bolt", "slack_sdk", "aiohttp", "discord"),
)


def configure(level: LogLevel, form: LogFormat) -> None:
    """Everything that is logged, by libraries too, looks the same. Libraries only speak up from a warning on."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[_without_record, *_ending(form)])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(LEVELS[level])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(LEVELS[level], logging.WARNING))


_without_record = structlog.stdlib.ProcessorFormatter.remove_processors_meta


def _ending(form: LogFormat) -> list[Processor]:
    if form is LogFormat.JSON:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # The plain traceback: the default one draws every local variable, which may hold what somebody typed.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
