"""How the vendor refuses what it does not take: a status, and its own words."""


class Refusal(Exception):
    """The vendor's answer to what it does not take."""

    def __init__(self, status: int, detail: object) -> None:
        super().__init__(str(detail))
        self.status, self.detail = status, detail


def wrong(message: str, *where: str, kind: str = "value_error") -> Refusal:
    """A member of the body that is not as it has to be."""
    return Refusal(422, [{"loc": ["body", *where], "msg": message, "type": kind}])
