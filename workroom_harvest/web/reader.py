"""The reader of a request: their language by Flask-Babel, their zone by the studio's."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from flask import current_app, stream_with_context

from workroom_harvest.current import use_cases
from workroom_harvest.web.words import Reader, reader, reading, start_reading, stop_reading
from workroom_harvest.web.words.language import English, Language

log = logging.getLogger(__name__)


def request_reader() -> Reader:
    """Return who reads the answer to the current request."""
    return Reader(request_language(), _zone, datetime.now(UTC))


def request_language() -> Language:
    """Return the request's language by Flask-Babel: English where that is not set up."""
    if "babel" not in current_app.extensions:
        return English()
    # A host need not have it.
    from flask_babel import get_babel, get_locale

    from workroom_harvest.web.words.translations import language

    locale = get_locale()
    return language(locale, get_babel().translation_directories) if locale else English()


def start_request() -> None:
    """Write for the reader of this request."""
    start_reading(request_reader())


def end_request(_error: BaseException | None = None) -> None:
    """Write for nobody in particular again, once the request is answered."""
    stop_reading()


def streamed(parts: Iterator[str]) -> Iterator[str]:
    """Return the parts of an answer, each of them written in its request and for its reader."""
    who = reader()

    def written() -> Iterator[str]:
        # Flask has ended the request by its teardown before the first part is written.
        with reading(who):
            yield from parts

    return stream_with_context(written())


def _zone() -> tzinfo:
    try:
        member = use_cases().check_access.who_asks()
        return use_cases().today.zone(member.studio_id) if member else UTC
    except Exception:
        log.exception("times are told in UTC, as the studio's zone is not known")
        return UTC
