"""Harvest's JSON. This is the only package that knows its field names.

Sources: https://help.getharvest.com/api-v2/ and recorded replies. Ids of time entries exceed 32
bits (2380504951 in May 2024), `notes` may be null or empty, and hours have two decimals.

The functions take bytes and return the domain's values. What some database does not accept (NUL,
lone surrogates, numbers of more than 64 bits, NaN) is replaced or refused here.
"""

from workroom_harvest.adapters.harvest.payloads.accounts import accounts as accounts
from workroom_harvest.adapters.harvest.payloads.entries import entry as entry
from workroom_harvest.adapters.harvest.payloads.entries import entry_page as entry_page
from workroom_harvest.adapters.harvest.payloads.lists import Part as Part
from workroom_harvest.adapters.harvest.payloads.lists import assignments as assignments
from workroom_harvest.adapters.harvest.payloads.lists import projects as projects
from workroom_harvest.adapters.harvest.payloads.lists import tasks as tasks
from workroom_harvest.adapters.harvest.payloads.lists import users as users
from workroom_harvest.adapters.harvest.payloads.roles import sight as sight
from workroom_harvest.adapters.harvest.payloads.text import name as name
