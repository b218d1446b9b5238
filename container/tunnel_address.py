"""Prints what to put into .env once the tunnel beside it has an address."""

import json
import sys
import time
from urllib.request import urlopen

PATIENCE_SECONDS = 60.0


def address(metrics: str) -> str:
    """The address that the tunnel tells at its own port; "" while it has none."""
    try:
        with urlopen(f"{metrics}/quicktunnel", timeout=3) as seen:
            return str(json.load(seen).get("hostname") or "")
    except (OSError, ValueError):
        return ""


def told(metrics: str, patience: float = PATIENCE_SECONDS) -> str:
    """The lines for .env. Raises SystemExit when the tunnel does not come up."""
    end = time.monotonic() + patience
    while not (host := address(metrics)):
        if time.monotonic() > end:
            raise SystemExit("The tunnel has no address; look at `docker compose logs tunnel`.")
        time.sleep(0.5)
    return f"Put these lines into .env:\nPUBLIC_URL=https://{host}\nTRUSTED_PROXIES=1"


if __name__ == "__main__":
    print(told(sys.argv[1]), flush=True)
