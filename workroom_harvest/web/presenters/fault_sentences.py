"""The sentences about what the plugin stands on: Harvest, the host, the database and Redis.

Those of their health checks are among them. `next_steps.py` has what to do, where that follows.
"""

from collections.abc import Mapping

from workroom_harvest.domain.messages import Code
from workroom_harvest.web.words import N_

FAULTS: Mapping[Code, str] = {
    Code.HARVEST_TIMEOUT: N_("Harvest did not answer in time."),
    Code.HARVEST_UNREACHABLE: N_("Harvest could not be reached."),
    Code.HARVEST_RATE_LIMITED: N_("Harvest's limit of requests is reached."),
    Code.HARVEST_TOO_MANY_REQUESTS: N_("Harvest asks to wait: too many requests (429)."),
    Code.HARVEST_SERVER_ERROR: N_("Harvest has a problem ({status})."),
    Code.HARVEST_INTERCEPTED: N_(
        "Something between Workroom and Harvest answered in Harvest's place ({status})."
    ),
    Code.HARVEST_UNKNOWN_REFUSAL: N_(
        "Something between Workroom and Harvest answered in Harvest's place (an unknown refusal)."
    ),
    Code.HARVEST_MALFORMED: N_(
        "What came back from Harvest's address cannot be read as its answer. Something between "
        "Workroom and Harvest may have answered instead."
    ),
    Code.HARVEST_NEXT_PAGE_ELSEWHERE: N_(
        "Harvest's next page leads elsewhere. It was not followed."
    ),
    Code.HARVEST_ENTRIES_WITHHELD: N_("Harvest announced entries and sent none."),
    Code.HARVEST_ENTRIES_CUT_SHORT: N_(
        "Harvest ended its list of entries before all that it announced."
    ),
    Code.HARVEST_ENTRIES_ENDLESS: N_("Harvest's list of entries does not end."),
    Code.HARVEST_ENTRIES_LOOP: N_("Harvest's list of entries leads back to the same page."),
    Code.HARVEST_LIST_ENDLESS: N_("Harvest's list “{list}” does not end."),
    Code.HARVEST_LIST_INCOMPLETE: N_("Harvest announced more than it listed of “{list}”."),
    Code.HARVEST_LIST_SLOW: N_("Harvest takes too long to list what it has."),
    Code.HARVEST_WITHOUT_USERS: N_("Harvest listed no user at all."),
    Code.HARVEST_REQUEST_REJECTED: N_(
        "Harvest refused the request ({status}). Check that the Harvest user who connected may "
        "still see the account's time entries."
    ),
    Code.HARVEST_TOKEN_REFUSED: N_("Harvest no longer accepts the access token."),
    Code.HARVEST_NEW_TOKEN_REFUSED: N_("Harvest refuses the access token that it has just issued."),
    Code.HARVEST_TOKENS_NOT_REFRESHED: N_("The tokens could not be refreshed."),
    Code.HARVEST_GRANT_UNKNOWN: N_("Harvest does not know this grant."),
    Code.HARVEST_APP_REFUSED: N_(
        "Harvest refused to issue tokens ({error}). If this persists, check HARVEST_CLIENT_ID "
        "and HARVEST_CLIENT_SECRET."
    ),
    Code.HOST_DID_NOT_COUNT: N_(
        "Workroom's own {method} did not say how many timelogs it handled."
    ),
    Code.HOST_COUNTED_ODDLY: N_(
        "Workroom's own {method} answered something else than how many timelogs it handled."
    ),
    Code.HOST_COUNT_DIFFERS: N_(
        "Workroom's own {method} was given {asked:# timelog|# timelogs} and says that it handled "
        "{added}."
    ),
    Code.HOST_COMMITTED: N_("Workroom's own {method} committed, which is the plugin's to do."),
    Code.HOST_ENDED_TRANSACTION: N_(
        "Workroom's own {method} ended the transaction that it writes in, or left a savepoint of "
        "its own open."
    ),
    Code.HOST_SWALLOWED_ERROR: N_(
        "Workroom's own {method} went on after a statement of its own had failed, and with it "
        "all that it had written."
    ),
    Code.HOST_WROTE_TOO_FEW: N_(
        "Workroom's own {method} wrote fewer timelogs into the plugin's transaction than it said "
        "that it handled."
    ),
    Code.HOST_FOUND_OTHERS: N_(
        "Workroom's own {method} found something else than the timelogs that it was asked for."
    ),
    Code.HOST_ANSWERS_ODDLY: N_("{method} answers something else than it should"),
    Code.HOST_FAILS: N_("{method} fails with {error}"),
    Code.STORE_UNAVAILABLE: N_("The database does not answer. What was imported stays."),
    Code.STORE_BUSY: N_("Somebody else is still changing the same data. Nothing was changed here."),
    Code.STORE_UNPREPARED: N_(
        "Tables or columns are missing in the database. Ask whoever runs Workroom to run the "
        "migrations: upgrade heads."
    ),
    Code.QUEUE_UNAVAILABLE: N_(
        "Redis does not answer. The import is kept and starts when Redis is back."
    ),
    Code.REDIS_NOT_THERE: N_(
        "Redis does not answer at HARVEST_REDIS_URL. Start it, then start this again."
    ),
    Code.REDIS_SILENT: N_(
        "Redis does not answer. Check HARVEST_REDIS_URL, and that the server is up."
    ),
    Code.REDIS_UNVERIFIED: N_(
        "The certificate of Redis could not be verified. Check the name in HARVEST_REDIS_URL, "
        "and that this machine trusts whoever signed it (ssl_ca_certs)."
    ),
    Code.REDIS_SIGN_IN: N_("Redis wants another user name or password. Check HARVEST_REDIS_URL."),
    Code.REDIS_PERMISSION: N_(
        "Redis does not let the user of HARVEST_REDIS_URL do what a queue needs. Allow that user "
        "to read and write the keys rq:* and workroom-harvest:*."
    ),
    Code.REDIS_READ_ONLY: N_(
        "Redis refuses writes: it is a read-only replica. Let HARVEST_REDIS_URL lead to the "
        "primary."
    ),
    Code.REDIS_FULL: N_(
        "Redis refuses writes: its memory is full. Free some, or raise its maxmemory."
    ),
    Code.REDIS_WITHOUT_DISK: N_(
        "Redis refuses writes: it cannot save to its disk. Look into its log."
    ),
    Code.REDIS_WITHOUT_REPLICAS: N_(
        "Redis refuses writes: too few replicas are connected to it. Look after those."
    ),
    Code.REDIS_REFUSES: N_(
        "Redis refuses what it is asked. Look into its log, and check HARVEST_REDIS_URL."
    ),
    Code.CHECK_SETTINGS_COMPLETE: N_("complete"),
    Code.CHECK_DATABASE_SILENT: N_(
        "the database does not answer. Check its address, and that the server is up."
    ),
    Code.CHECK_TABLES_THERE: N_("tables are there"),
    Code.CHECK_TABLES_MISSING: N_(
        "tables or columns are missing. Run the migrations: upgrade heads."
    ),
    Code.CHECK_WITHOUT_STUDIO: N_("no studio is connected that it could be asked for"),
    Code.CHECK_HOST_ANSWERS: N_(
        "answers for studio {studio}; Timelogs.add_many is tried by an import only"
    ),
    Code.CHECK_NOT_CORRECTABLE: N_(
        "its Timelogs has no find_many, change_many and remove_many, so corrections, undo and "
        "bringing back what was deleted are not offered"
    ),
    Code.CHECK_WORKERS_ALIVE: N_("{count} alive, and Redis answers"),
    Code.CHECK_WITHOUT_WORKER: N_("none alive. Start one: flask harvest worker"),
    Code.CHECK_SCHEDULER_ALIVE: N_("alive, next tick {due}"),
    Code.CHECK_WITHOUT_SCHEDULER: N_("none alive. Start one: flask harvest scheduler"),
    Code.CHECK_ANSWERS: N_("answers"),
    Code.CHECK_SILENT: N_("does not answer. Check its address and the network."),
    Code.CHECK_SOMEBODY_ELSE: N_(
        "something answers, but not as Harvest does. Check its address, and what stands in "
        "between: a proxy, a sign-in page of the network, a page about maintenance."
    ),
    Code.CHECK_UNVERIFIED: N_(
        "its certificate could not be verified, so nothing is sent there. Check its address, "
        "this machine's clock and the certificates that it trusts, and who stands in between."
    ),
}
