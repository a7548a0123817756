"""Signing in and out."""

from functools import cache
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from werkzeug.security import check_password_hash
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from demo.workroom.models import Member, db
from demo.workroom.passwords import hashed

blueprint = Blueprint("sign_in", __name__)


@cache
def dummy_hash() -> str:
    """Return a hash to check where no member is found.

    It takes as long as a real one, so that the time does not tell which addresses exist.
    """
    return hashed("nobody's password")


class SignInForm(FlaskForm):  # type: ignore[misc]  # because Flask-WTF has no types
    """The form with e-mail address and password."""

    email = EmailField("E-mail", [InputRequired("Enter your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])


@blueprint.before_app_request
def load_member() -> None:
    """Set `g.member` to the signed-in member, None for a stranger or a member who left."""
    member_id = session.get("member_id")
    member = db.session.get(Member, member_id) if member_id else None
    g.member = member if member and member.is_active else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Show the form, or sign in with a new session."""
    form = SignInForm()
    problem = None
    if form.validate_on_submit():
        email = func.lower(Member.email) == form.email.data.strip().lower()
        member = db.session.scalar(select(Member).where(email, Member.is_active))
        known = check_password_hash(
            member.password_hash if member else dummy_hash(), form.password.data
        )
        if member and known:
            session.clear()
            session["member_id"] = member.id
            return redirect(_local_path(request.args.get("next")), 303)
        problem = "E-mail and password do not fit together. Try again."
    return render_template(
        "workroom/sign_in.html", form=form, problem=problem
    ), 422 if problem else 200


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    session.clear()
    return redirect(url_for("sign_in.sign_in"), 303)


def _local_path(target: str | None) -> str:
    """Return the target if it is a path of this site, else the path of the start page."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")):
        parts = urlsplit(target)
        if not parts.netloc and target.isprintable():
            return target
    return url_for("pages.home")
