"""The forms, each with Flask-WTF's CSRF token."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import InputRequired

from workroom_harvest.domain.errors import HarvestImportError, InvalidMappings, InvalidPeriod
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.window import Days
from workroom_harvest.web.presenters.mapping_page import MappingPage
from workroom_harvest.web.presenters.sentences import sentence

ROW = re.compile(r"(project|task)-([0-9]{1,19})")
"""The name of a row's field in the mapping table."""

NUMBER = re.compile(r"[0-9]{1,19}")
"""The id of something in Harvest."""

LONGEST_ID = 64
"""The most characters of a host's id."""


class PageExpired(HarvestImportError):
    """The CSRF token of a form is missing, wrong or too old."""

    only_code = Code.PAGE_EXPIRED


class NotAForm(HarvestImportError):
    """The body of a request does not have the content type of a form."""

    only_code = Code.NOT_A_FORM


class PlainForm(FlaskForm):  # type: ignore[misc]  # because Flask-WTF has no types
    """A form that has a button and the CSRF token alone."""

    def require_token(self) -> None:
        """Raise `PageExpired` unless the CSRF token is valid.

        The host decides the name of its field.
        """
        name = self.meta.csrf_field_name
        if self.meta.csrf and not self[name].validate(self):
            raise PageExpired


class AccountForm(PlainForm):
    """The form that takes another Harvest account; it may name the one that was asked about."""

    account = StringField(filters=[lambda text: text.strip() if text else None])

    @property
    def account_id(self) -> int | None:
        """Return the id of the account, None if none is named, and 0 for what is no id."""
        named: str | None = self.account.data
        if named is None:
            return None
        return int(named) if NUMBER.fullmatch(named) else 0


class ImportForm(PlainForm):
    """The form of the Sync card, with its two dates.

    The field `from` is set below the class, because its name is a keyword of Python.
    """

    to = DateField("To", validators=[InputRequired()])

    def period(self) -> Days:
        """Return the period of a validated form; raise `InvalidPeriod` if To is before From."""
        first: date = self["from"].data
        return Days(first, self.to.data)


setattr(ImportForm, "from", DateField("From", validators=[InputRequired()]))


def requested_days(values: Mapping[str, str]) -> Days:
    """Return the days `from` … `to` of an address; raise `InvalidPeriod` if they are none."""
    return Days(requested_day("from", values["from"]), requested_day("to", values["to"]))


def requested_day(field: str, value: str) -> date:
    """Return the day of a field of an address; raise `InvalidPeriod` if it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidPeriod(field, Code.NO_DATE) from None


def chosen_mappings(form: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the mapping table that a person changed, with what was chosen.

    The fields are `project-<Harvest id>` and `task-<Harvest id>`; an empty value is Not mapped.
    Each may have a twin with `was-` before its name, whose value was chosen when the page was
    rendered. A row whose two values are equal is left alone, even if somebody else changed it
    meanwhile.
    """
    return {
        name: value
        for name, value in form.items()
        if ROW.fullmatch(name) and form.get(f"was-{name}") != value
    }


def agreed_fields(form: Mapping[str, str]) -> Collection[str] | None:
    """Return the fields of the pairs that may give way, or None if any may.

    A page's form asks: it has the field `ask`, with those of which it has told already.
    """
    return form["ask"].split() if "ask" in form else None


def taken(wanted: str, page: MappingPage, chosen: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the button of a suggestion chooses, beside what is `chosen` by hand.

    `wanted` is `<field>=<target>`, or `all` for each suggestion of the page whose target nobody
    chose.
    """
    if wanted != "all":
        field, _, target = wanted.partition("=")
        return {field: target} if ROW.fullmatch(field) else {}
    used = {(field.partition("-")[0], target) for field, target in chosen.items()}
    return {
        row.field: row.suggested[0]
        for section in page.sections
        for row in section.rows
        if row.is_sure and row.field not in chosen and (section.kind, row.suggested[0]) not in used
    }


def changed_mappings(form: Mapping[str, str]) -> MappingChanges:
    """Return what a person changed in both tables; raise `InvalidMappings` for a bad value."""
    found: dict[str, list[Choice]] = {"project": [], "task": []}
    problems = {}
    for name, value in chosen_mappings(form).items():
        kind, _, number = name.partition("-")
        harvest_id = int(number)
        if len(value) > LONGEST_ID or not 0 < harvest_id < 2**63:
            problems[name] = Code.CHOICE_UNKNOWN
        found[kind].append(Choice(harvest_id, value or None))
    if problems:
        raise InvalidMappings(problems)
    return MappingChanges(found["project"], found["task"])


def dates_wanted(errors: Iterable[str]) -> dict[str, str]:
    """Return a sentence for each field of the two dates that has `errors`.

    WTForms' own words are not shown, which a host may have in any language.
    """
    return dict.fromkeys(errors, sentence(Message(Code.NO_DATE)))
