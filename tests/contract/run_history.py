"""What the use cases rely on in `Runs` for the history of a studio, and for runs that go on."""

import pytest

from tests.contract.stored import LATER, STUDIO, add
from tests.support.factories import NOON, run
from workroom_harvest.domain.continuing import continued
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.skipped import PageResult


class RunHistoryContract:
    """Runs that are over are listed, and may hold their studio again."""

    def test_a_run_that_goes_on_holds_its_studio_again(
        self, store: Store, refusal: type[Exception]
    ) -> None:
        """A run that is continued is the studio's live one, unless there is another, at its page.

        One that was stopped keeps its page, too.
        """
        half = run().start(NOON).add(PageResult(1, ()), cursor="next")
        add(store, half)
        with store.transaction() as tx:
            tx.runs.stop(STUDIO, Message(Code.DISCONNECTED), LATER)
            found = tx.runs.by_id(half.id)
            assert found is not None
            assert found.progress == half.progress
            tx.runs.save(continued(found, LATER))
            assert tx.runs.live(STUDIO) == continued(found, LATER)
            assert not tx.runs.add(run())
            tx.runs.save(found)
            tx.runs.add(run())
            tx.commit()
        with pytest.raises(refusal), store.transaction() as tx:
            tx.runs.save(continued(found, LATER))
