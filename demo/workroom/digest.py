"""The digest of a week of imports, for a cron job on Mondays."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, func, select

from demo.workroom.mails import count, send
from demo.workroom.models import HarvestImport, Mail, db


def send_digests(today: date) -> int:
    """Mail each studio that imported in the week before that of `today`; return how many.

    A week is told once, and what came before it is not kept any longer.
    """
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(days=7)
    kept = HarvestImport
    week = (
        select(kept.studio_id, func.count(), func.sum(kept.imported))
        .where(
            kept.ended_at >= datetime.combine(first, time()),
            kept.ended_at < datetime.combine(monday, time()),
        )
        .group_by(kept.studio_id)
        .order_by(kept.studio_id)
    )
    subject = f"Harvest in the week of {first}"
    sent = 0
    for studio_id, imports, imported in db.session.execute(week).all():
        told = select(Mail.id).filter_by(studio_id=studio_id, subject=subject)
        if db.session.scalar(told) is None:
            send(str(studio_id), subject, _text(studio_id, imports, imported))
            sent += 1
    db.session.execute(delete(kept).where(kept.ended_at < datetime.combine(first, time())))
    db.session.commit()
    return sent


def _text(studio_id: int, imports: int, imported: int) -> str:
    newest = select(HarvestImport.left_out).filter_by(studio_id=studio_id)
    left_out = db.session.scalar(newest.order_by(HarvestImport.ended_at.desc()).limit(1))
    waits = (
        f"The last one left out {count(left_out, 'entry', 'entries')}: see which, and why."
        if left_out
        else "The last one left out nothing."
    )
    brought = count(imported, "entry", "entries")
    return f"{count(imports, 'import', 'imports')} brought in {brought}. {waits}"
