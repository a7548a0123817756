"""The base class of every error that the plugin raises on purpose."""

from typing import ClassVar

from workroom_harvest.domain.messages import Code, Datum, Message


class HarvestImportError(Exception):
    """The base class of every error that the plugin raises on purpose.

    `code` may be left out where the class has only one; `data` are the values that the message's
    sentence needs. `detail` is the resulting `Message`.
    """

    only_code: ClassVar[Code]

    def __init__(self, code: Code | None = None, /, **data: Datum) -> None:
        self.detail = Message(code or self.only_code, data)
        super().__init__(str(self))

    def __str__(self) -> str:
        return str(self.detail)
