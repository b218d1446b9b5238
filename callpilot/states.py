"""StateMachine: a table of moves, and one guarded UPDATE that makes them."""

from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q


class StateMachine(models.Model):
    """A model whose `status` changes only along the arrows of MOVES."""

    MOVES: ClassVar[dict[str, set[str]]] = {}
    pk: object
    status: object

    class Meta:
        abstract = True

    @classmethod
    def sources(cls, status: str) -> list[str]:
        """The statuses from which `status` can be reached in one move."""
        return [old for old, targets in cls.MOVES.items() if status in targets]

    def move(self, status: str, *, only_from: set[str] | None = None, **changes: object) -> bool:
        """Move to `status`; return whether it was this caller that moved it.

        The database decides: a late webhook, a repeated one or a second worker
        matches no row and gets False, so one caller alone acts on it.
        """
        sources = set(self.sources(status)) & (only_from or set(self.MOVES))
        with transaction.atomic():
            rows = type(self)._default_manager.filter(Q(pk=self.pk, status__in=sources))
            if not rows.update(**changes | {"status": status}):
                return False
            self.refresh_from_db()
            self.moved()
        return True

    def moved(self) -> None:
        """Called once per move, inside its transaction."""
