"""Workroom's own pages."""

from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue, RouteCallable
from sqlalchemy import func, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import SecurityError

from demo.workroom.mails import MOST_KEPT, ROLES
from demo.workroom.models import ActivityType, Mail, Project, Timelog, db

blueprint = Blueprint("pages", __name__)
PER_PAGE = 100
PROBLEMS = {
    400: "The form could not be read, or it was open for too long. Go back, reload, try again.",
    403: "You may not do this. Ask an Admin of your studio.",
    404: "There is no such page. Check the address, or start from the menu.",
    405: "There is no page to show at this address. Start from the menu.",
    500: "Something broke on our side. Try again in a few minutes.",
    503: "The database does not answer. Nothing is lost. Try again in a few minutes.",
}
UNTRUSTED_HOST = (
    "Workroom is not to be found under this name. Check the address; whoever runs Workroom has to "
    "name it in TRUSTED_HOSTS."
)
DATABASE_ERRORS = (InterfaceError, OperationalError)
"""What SQLAlchemy raises while the database does not answer."""


def sign_in_required(view: RouteCallable) -> RouteCallable:
    """Return the view behind the sign-in, which leads back to it afterwards."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        if g.member is None:
            return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")), 303)
        return view(**arguments)

    return guarded


@blueprint.get("/")
@sign_in_required
def home() -> ResponseReturnValue:
    """Show the start page with the number of timelogs."""
    of_studio = Timelog.studio_id == g.member.studio_id
    count = db.session.scalar(select(func.count()).select_from(Timelog).where(of_studio))
    return render_template("workroom/home.html", timelogs=count)


@blueprint.get("/projects")
@sign_in_required
def projects() -> ResponseReturnValue:
    """Show the projects of the studio."""
    of_studio = select(Project).filter_by(studio_id=g.member.studio_id).order_by(Project.name)
    return render_template("workroom/projects.html", projects=db.session.scalars(of_studio).all())


@blueprint.get("/activity-types")
@sign_in_required
def activity_types() -> ResponseReturnValue:
    """Show the activity types of the studio."""
    of_studio = (
        select(ActivityType).filter_by(studio_id=g.member.studio_id).order_by(ActivityType.name)
    )
    return render_template(
        "workroom/activity_types.html", types=db.session.scalars(of_studio).all()
    )


@blueprint.get("/timelogs")
@sign_in_required
def timelogs() -> ResponseReturnValue:
    """Show a page of the studio's timelogs with all fields, newest day first."""
    of_studio = Timelog.studio_id == g.member.studio_id
    total = db.session.scalar(select(func.count()).select_from(Timelog).where(of_studio)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    found = (
        select(Timelog)
        .where(of_studio)
        .options(
            joinedload(Timelog.project),
            joinedload(Timelog.activity_type),
            joinedload(Timelog.member),
        )
        .order_by(Timelog.spent_on.desc(), Timelog.id.desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    )
    return render_template(
        "workroom/timelogs.html",
        timelogs=db.session.scalars(found).all(),
        total=total,
        page=page,
        pages=pages,
    )


@blueprint.get("/settings/integrations")
@sign_in_required
def integrations() -> ResponseReturnValue:
    """Show Settings → Integrations, with the plugin's line."""
    return render_template("workroom/integrations.html")


@blueprint.get("/apps")
@sign_in_required
def apps() -> ResponseReturnValue:
    """Show the App marketplace, with the plugin's tile."""
    return render_template("workroom/apps.html")


@blueprint.get("/mails")
@sign_in_required
def mails() -> ResponseReturnValue:
    """Show the mails about Harvest to the studio's Admins and Designer, who alone get them."""
    if g.member.role not in ROLES:
        abort(403)
    of_studio = select(Mail).filter_by(studio_id=g.member.studio_id)
    found = db.session.scalars(of_studio.order_by(Mail.id.desc()).limit(MOST_KEPT)).all()
    return render_template("workroom/mails.html", mails=found, most=MOST_KEPT)


def install_error_pages(app: Flask) -> None:
    """Let the app answer errors with a sentence, and set security headers that are not set yet."""
    for status in PROBLEMS:
        app.register_error_handler(status, _render_problem)
    for error in DATABASE_ERRORS:
        app.register_error_handler(error, _render_problem)
    app.after_request(_set_security_headers)


def _render_problem(error: Exception) -> tuple[str, int]:
    # SQLAlchemy's errors have a `code` too, which is no HTTP status.
    status = 503 if isinstance(error, DATABASE_ERRORS) else getattr(error, "code", 500)
    if isinstance(request.routing_exception, SecurityError):
        sentence = UNTRUSTED_HOST if isinstance(error, SecurityError) else PROBLEMS[status]
        return render_template("workroom/foreign_name.html", sentence=sentence), status
    return render_template("workroom/problem.html", sentence=PROBLEMS[status]), status


def _set_security_headers(response: Response) -> Response:
    response.headers.setdefault(
        "Content-Security-Policy", "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
