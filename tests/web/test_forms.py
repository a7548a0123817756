"""The forms in hosts that configure Flask-WTF or Flask-Babel differently."""

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from tests.support.studio import Studio, text_of
from workroom_harvest.web.forms import ImportForm, PageExpired, PlainForm, dates_wanted


@pytest.mark.parametrize("field", ["csrf_token", "_token"])
def test_a_form_without_the_token_is_refused_whatever_the_host_calls_it(field: str) -> None:
    """A form without the token is refused under any `WTF_CSRF_FIELD_NAME`."""
    host = Flask(__name__)
    host.config.update(SECRET_KEY="a secret of the tests", WTF_CSRF_FIELD_NAME=field)
    with host.test_request_context(method="POST"):
        form = PlainForm()
        token = form[field].current_token
        with pytest.raises(PageExpired):
            form.require_token()
        PlainForm(MultiDict({field: token})).require_token()


def test_a_host_that_turned_the_tokens_off_for_its_tests_gets_none() -> None:
    """`WTF_CSRF_ENABLED = False` is respected."""
    host = Flask(__name__)
    host.config.update(SECRET_KEY="a secret of the tests", WTF_CSRF_ENABLED=False)
    with host.test_request_context(method="POST"):
        PlainForm().require_token()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_date_is_asked_for_in_our_words_whatever_the_hosts_language(language: str) -> None:
    """A missing or a wrong date is told in the plugin's words, and not in those of WTForms."""
    host = Flask(__name__)
    host.config.update(SECRET_KEY="a secret of the tests", WTF_CSRF_ENABLED=False)
    Babel(host, default_locale=language)
    with host.test_request_context(method="POST", data={"from": "soon"}):
        form = ImportForm()
        assert not form.validate()
        asked = "That is no date. Choose a day, such as 2026-06-01."
        assert dates_wanted(form.errors) == {"to": asked, "from": asked}


def test_a_wrong_date_is_told_at_its_field_alone(connected: Studio) -> None:
    """A date that is none is told at its field, and not over the mapping table, too."""
    answer = connected.post("/imports", {"from": "soon", "to": "2026-06-01"})
    assert answer.status_code == 422
    assert text_of(answer.text).count("That is no date.") == 1
    assert "not in this table" not in answer.text
