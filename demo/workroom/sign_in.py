"""Signing in and out."""

from functools import cache
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy import func, select
from werkzeug.security import check_password_hash
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from demo.workroom.models import Member, db
from demo.workroom.passwords import hashed

blueprint = Blueprint("sign_in", __name__)
LINK_SALT = "sign-in link"
LINK_SECONDS = 24 * 60 * 60
"""How long a link signs its member in."""


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
            return _enter(member)
        problem = "E-mail and password do not fit together. Try again."
    return render_template(
        "workroom/sign_in.html", form=form, problem=problem
    ), 422 if problem else 200


def link(email: str, path: str) -> str:
    """Return the path of a link that signs a member in, for a day, and leads to a path here.

    Only who has the app's SECRET_KEY can make one; this needs a request or app context.
    """
    member = db.session.scalars(select(Member).filter_by(email=email)).one()
    token = _signer().sign(str(member.id)).decode()
    return f"/sign-in/{token}?next={path}"


@blueprint.get("/sign-in/<token>")
def by_link(token: str) -> ResponseReturnValue:
    """Sign the member of a link in with a new session, or show the form where it is not valid."""
    try:
        member_id = _signer().unsign(token, max_age=LINK_SECONDS).decode()
    except BadSignature:
        member = None
    else:
        member = db.session.scalar(
            select(Member).where(Member.id == int(member_id), Member.is_active)
        )
    if member:
        return _enter(member)
    problem = "This link is too old, or not from here. Sign in with your password."
    return render_template("workroom/sign_in.html", form=SignInForm(), problem=problem), 404


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.config["SECRET_KEY"]), salt=LINK_SALT)


def _enter(member: Member) -> ResponseReturnValue:
    session.clear()
    session["member_id"] = member.id
    return redirect(_local_path(request.args.get("next")), 303)


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
