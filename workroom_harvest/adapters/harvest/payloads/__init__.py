"""Harvest's JSON: the only package that knows its field names.

Sources: https://help.getharvest.com/api-v2/ and recorded replies. Ids of time entries are past
32 bits (2380504951 in May 2024), `notes` is null or empty at times, hours have two decimals.
Bytes come in, our own values go out; what no database takes alike (NUL, lone surrogates, numbers
past 64 bits, NaN) is settled here.
"""

from workroom_harvest.adapters.harvest.payloads.accounts import accounts as accounts
from workroom_harvest.adapters.harvest.payloads.entries import entry_page as entry_page
from workroom_harvest.adapters.harvest.payloads.lists import Part as Part
from workroom_harvest.adapters.harvest.payloads.lists import assignments as assignments
from workroom_harvest.adapters.harvest.payloads.lists import projects as projects
from workroom_harvest.adapters.harvest.payloads.lists import tasks as tasks
from workroom_harvest.adapters.harvest.payloads.lists import users as users
from workroom_harvest.adapters.harvest.payloads.roles import sight as sight
from workroom_harvest.adapters.harvest.payloads.text import name as name
