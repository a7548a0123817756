"""The sentences about what the plugin stands on: Harvest, the host, the database and Redis.

Those of their health checks are among them.
"""

from collections.abc import Mapping

from workroom_harvest.domain.messages import Code

LATER = "Try again in a few minutes."
HOST_STOPPED = (
    "It was stopped there, and what is counted as done stays. Trying again does not help: "
    "tell whoever runs Workroom."
)

FAULTS: Mapping[Code, str] = {
    Code.HARVEST_TIMEOUT: f"Harvest did not answer in time. {LATER}",
    Code.HARVEST_UNREACHABLE: f"Harvest could not be reached. {LATER}",
    Code.HARVEST_RATE_LIMITED: f"Harvest's limit of requests is reached. {LATER}",
    Code.HARVEST_TOO_MANY_REQUESTS: f"Harvest asks to wait: too many requests (429). {LATER}",
    Code.HARVEST_SERVER_ERROR: f"Harvest has a problem ({{status}}). {LATER}",
    Code.HARVEST_INTERCEPTED: (
        f"Something between Workroom and Harvest answered in Harvest's place ({{status}}). {LATER}"
    ),
    Code.HARVEST_UNKNOWN_REFUSAL: (
        "Something between Workroom and Harvest answered in Harvest's place (an unknown refusal). "
        f"{LATER}"
    ),
    Code.HARVEST_MALFORMED: (
        "What came back from Harvest's address cannot be read as its answer. Something between "
        f"Workroom and Harvest may have answered instead. {LATER}"
    ),
    Code.HARVEST_NEXT_PAGE_ELSEWHERE: "Harvest's next page leads elsewhere. It was not followed.",
    Code.HARVEST_ENTRIES_WITHHELD: f"Harvest announced entries and sent none. {LATER}",
    Code.HARVEST_ENTRIES_CUT_SHORT: (
        "Harvest ended its list of entries before all that it announced."
    ),
    Code.HARVEST_ENTRIES_ENDLESS: "Harvest's list of entries does not end.",
    Code.HARVEST_ENTRIES_LOOP: "Harvest's list of entries leads back to the same page.",
    Code.HARVEST_LIST_ENDLESS: "Harvest's list of {list} does not end.",
    Code.HARVEST_LIST_INCOMPLETE: f"Harvest announced more {{list}} than it listed. {LATER}",
    Code.HARVEST_LIST_SLOW: f"Harvest takes too long to list what it has. {LATER}",
    Code.HARVEST_WITHOUT_USERS: f"Harvest listed no user at all. {LATER}",
    Code.HARVEST_REQUEST_REJECTED: (
        "Harvest refused the request ({status}). Check that the Harvest user who connected may "
        "still see the account's time entries."
    ),
    Code.HARVEST_TOKEN_REFUSED: "Harvest no longer accepts the access token.",
    Code.HARVEST_NEW_TOKEN_REFUSED: (
        "Harvest refuses the access token that it has just issued. Try again in a few minutes; "
        "if it persists, contact support."
    ),
    Code.HARVEST_TOKENS_NOT_REFRESHED: f"The tokens could not be refreshed. {LATER}",
    Code.HARVEST_GRANT_UNKNOWN: "Harvest does not know this grant.",
    Code.HARVEST_APP_REFUSED: (
        "Harvest refused to issue tokens ({error}). "
        "If this persists, check HARVEST_CLIENT_ID and HARVEST_CLIENT_SECRET."
    ),
    Code.HOST_DID_NOT_COUNT: (
        f"Workroom's own {{method}} did not say how many timelogs it handled. {HOST_STOPPED}"
    ),
    Code.HOST_COUNTED_ODDLY: (
        "Workroom's own {method} answered something else than how many timelogs it handled. "
        f"{HOST_STOPPED}"
    ),
    Code.HOST_COUNT_DIFFERS: (
        "Workroom's own {method} was given {asked:# timelog|# timelogs} and says that it handled "
        "{added}. "
        f"{HOST_STOPPED}"
    ),
    Code.HOST_COMMITTED: (
        f"Workroom's own {{method}} committed, which is the plugin's to do. {HOST_STOPPED}"
    ),
    Code.HOST_ENDED_TRANSACTION: (
        "Workroom's own {method} ended the transaction that it writes in, or left a savepoint of "
        f"its own open. {HOST_STOPPED}"
    ),
    Code.HOST_SWALLOWED_ERROR: (
        "Workroom's own {method} went on after a statement of its own had failed, and with it all "
        f"that it had written. {HOST_STOPPED}"
    ),
    Code.HOST_WROTE_TOO_FEW: (
        "Workroom's own {method} wrote fewer timelogs into the plugin's transaction than it said "
        f"that it handled. {HOST_STOPPED}"
    ),
    Code.HOST_FOUND_OTHERS: (
        "Workroom's own {method} found something else than the timelogs that it was asked for. "
        f"{HOST_STOPPED}"
    ),
    Code.HOST_ANSWERS_ODDLY: "{method} answers something else than it should",
    Code.HOST_FAILS: "{method} fails with {error}",
    Code.STORE_UNAVAILABLE: (
        "The database does not answer. What was imported stays. Try again in a few minutes."
    ),
    Code.STORE_BUSY: (
        "Somebody else is still changing the same data. Nothing was changed here. "
        "Try again in a few minutes."
    ),
    Code.STORE_UNPREPARED: (
        "Tables or columns are missing in the database. "
        "Ask whoever runs Workroom to run the migrations: upgrade heads."
    ),
    Code.QUEUE_UNAVAILABLE: (
        "Redis does not answer. The import is kept and starts when Redis is back."
    ),
    Code.REDIS_NOT_THERE: (
        "Redis does not answer at HARVEST_REDIS_URL. Start it, then start this again."
    ),
    Code.REDIS_SILENT: (
        "Redis does not answer. Check HARVEST_REDIS_URL, and that the server is up."
    ),
    Code.REDIS_UNVERIFIED: (
        "The certificate of Redis could not be verified. Check the name in HARVEST_REDIS_URL, and "
        "that this machine trusts whoever signed it (ssl_ca_certs)."
    ),
    Code.REDIS_SIGN_IN: "Redis wants another user name or password. Check HARVEST_REDIS_URL.",
    Code.REDIS_PERMISSION: (
        "Redis does not let the user of HARVEST_REDIS_URL do what a queue needs. Allow that user "
        "to read and write the keys rq:* and workroom-harvest:*."
    ),
    Code.REDIS_READ_ONLY: (
        "Redis refuses writes: it is a read-only replica. Let HARVEST_REDIS_URL lead to the "
        "primary."
    ),
    Code.REDIS_FULL: (
        "Redis refuses writes: its memory is full. Free some, or raise its maxmemory."
    ),
    Code.REDIS_WITHOUT_DISK: (
        "Redis refuses writes: it cannot save to its disk. Look into its log."
    ),
    Code.REDIS_WITHOUT_REPLICAS: (
        "Redis refuses writes: too few replicas are connected to it. Look after those."
    ),
    Code.REDIS_REFUSES: (
        "Redis refuses what it is asked. Look into its log, and check HARVEST_REDIS_URL."
    ),
    Code.CHECK_SETTINGS_COMPLETE: "complete",
    Code.CHECK_DATABASE_SILENT: (
        "the database does not answer. Check its address, and that the server is up."
    ),
    Code.CHECK_TABLES_THERE: "tables are there",
    Code.CHECK_TABLES_MISSING: (
        "tables or columns are missing. Run the migrations: upgrade heads."
    ),
    Code.CHECK_WITHOUT_STUDIO: "no studio is connected that it could be asked for",
    Code.CHECK_HOST_ANSWERS: (
        "answers for studio {studio}; Timelogs.add_many is tried by an import only"
    ),
    Code.CHECK_NOT_CORRECTABLE: (
        "its Timelogs has no find_many, change_many and remove_many, so corrections, undo and "
        "bringing back what was deleted are not offered"
    ),
    Code.CHECK_WORKERS_ALIVE: "{count} alive, and Redis answers",
    Code.CHECK_WITHOUT_WORKER: "none alive. Start one: flask harvest worker",
    Code.CHECK_SCHEDULER_ALIVE: "alive, next tick {due}",
    Code.CHECK_WITHOUT_SCHEDULER: "none alive. Start one: flask harvest scheduler",
    Code.CHECK_ANSWERS: "answers",
    Code.CHECK_SILENT: "does not answer. Check its address and the network.",
    Code.CHECK_SOMEBODY_ELSE: (
        "something answers, but not as Harvest does. Check its address, and what stands in "
        "between: a proxy, a sign-in page of the network, a page about maintenance."
    ),
    Code.CHECK_UNVERIFIED: (
        "its certificate could not be verified, so nothing is sent there. Check its address, this "
        "machine's clock and the certificates that it trusts, and who stands in between."
    ),
}
