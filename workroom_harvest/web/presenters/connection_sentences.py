"""The sentences about connecting to Harvest, the grant, and the account."""

from collections.abc import Mapping

from workroom_harvest.domain.messages import Code
from workroom_harvest.web.words import N_

CONNECTION: Mapping[Code, str] = {
    Code.NOT_CONNECTED: N_("Harvest is not connected. Connect Harvest first."),
    Code.CONNECTION_CHANGED: N_(
        "Another Harvest account was connected meanwhile, so nothing was saved. Its projects and "
        "tasks are others: reload the page and map those."
    ),
    Code.NOTHING_TO_CONFIRM: N_(
        "There is no other Harvest account to take any more: the ten minutes are over, it was "
        "answered, somebody changed the connection meanwhile, or it was begun in another "
        "browser. Nothing was changed. To be asked again, connect that account again."
    ),
    Code.ANOTHER_QUESTION: N_(
        "Meanwhile you chose yet another Harvest account in another window. Nothing was changed. "
        "Go back, and read what is asked now."
    ),
    Code.GRANT_REVOKED: N_("Harvest no longer accepts the connection. Reconnect to go on."),
    Code.TOKENS_MISSING: N_("Harvest's tokens are missing here. Reconnect to go on."),
    Code.TOKENS_UNREADABLE: N_(
        "The stored Harvest tokens cannot be opened. Check HARVEST_TOKEN_KEYS; if a key was "
        "lost, disconnect and connect again."
    ),
    Code.AUTHORIZATION_NOT_OURS: N_(
        "This answer from Harvest does not belong to a connection that you started here, or it "
        "is too old. Nothing was stored."
    ),
    Code.AUTHORIZATION_UNMARKED: N_(
        "No new connection: this answer names an error, and does not say whether it belongs to a "
        "connection that you started here. Nothing was stored."
    ),
    Code.AUTHORIZATION_DENIED: N_(
        "No new connection: access was denied there. Nothing was stored."
    ),
    Code.AUTHORIZATION_APP_REFUSED: N_(
        "Harvest did not take Workroom's request ({error}). Nothing was stored. If it happens "
        "again, tell whoever runs Workroom: HARVEST_CLIENT_ID and the app that is registered at "
        "Harvest have to fit together."
    ),
    Code.AUTHORIZATION_REQUEST_REFUSED: N_(
        "Harvest did not take Workroom's request ({error}). Nothing was stored. If it happens "
        "again, tell whoever runs Workroom: its log and the Harvest plugin's version are what "
        "support needs."
    ),
    Code.AUTHORIZATION_TEMPORARY: N_(
        "Harvest has a problem just now ({error}). Nothing was stored. Wait a few minutes first."
    ),
    Code.AUTHORIZATION_UNKNOWN: N_(
        "Harvest sent you back with an error that Workroom does not know. Nothing was stored. If "
        "it happens again, tell whoever runs Workroom."
    ),
    Code.AUTHORIZATION_WITHOUT_CODE: N_(
        "Harvest sent you back without a code. Nothing was stored."
    ),
    Code.AUTHORIZATION_CODE_REFUSED: N_("Harvest did not accept the code. Nothing was stored."),
    Code.NO_HARVEST_ACCOUNT: N_(
        "Your Harvest sign-in has no Harvest account that it may open. Nothing was stored. Ask "
        "the administrator of your Harvest account for access first."
    ),
    Code.SEVERAL_HARVEST_ACCOUNTS: N_(
        "Harvest opened several accounts: {names}. Nothing was stored. Choose a single account "
        "on Harvest's screen."
    ),
    Code.DISCONNECTED: N_("Harvest was disconnected."),
    Code.OTHER_ACCOUNT_CONNECTED: N_("Another Harvest account was connected."),
}
