"""The callee's end of the line: an ear, a mouth and what the callee means to do; sans I/O."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from callpilot.simulation.modem import Ear, UtteranceEnded
from telephony.audio.dtmf import KeyReader
from telephony.simulator.personas import sounds
from telephony.simulator.personas.base import Party
from telephony.simulator.personas.callee_actions import (
    Act,
    Beep,
    HangUp,
    Music,
    PickupKind,
    Speak,
    Wait,
)
from telephony.simulator.personas.sounds import FRAME_MS, Frame

ENDPOINT_MS = 700  # so long a silence and the callee takes it that the other side has finished
THINKING_MS = 300  # then a human needs this before answering
BEFORE_GREETING_MS = 400
IDLE_STEP_MS = 500
GIVES_WAY_MS = 1200  # a human who is talked over for so long stops;
INSISTS_MS = 4000  # one who spoke up while the other side was speaking wants to be heard
EAR_TAIL_FRAMES = 60  # the ear still listens for so long after the last sound


class Handset:
    """Turns frames heard into frames said by way of a callee.

    say: makes a sentence into sound, None while it is not ready. hung_up: called once, when the
    callee puts the phone down.
    """

    def __init__(
        self,
        callee: Party,
        kind: PickupKind,
        say: Callable[[str], sounds.Sentence | None],
        hung_up: Callable[[], None],
    ) -> None:
        self.callee = callee
        self.kind = kind
        self.beeped = False
        self.gone = False
        self.said_something = False  # a first sentence or tune is over
        self._hung_up = hung_up
        self._say = say
        self._ear = Ear(sounds.RATE_HZ, ENDPOINT_MS)
        self._keys = KeyReader() if kind != "human" else None  # a human minds no key
        self._ear_frames = 0  # frames for which the ear must still be fed
        self._acts: deque[Act] = deque()
        self._sound: Iterator[bytes] | None = None
        self._sentence: sounds.Sentence | None = None
        self._said_frames = 0
        self._waiting_frames = 0
        self._quiet_frames = 0
        self._talked_over_frames = 0
        self._barged_in = False
        self._idled = False  # the callee has made use of a silence

    @property
    def making_sound(self) -> bool:
        return self._sound is not None

    def pick_up(self) -> None:
        self._acts.append(Wait(BEFORE_GREETING_MS))
        greeting = self.callee.greeting()
        if greeting:
            self._intend([Speak(greeting)])

    def advance(self, heard: Sequence[Frame]) -> list[Frame]:
        """Hear these frames and return as many that were said meanwhile."""
        if self.gone:
            return [None] * len(heard)
        self._listen(heard)
        self._give_way(heard)
        return [self._next_frame() for _ in heard]

    def line_dies(self) -> None:
        """The other side has hung up: take in what had arrived of its last sentence."""
        if self.gone:
            return
        self.gone = True
        # The ear thinks in blocks: after some quiet it has understood the very last word too.
        for event in self._ear.hear(sounds.samples([None] * EAR_TAIL_FRAMES)):
            if isinstance(event, UtteranceEnded):
                self.callee.hear(event.text)

    # hearing

    def _listen(self, heard: Sequence[Frame]) -> None:
        if any(heard):
            self._ear_frames = EAR_TAIL_FRAMES
        elif self._ear_frames <= 0 and not self._ear.speaking:
            return  # silence after silence
        self._ear_frames -= len(heard)
        sound = sounds.samples(heard)
        for digit in self._keys.hear(sound) if self._keys is not None else "":
            self._press(digit)
        for event in self._ear.hear(sound):
            if isinstance(event, UtteranceEnded):
                self._answer(event.text)

    def _answer(self, text: str) -> None:
        acts = self.callee.hear(text)
        if acts and self.kind == "human":
            self._acts.append(Wait(THINKING_MS))
        self._intend(acts)

    def _press(self, digit: str) -> None:
        """The other side pressed a key; a machine that was talking falls silent."""
        acts = self.callee.pressed(digit)
        if acts:
            self._acts.clear()
            self._stop_sound()
        self._intend(acts)

    def _give_way(self, heard: Sequence[Frame]) -> None:
        """A human in mid-sentence stops when the other side goes on and on."""
        if self._sentence is None or not self._ear.speaking:
            self._talked_over_frames = 0
            return
        self._talked_over_frames += sum(frame is not None for frame in heard)
        patience_ms = INSISTS_MS if self._barged_in else GIVES_WAY_MS
        if self.kind != "human" or self._talked_over_frames * FRAME_MS < patience_ms:
            return
        self.callee.cut_off(self._sentence.heard_by(self._said_frames))
        self._stop_sound()
        while self._acts and isinstance(self._acts[0], Speak):
            self._acts.popleft()

    # saying

    def _intend(self, acts: Sequence[Act]) -> None:
        self._acts.extend(acts)
        for act in acts:
            if isinstance(act, Speak):
                self._say(act.text)  # so that it is ready when its time comes

    def _next_frame(self) -> Frame:
        while not self.gone:
            if self._sound is not None:
                frame = next(self._sound, None)
                if frame is not None:
                    self._quiet_frames = 0
                    self._said_frames += 1
                    return frame
                self._stop_sound()
            if self._waiting_frames > 0:
                self._waiting_frames -= 1
                return None
            if not self._acts:
                return self._silence()
            if not self._begin(self._acts[0]):
                return None
            self._acts.popleft()
        return None

    def _silence(self) -> Frame:
        """Nobody on this end says anything; now and then the callee may tire of it."""
        # A machine plays its first tune or beep whatever is being said to it.
        listens = self.kind == "human" or self._idled
        if self._ear.speaking and listens:
            self._quiet_frames = 0
            return None
        self._quiet_frames += 1
        silent_ms = self._quiet_frames * FRAME_MS
        if silent_ms % IDLE_STEP_MS == 0:
            acts = self.callee.idle(silent_ms)
            self._idled = self._idled or bool(acts)
            self._intend(acts)
        return None

    def _begin(self, act: Act) -> bool:
        """False when it cannot begin yet."""
        match act:
            case Speak(text):
                self._sentence = self._say(text)
                if self._sentence is None:
                    return False
                self._sound = iter(self._sentence.frames)
                self._barged_in = self._ear.speaking
            case Music(seconds):
                self._sound = iter(sounds.music(seconds))
            case Beep():
                self.beeped = True
                self._sound = iter(sounds.BEEP)
            case Wait(ms):
                self._waiting_frames = ms // FRAME_MS
            case HangUp():
                self.gone = True
                self._hung_up()
        self._said_frames = 0
        return True

    def _stop_sound(self) -> None:
        self.said_something = self.said_something or self._sound is not None
        self._sound = self._sentence = None
        self._talked_over_frames = 0
