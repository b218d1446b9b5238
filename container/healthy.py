"""Ends with 0 while the server of this container answers; its port may be said."""

import os
import sys
from urllib.parse import urlsplit
from urllib.request import Request, urlopen


def answers(port: str) -> bool:
    """Asked as a proxy would, by the name that our own list of hosts allows."""
    ours = urlsplit(os.environ.get("PUBLIC_URL") or f"http://127.0.0.1:{port}")
    headers = {"Host": ours.netloc, "X-Forwarded-Proto": ours.scheme}
    try:
        with urlopen(
            Request(f"http://127.0.0.1:{port}/health", headers=headers), timeout=3
        ) as seen:
            return bool(seen.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    said = sys.argv[1:] or [os.environ.get("PORT") or "8000"]
    sys.exit(0 if answers(said[0]) else 1)
