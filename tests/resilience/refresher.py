"""A process that calls Harvest each time it is told to: `python -m tests.resilience.refresher`.

Reads a studio's id and a line per round from its input, and answers each with `ok` or the error.
"""

import json
import os
import sys

from demo.workroom import create_app
from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import HarvestImportError

app = create_app(json.loads(os.environ["REFRESHER_CONFIG"]))
print("ready", flush=True)
account_id = sys.stdin.readline().strip()
for _ in sys.stdin:
    with app.app_context():
        try:
            use_cases().show_mappings(account_id)
            print("ok", flush=True)
        except HarvestImportError as error:
            print(f"{type(error).__name__}: {error}", flush=True)
