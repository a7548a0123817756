"""Who connected with a Harvest user that may see little."""

from datetime import date

from tests.support.studio import Studio, text_of


def test_a_members_token_maps_what_it_sees_and_the_result_says_who_owns(
    elin: Studio, today: date
) -> None:
    """The table is built from the Member-safe source; every entry goes to the designer."""
    page = text_of(elin.connect(user="Mira@Lindqvist.example").text)
    assert "the list may be incomplete" in page
    assert "Villa Sandhamn" in page
    elin.map()
    run = elin.import_days("2026-01-01", today)
    assert run["status"] == "finished"
    assert run["imported"] > 0
    assert "every entry went to the designer who connected" in run["remark"]
    assert {log.member.email for log in elin.timelogs()} == {"elin@lindqvist.example"}
