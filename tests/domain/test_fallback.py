"""How the people whose entries fell back are gathered."""

from workroom_harvest.domain.fallback import MOST_PEOPLE, Cause, FellBack, merged

ANA = FellBack(1, "Ana", Cause.UNKNOWN, 2)
BEN = FellBack(2, "Ben", Cause.NO_MEMBER)
FIRST = tuple(FellBack(number, f"Person {number}", Cause.NO_MEMBER) for number in range(100))


def test_the_causes_are_stored_by_these_words() -> None:
    """The causes are stored by these words, which no later version may change."""
    assert [str(cause) for cause in Cause] == ["no member", "unknown", "others"]


def test_each_person_is_named_once_per_cause() -> None:
    """Each person is named once per cause, with all their entries, in the order they came."""
    moved = FellBack(1, "Ana", Cause.NO_MEMBER, 4)
    twice = FellBack(1, "Ana", Cause.UNKNOWN, 5)
    assert merged((ANA, BEN), (FellBack(1, "Ana", Cause.UNKNOWN, 3), moved)) == (twice, BEN, moved)


def test_who_comes_after_the_first_hundred_is_counted_without_a_name() -> None:
    """A hundred people are named, and the entries of everybody after them are counted together."""
    assert len(FIRST) == MOST_PEOPLE
    assert merged(FIRST, ()) == FIRST
    later = (FellBack(1000, "Zoe", Cause.UNKNOWN, 3), FellBack(1001, "Yan", Cause.NO_MEMBER, 4))
    others = FellBack(None, "", Cause.OTHERS, 7)
    assert merged(FIRST, later) == (*FIRST, others)
    assert merged(merged(FIRST, later[:1]), later[1:]) == (*FIRST, others)


def test_one_of_the_first_hundred_stays_named() -> None:
    """One of the first hundred keeps their name when more entries of theirs come."""
    again = FellBack(0, "Person 0", Cause.NO_MEMBER, 5)
    found = merged(FIRST, (again,))
    assert found == (FellBack(0, "Person 0", Cause.NO_MEMBER, 6), *FIRST[1:])
