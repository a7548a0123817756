"""A local Harvest: its consent screen, its tokens and its API, for demos, tests and benchmarks.

Built from Harvest's documentation (https://help.getharvest.com/api-v2/) and from recorded replies;
what those leave open is an option. It refuses what Harvest refuses, and misbehaves on request.
"""

from demo.harvest.app import create_harvest
from demo.harvest.config import HarvestConfig
from demo.harvest.faults import Fault
from demo.harvest.world import World

__all__ = ["Fault", "HarvestConfig", "World", "create_harvest"]
