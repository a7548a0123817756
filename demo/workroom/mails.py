"""Mails about Harvest to the Admins and the Designer of a studio, made of the plugin's signals.

No mail leaves this demo: each is a line of the log, and stands on the page `/mails`. The last
`MOST_KEPT` of a studio are kept.
"""

from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, select

from demo.workroom.models import HarvestImport, Mail, Member, db
from workroom_harvest import signals

MOST_KEPT = 100
"""How many mails of a studio are kept."""

ROLES = ("admin", "designer")
"""The roles of the people to whom mails about Harvest go."""

CONNECTED = {
    "new": "connected Harvest. Map its projects and tasks, then import.",
    "same account": "connected Harvest again. Mappings and history are as they were.",
    "other account": "connected another Harvest account, so the mappings were cleared.",
}


def listen(app: Flask) -> None:
    """Send mails about what happens in this app."""
    for signal, receiver in (
        (signals.connected, tell_connected),
        (signals.reconnect_needed, tell_reconnect_needed),
        (signals.well_again, tell_well_again),
        (signals.run_finished, note_import),
        (signals.run_failed, tell_run_failed),
        (signals.attention_needed, tell_attention_needed),
    ):
        signal.connect(receiver, sender=app)


def tell_connected(
    _: Flask,
    *,
    studio_id: str,
    member_id: str,
    change: str,
    instead_of: str | None = None,
    **__: Any,
) -> None:
    """Say who connected Harvest, and who gave way, since the connection is the whole studio's."""
    who = _name(member_id) or "Somebody"
    text = f"{who} {CONNECTED[change]}"
    if instead_of is not None:
        former = _name(instead_of) or "somebody who is no longer here"
        text += (
            f" Until then {former} was connected. From now on entries of people whom Workroom does "
            f"not know become timelogs of {who}."
        )
    send(studio_id, "Harvest was connected", text)


def tell_reconnect_needed(_: Flask, *, studio_id: str, sentence: str, **__: Any) -> None:
    """Say that somebody has to connect again."""
    text = f"{sentence} Until then nothing is imported."
    send(studio_id, "Harvest has to be connected again", text)


def tell_well_again(_: Flask, *, studio_id: str, after: str, **__: Any) -> None:
    """Say that there is nothing to worry about any more."""
    text = {
        "reconnect needed": "Harvest is connected again, and imports go on.",
        "night failed": "Last night's import from Harvest went well again.",
    }
    send(studio_id, "Harvest is well again", text[after])


def tell_run_failed(
    _: Flask, *, studio_id: str, night: date, imported: int, sentence: str, **__: Any
) -> None:
    """Say that a night failed, and that further ones are not told."""
    text = (
        f"The import of the night of {night} failed after {entries(imported)}: {sentence} "
        "You are told again when a night goes well, and not of each that fails."
    )
    send(studio_id, "The nightly import from Harvest failed", text)


def tell_attention_needed(_: Flask, *, studio_id: str, items: int, entries: int, **__: Any) -> None:
    """Say that something is to be done, and about how many entries."""
    text = (
        f"There is something to do for Harvest: {count(items, 'thing', 'things')}, about "
        f"{count(entries, 'entry', 'entries')}. The page lists what it is, such as a project that "
        "is to be mapped, or to be left out on purpose."
    )
    send(studio_id, "Harvest entries wait for somebody", text)


def note_import(
    _: Flask, *, studio_id: str, run_id: str, imported: int, skipped: dict[str, int], **__: Any
) -> None:
    """Keep what an import came to for Monday's digest; a night without any entry is not kept."""
    left_out = sum(skipped.values()) - skipped.get("already_imported", 0)
    if not imported and not left_out:
        return
    found = HarvestImport(
        run_id=run_id, studio_id=int(studio_id), imported=imported, left_out=left_out
    )
    # A run that somebody lets go on ends a second time.
    db.session.merge(found)
    db.session.commit()


def send(studio_id: str, subject: str, text: str) -> None:
    """Mail the Admins and the Designer of a studio, with the address of the page below the text."""
    managers = select(Member.email).where(
        Member.studio_id == int(studio_id), Member.is_active, Member.role.in_(ROLES)
    )
    recipients = ", ".join(db.session.scalars(managers.order_by(Member.email)))
    mail = Mail(
        studio_id=int(studio_id),
        recipients=recipients,
        subject=subject,
        body=f"{text}\n\n{page_address()}",
    )
    db.session.add(mail)
    db.session.flush()
    mine = select(Mail.id).where(Mail.studio_id == mail.studio_id).order_by(Mail.id.desc())
    kept = mine.limit(MOST_KEPT).subquery()
    old = Mail.id.not_in(select(kept.c.id))
    db.session.execute(delete(Mail).where(Mail.studio_id == mail.studio_id, old))
    db.session.commit()
    current_app.logger.info("mail to %s: %s", recipients or "nobody", subject)


def page_address() -> str:
    """Return the address of the Harvest page, which a worker has no request to tell."""
    path = current_app.url_map.bind("").build("workroom_harvest.settings")
    return f"{current_app.config['WORKROOM_URL'].rstrip('/')}{path}"


def _name(member_id: str) -> str | None:
    member = db.session.get(Member, int(member_id))
    return member.name if member else None


def entries(number: int) -> str:
    """Return how many entries were imported."""
    return f"{count(number, 'entry', 'entries')} imported"


def count(number: int, one: str, many: str) -> str:
    """Return the number with its noun."""
    return f"{number} {one if number == 1 else many}"
