"""Workroom's own pages."""

from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue, RouteCallable
from sqlalchemy import func, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import SecurityError

from demo.workroom.models import ActivityType, Project, Timelog, db

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
FOREIGN_NAME = (
    "Workroom is not to be found under this name. Check the address; whoever runs Workroom has to "
    "name it in TRUSTED_HOSTS."
)
AWAY = (InterfaceError, OperationalError)
"""What SQLAlchemy raises while the database is away."""


def members_only(view: RouteCallable) -> RouteCallable:
    """Lead strangers to the sign-in, and back after it."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        if g.member is None:
            return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")), 303)
        return view(**arguments)

    return guarded


@blueprint.get("/")
@members_only
def home() -> ResponseReturnValue:
    """Where everything is."""
    mine = Timelog.studio_id == g.member.studio_id
    count = db.session.scalar(select(func.count()).select_from(Timelog).where(mine))
    return render_template("workroom/home.html", timelogs=count)


@blueprint.get("/projects")
@members_only
def projects() -> ResponseReturnValue:
    """The studio's projects."""
    mine = select(Project).filter_by(studio_id=g.member.studio_id).order_by(Project.name)
    return render_template("workroom/projects.html", projects=db.session.scalars(mine).all())


@blueprint.get("/activity-types")
@members_only
def activity_types() -> ResponseReturnValue:
    """The studio's activity types."""
    mine = select(ActivityType).filter_by(studio_id=g.member.studio_id).order_by(ActivityType.name)
    return render_template("workroom/activity_types.html", types=db.session.scalars(mine).all())


@blueprint.get("/timelogs")
@members_only
def timelogs() -> ResponseReturnValue:
    """The studio's timelogs with every field, newest day first, by the page."""
    mine = Timelog.studio_id == g.member.studio_id
    total = db.session.scalar(select(func.count()).select_from(Timelog).where(mine)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    found = (
        select(Timelog)
        .where(mine)
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
@members_only
def integrations() -> ResponseReturnValue:
    """Settings → Integrations."""
    return render_template("workroom/integrations.html")


@blueprint.get("/apps")
@members_only
def apps() -> ResponseReturnValue:
    """The App marketplace."""
    return render_template("workroom/apps.html")


def guard(app: Flask) -> None:
    """Error pages that say what to do next, and careful headers on what has none yet."""
    for status in PROBLEMS:
        app.register_error_handler(status, _explain)
    for error in AWAY:
        app.register_error_handler(error, _explain)
    app.after_request(_harden)


def _explain(error: Exception) -> tuple[str, int]:
    # SQLAlchemy's errors have a code too, of another kind.
    status = 503 if isinstance(error, AWAY) else getattr(error, "code", 500)
    if isinstance(request.routing_exception, SecurityError):
        sentence = FOREIGN_NAME if isinstance(error, SecurityError) else PROBLEMS[status]
        return render_template("workroom/foreign_name.html", sentence=sentence), status
    return render_template("workroom/problem.html", sentence=PROBLEMS[status]), status


def _harden(response: Response) -> Response:
    response.headers.setdefault(
        "Content-Security-Policy", "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
