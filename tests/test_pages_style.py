"""How templates, styles and scripts are written."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
MAX_FILES = 20
MAX_COLUMNS = 160
NAMED_BY_A_LIBRARY = {TEMPLATES / "allauth" / "elements"}  # a file an element of its own


def test_a_folder_of_templates_is_seen_at_a_glance() -> None:
    folders = {path.parent for path in TEMPLATES.rglob("*") if path.is_file()}
    crowded = {
        str(folder.relative_to(ROOT))
        for folder in folders - NAMED_BY_A_LIBRARY
        if sum(path.is_file() for path in folder.iterdir()) > MAX_FILES
    }

    assert crowded == set()


def test_a_line_of_a_template_fits_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > MAX_COLUMNS
    ]

    assert long == []
