"""A campaign in the terminal: what happens line by line, and the ranked table at the end."""

from collections.abc import Iterable

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from campaigns.models import Call, Campaign, Event, Offer
from campaigns.pages import looks

LINES = 6  # of the newest words, below the board


class Board:
    """The calls of one campaign, redrawn on a terminal, told line by line elsewhere."""

    def __init__(self, console: Console, campaign: Campaign) -> None:
        self.console, self.campaign = console, campaign
        self.number = 0
        self.spoken: list[Text] = []
        self.offers: set[str] = set()  # as told, each once
        self.live = Live(console=console, refresh_per_second=8, transient=True)

    def __enter__(self) -> "Board":
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self.console.is_terminal:
            self.live.stop()

    def look(self) -> None:
        """Read what is new and show it."""
        events = Event.objects.filter(mandate=self.campaign, number__gt=self.number)
        for event in events.select_related("call__provider", "offer__provider").order_by("number"):
            self.number = event.number
            self.take(event)
        if self.console.is_terminal:
            self.live.update(self.drawing())

    def take(self, event: Event) -> None:
        line = told(event)
        if line is None:
            return
        if event.kind == Event.Kind.OFFER_NOTED:
            if str(line) in self.offers:
                return  # the same time with its price, say
            self.offers.add(str(line))
        if event.kind == Event.Kind.TURN:
            self.spoken = [*self.spoken, line][-LINES:]
        elif not self.console.is_terminal:
            self.console.print(line)

    def drawing(self) -> Group:
        calls = self.campaign.calls.select_related("provider").order_by("created_at")
        return Group(
            Text(f"{self.campaign}  ·  {self.campaign.get_status_display()}", style="bold"),
            board_table(calls),
            *self.spoken,
        )


def told(event: Event) -> Text | None:
    """One line for an event, or None when the board says it all."""
    who = str(event.call.provider) if event.call and event.call.provider else ""
    data = event.data
    match event.kind:
        case Event.Kind.TURN:
            speaker = data.get("speaker", "")
            return Text(f"  {who[:26]:26} {speaker:7} {data.get('text', '')}", style="dim")
        case Event.Kind.CAMPAIGN_MOVED:
            reason = f": {data['reason']}" if data.get("reason") else ""
            return Text(f"{data.get('status', '')}{reason}", style="bold")
        case Event.Kind.PROVIDERS_FOUND:
            return Text(f"{data.get('called', 0)} providers will be called")
        case Event.Kind.CALL_MOVED:
            return Text(f"{who}: {data.get('outcome') or data.get('status')}")
        case Event.Kind.OFFER_NOTED if event.offer:
            return Text(f"offer: {event.offer}", style="green")
        case Event.Kind.BOOKING_MOVED:
            return Text(f"booking {data.get('status')} {data.get('reason', '')}".rstrip())
        case Event.Kind.NEXT_BEST:
            return Text(str(data.get("text", "")), style="bold")
    return None


def board_table(calls: Iterable[Call]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("", "provider", "state", "seconds"):
        table.add_column(heading, justify="right" if heading == "seconds" else "left")
    for call in calls:
        look = looks.look_of(call)
        table.add_row(
            call.get_purpose_display(),
            str(call.provider),
            Text(str(look.word), style=look.colour),
            f"{call.talk_seconds:.0f}" if call.answered_at else "",
        )
    return table


def offers_table(offers: list[Offer]) -> Table:
    """The shortlist with its reasons and the callee's own words."""
    table = Table(title="Offers", title_justify="left")
    table.add_column("#", justify="right")
    for heading in ("provider", "when", "score", "why", "in their words"):
        table.add_column(heading, overflow="fold")
    for offer in offers:
        table.add_row(
            str(offer.rank or ""),
            offer.provider.name,
            f"{offer.start.astimezone(offer.zone):%a %d %b %H:%M}",
            f"{offer.score or 0:.2f}",
            ", ".join(offer.why),
            words(offer),
        )
    return table


def words(offer: Offer) -> str:
    """The exchange that proves an offer."""
    if not offer.verified:
        return "(not proven)"
    said = offer.evidence.get("said", [])
    return "\n".join(f"{'“' if who == 'callee' else 'we: “'}{text}”" for who, text in said)


def timing(calls: list[Call]) -> str:
    """How long the calls took together, beside their sum and the longest of them."""
    spans = [
        (call.claimed_at, call.ended_at) for call in calls if call.claimed_at and call.ended_at
    ]
    if not spans:
        return "No call was made."
    seconds = [(end - start).total_seconds() for start, end in spans]
    together = (max(end for _, end in spans) - min(start for start, _ in spans)).total_seconds()
    return (
        f"{len(spans)} calls took {together:.0f} s together; one after another they would have "
        f"taken {sum(seconds):.0f} s, the longest took {max(seconds):.0f} s."
    )
