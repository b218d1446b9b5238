"""What a browser calls itself, in words that people know."""

import pytest

from callpilot.templatetags.browsers import browser_name

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)"
CHROME_OS = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"{WINDOWS} Chrome/120.0 Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS} Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        (f"{WINDOWS} Chrome/120.0 Safari/537.36 OPR/106.0", "Opera on Windows"),
        (f"{LINUX} Firefox/121.0", "Firefox on Linux"),
        (f"{IPHONE} Version/17.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/120.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{IPHONE} FxiOS/120.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0", "Chrome on Android"),
        (f"{CHROME_OS} Chrome/120.0 Safari/537.36", "Chrome on ChromeOS"),
        (f"{MAC} Version/17.0 Safari/605.1", "Safari on macOS"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
        ("Something on Windows", "Windows"),
        ("Firefox/121.0", "Firefox"),
    ],
)
def test_a_browser_is_known_by_its_newest_name(said: str, name: str) -> None:
    assert browser_name(said) == name
