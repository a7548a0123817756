"""Recorded replies are read, and any other body raises `MalformedResponse` and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.harvest_json import AROUND, READERS, RECORDED, anything
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.ports.harvest import HarvestItem


@pytest.mark.parametrize("recording", ["02", "07", "20", "21"])
def test_recorded_replies_are_read(recording: str) -> None:
    """Replies that Harvest sent in 2019 and in 2024 are read."""
    (path,) = RECORDED.glob(f"{recording}_*.json")
    body = json.loads(path.read_text("utf-8"))["body"]
    if recording == "20":
        assert payloads.projects(json.dumps(body).encode()).items[0].detail == "Pepe"
    elif recording == "21":
        assert payloads.tasks(json.dumps(body).encode()).items == [HarvestItem(11351096, "Coding")]
    else:
        whole = body if "links" in body else {"time_entries": [body], **AROUND}
        read = payloads.entry_page(json.dumps(whole).encode()).read()
        assert len(read.entries) == 1
        assert read.unreadable == ()


def tamed(read: Any, body: bytes) -> None:
    """Read the body, and let nothing but `MalformedResponse` be raised."""
    try:
        read(body)
    except MalformedResponse:
        return


@pytest.mark.parametrize("read", READERS)
@given(body=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_malformed_response(read: Any, body: bytes) -> None:
    tamed(read, body)


@pytest.mark.parametrize("read", READERS)
@given(body=anything)
def test_no_json_raises_anything_but_malformed_response(read: Any, body: Any) -> None:
    tamed(read, json.dumps(body).encode())
