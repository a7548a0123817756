"""What the pages make a browser load."""

from pathlib import Path

STATIC = Path(__file__).parents[2] / "workroom_harvest" / "web" / "static"
MOST_BYTES = 40_000


def test_the_script_and_the_stylesheet_stay_below_40_kb() -> None:
    """A page loads one script and one stylesheet, and they weigh less than 40 kB together."""
    sizes = {name: (STATIC / name).stat().st_size for name in ("harvest.js", "harvest.css")}
    assert sum(sizes.values()) < MOST_BYTES, sizes
