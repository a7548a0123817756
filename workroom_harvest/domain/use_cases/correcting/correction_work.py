"""What a page of corrections does to timelogs."""

from dataclasses import dataclass, field, replace

from workroom_harvest.domain.correction import (
    Correct,
    CorrectionKind,
    Leave,
    as_written,
    corrected,
    protected,
)
from workroom_harvest.domain.entries import NO_STATUS, FoundTimelog, NewTimelog
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.use_cases.correcting.decide_corrections import (
    DecidedCorrection,
    DecidedCorrections,
)


@dataclass
class CorrectionWork:
    """What a page's corrections do to timelogs, and which of them are left, with the reasons.

    `changes`, `additions` are by entry id, with the timelogs as they are to be. `unaltered` are
    those of the changes whose timelogs have these values already.
    """

    changes: dict[int, NewTimelog] = field(default_factory=dict)
    additions: dict[int, NewTimelog] = field(default_factory=dict)
    removals: list[int] = field(default_factory=list)
    unaltered: set[int] = field(default_factory=set)
    left: dict[int, Leave] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)

    def sort(
        self,
        one: DecidedCorrection,
        found: FoundTimelog | None,
        decided: DecidedCorrections,
    ) -> None:
        """Note what is to be done about a correction that Harvest and the mappings allow.

        `found` is what stands in Workroom now, or None.
        """
        number, kind = one.chosen.entry_id, one.chosen.kind
        assert one.differing is not None, "something differs"  # noqa: S101 because that is for ourselves
        assert isinstance(one.outcome, Correct), "it is to be applied"  # noqa: S101 because that is for ourselves
        why = protected(one.differing, found, decided.source.keyed_hash)
        if why is not None:
            self.left[number] = why
        elif kind is CorrectionKind.GONE:
            self.removals.append(number)
        else:
            log = corrected(kind, one.outcome, found, decided.mappings)
            (self.additions if found is None else self.changes)[number] = log
            if found is not None and replace(log, status=NO_STATUS) == as_written(found):
                self.unaltered.add(number)
