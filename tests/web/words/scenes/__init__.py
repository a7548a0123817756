"""What happens at a studio, so that its pages have everything to say that they can."""

from collections.abc import Callable, Mapping

from tests.web.words.listening import Listener
from tests.web.words.scenes.connecting import connecting, mapping, refused, the_person, trouble
from tests.web.words.scenes.importing import correcting, importing, nights, waiting

SCENES: Mapping[str, Callable[[Listener], None]] = {
    scene.__name__: scene
    for scene in (
        connecting,
        mapping,
        importing,
        waiting,
        correcting,
        nights,
        trouble,
        the_person,
        refused,
    )
}
