"""The views of the corrections: the list, and what is applied or dismissed of it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import ReconnectNeeded
from workroom_harvest.web.correction_form import chosen_corrections
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.notices import add_notice, take_notices
from workroom_harvest.web.presenters import corrections as words
from workroom_harvest.web.presenters import notices, unknown_owners
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.queries import after_id
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import json_answer, to_run, to_settings, wants_json
from workroom_harvest.web.words import say

PAGE_SIZE = 100


def corrections() -> ResponseReturnValue:
    """Return what Workroom has, and what it would have, of entries that differ."""
    member, after = viewer(), after_id(request.args)
    page = use_cases().list_corrections(member.studio_id, PAGE_SIZE, after)
    following = (
        url_for("workroom_harvest.corrections", after=page.following) if page.following else None
    )
    if wants_json():
        return json_answer(
            {
                "corrections": [words.as_json(one) for one in page.corrections],
                "total": page.total,
                "next": following,
            }
        )
    return render_template(
        "workroom_harvest/corrections.html",
        rows=[words.row(one) for one in page.corrections],
        columns=words.columns(),
        heading=words.heading(page.total),
        counts=[words.counted(kind, number) for kind, number in page.counts.items()],
        unknown=unknown_owners.rows(page.unknown_owners),
        unknown_heading=unknown_owners.heading(page.unknown_owners),
        may_all=any(not kind.is_chosen_by_name for kind in page.counts),
        is_offered=page.is_offered,
        chosen_all=request.args.get("choose") == "all",
        choose_all=url_for("workroom_harvest.corrections", after=after or None, choose="all"),
        choose_none=url_for("workroom_harvest.corrections", after=after or None),
        first=url_for("workroom_harvest.corrections") if after else None,
        next=following,
        notices=take_notices(),
        csrf_form=PlainForm(),
    )


def apply() -> ResponseReturnValue:
    """Let a run apply what was chosen, and redirect to it, or to the one that is under way."""
    member = use_cases().check_access()
    PlainForm().require_token()
    chosen = chosen_corrections(request.form)
    try:
        requested = use_cases().request_corrections(
            member.studio_id, member.id, chosen.entry_ids, chosen.shown
        )
    except ReconnectNeeded as error:
        add_notice(error_sentence(error), kind="problem")
        return to_settings()
    return to_run(requested)


def dismiss() -> ResponseReturnValue:
    """Dismiss what was chosen, and return to the list."""
    member = use_cases().check_access()
    PlainForm().require_token()
    chosen = chosen_corrections(request.form)
    use_cases().dismiss_corrections(member.studio_id, member.id, chosen.entry_ids, chosen.shown)
    add_notice(say(notices.DISMISSED))
    return redirect(url_for("workroom_harvest.corrections"), 303)
