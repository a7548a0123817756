"""The pages on which a timelog is edited, deleted, locked and invoiced."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import BooleanField, DateField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from demo.workroom.models import ActivityType, Member, Project, Timelog, db
from demo.workroom.pages import sign_in_required
from demo.workroom.timelogs import lock_reason, text_columns, whole_text

blueprint = Blueprint("timelog", __name__, url_prefix="/timelogs/<int:timelog_id>")
INVOICE_NUMBER_LENGTH = 40
PROTECTED = 409
"""The status of what is refused because the timelog is locked or invoiced."""


def _one_line_break(text: str | None) -> str | None:
    """Return the text with the line breaks that it had before the browser sent it."""
    return text.replace("\r\n", "\n") if text else text


class TimelogForm(FlaskForm):  # type: ignore[misc]  # because Flask-WTF has no types
    """The form of everything that people can edit in a timelog."""

    spent_on = DateField("Date", [InputRequired("Enter a date.")])
    project_id = SelectField("Project", coerce=int)
    activity_type_id = SelectField("Activity type", coerce=int)
    hours = IntegerField("Hours", [InputRequired("Enter hours."), NumberRange(0, 999)])
    minutes = IntegerField("Minutes", [InputRequired("Enter minutes."), NumberRange(0, 59)])
    text = TextAreaField("Text", [DataRequired("Enter a text.")], filters=[_one_line_break])
    billable = BooleanField("Billable")
    member_id = SelectField("Logged by", coerce=int)

    def offer(self, timelog: Timelog) -> None:
        """Offer the choices of the timelog's studio."""
        for field, kind in (
            (self.project_id, Project),
            (self.activity_type_id, ActivityType),
            (self.member_id, Member),
        ):
            found = select(kind.id, kind.name).where(kind.studio_id == timelog.studio_id)
            field.choices = [tuple(one) for one in db.session.execute(found.order_by(kind.name))]

    def validate_text(self, field: Any) -> None:
        """Refuse a character that PostgreSQL cannot store."""
        if "\x00" in field.data:
            raise ValidationError("Leave out the character with the number 0.")


@blueprint.get("")
@sign_in_required
def edit(timelog_id: int) -> ResponseReturnValue:
    """Show a timelog, with a form to edit it unless it is locked or invoiced."""
    timelog = _timelog(timelog_id)
    form = TimelogForm(obj=timelog, text=whole_text(timelog.title, timelog.memo))
    return _page(timelog, form)


@blueprint.post("")
@sign_in_required
def save(timelog_id: int) -> ResponseReturnValue:
    """Save what was edited; a timelog that is locked or invoiced stays as it is."""
    timelog = _timelog(timelog_id)
    form = TimelogForm()
    form.offer(timelog)
    if lock_reason(timelog):
        return _page(timelog, form), PROTECTED
    if not form.validate():
        return _page(timelog, form), 422
    if form.activity_type_id.data != timelog.activity_type_id:
        kind = db.session.get_one(ActivityType, form.activity_type_id.data)
        timelog.hourly_rate = kind.hourly_rate
    for name in ("spent_on", "project_id", "activity_type_id", "member_id", "hours", "minutes"):
        setattr(timelog, name, form[name].data)
    timelog.billable = form.billable.data
    for name, value in text_columns(form.text.data).items():
        setattr(timelog, name, value)
    db.session.commit()
    return _to_timelogs()


@blueprint.post("/delete")
@sign_in_required
def delete(timelog_id: int) -> ResponseReturnValue:
    """Delete a timelog, unless it is locked or invoiced."""
    timelog = _timelog(timelog_id)
    if lock_reason(timelog):
        return _page(timelog), PROTECTED
    db.session.delete(timelog)
    db.session.commit()
    return _to_timelogs()


@blueprint.post("/lock")
@sign_in_required
def lock(timelog_id: int) -> ResponseReturnValue:
    """Lock a timelog where the field `is_locked` is 1, and unlock it otherwise."""
    timelog = _timelog(timelog_id)
    timelog.is_locked = request.form.get("is_locked") == "1"
    db.session.commit()
    return redirect(url_for(".edit", timelog_id=timelog_id), 303)


@blueprint.post("/invoice")
@sign_in_required
def invoice(timelog_id: int) -> ResponseReturnValue:
    """Put a timelog on the invoice of the number given, or take it off where there is none."""
    timelog = _timelog(timelog_id)
    number = request.form.get("invoice_number", "").strip()
    if len(number) > INVOICE_NUMBER_LENGTH or not number.isprintable():
        problem = f"An invoice number has up to {INVOICE_NUMBER_LENGTH} characters."
        return _page(timelog, problem=problem), 422
    timelog.invoice_number = number or None
    db.session.commit()
    return redirect(url_for(".edit", timelog_id=timelog_id), 303)


def _timelog(timelog_id: int) -> Timelog:
    """Return the timelog of the member's studio, held if it is to be written; 404 if none."""
    mine = select(Timelog).filter_by(id=timelog_id, studio_id=g.member.studio_id)
    if request.method == "POST":
        mine = mine.with_for_update()
    found = db.session.scalar(mine) if timelog_id < 2**31 else None
    return found or abort(404)


def _page(timelog: Timelog, form: TimelogForm | None = None, problem: str | None = None) -> str:
    if form is None:
        form = TimelogForm(None, obj=timelog, text=whole_text(timelog.title, timelog.memo))
    form.offer(timelog)
    return render_template(
        "workroom/timelog.html",
        timelog=timelog,
        form=form,
        reason=lock_reason(timelog),
        problem=problem,
        length=INVOICE_NUMBER_LENGTH,
    )


def _to_timelogs() -> ResponseReturnValue:
    return redirect(url_for("pages.timelogs"), 303)
