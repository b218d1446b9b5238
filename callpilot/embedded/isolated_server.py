"""An application of one's own: `manage.py serve` as a child, on a folder and ports of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from callpilot.embedded.engine import answers, free_port
from callpilot.errors import Refused

PATIENCE_SECONDS = 120.0


class Child:
    """May be killed and started again, on the same data and at the same address."""

    def __init__(self, data: Path, *, speed: float, seed: int = 1) -> None:
        self.data, self.port = data, free_port()
        self.environment = os.environ | {
            "CALLPILOT_DATA": str(data),
            "CALLPILOT_MODE": "simulated",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "PORT": str(self.port),
            "PUBLIC_URL": "",
            "STREAM_URL": "",
            "SIMULATOR_PORT": str(free_port()),
            "SIMULATION_SPEED": str(speed),
            "SIMULATION_SEED": str(seed),
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once it answers; raises Refused when it never does."""
        self.data.mkdir(parents=True, exist_ok=True)
        with open(self.data / "serve.log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while not answers(self.url):
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise Refused(f"The application did not start; see {self.data / 'serve.log'}.")
            time.sleep(0.2)

    def kill(self) -> None:
        """As kill -9 does: nothing is put in order."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
