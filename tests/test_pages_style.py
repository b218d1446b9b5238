"""How templates, styles and scripts are written."""

import re
from collections.abc import Iterator
from pathlib import Path

from callpilot.templatetags.modules import all_imports

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
JS = ROOT / "static" / "js"
SCRIPTS = sorted(JS.rglob("*.js"))
PYTHON = [each for path in ROOT.glob("*/__init__.py") for each in path.parent.rglob("*.py")]
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


SPACE = re.compile(r"(?:(?:scroll-)?(?:padding|margin)(?:-[a-z-]+)?|(?:row-|column-)?gap)$")
LENGTH = re.compile(r"(?<![\w.-])-?[\d.]+(?:px|r?em|ch|pt)\b")
HAIRLINE = "1px"


def rules(path: Path) -> Iterator[tuple[str, str]]:
    """Each rule's selector and declarations; what surrounds it (`@media`) is left out."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    for selector, declarations in re.findall(r"([^{};]+)\{([^{}]*)\}", text):
        yield selector.strip(), declarations


def test_space_and_size_of_type_are_tokens() -> None:
    raw = [
        f"{path.name}: {selector} {{ {declaration.strip()} }}"
        for path in STYLES
        for selector, declarations in rules(path)
        if selector != ":root"
        for declaration in declarations.split(";")
        for name, _, value in [declaration.strip().partition(":")]
        if (SPACE.match(name) and {*LENGTH.findall(value)} - {HAIRLINE})
        or (name == "font-size" and LENGTH.search(value))
    ]

    assert raw == []


def test_every_token_of_a_style_is_used() -> None:
    text = "".join(path.read_text() for path in STYLES)
    made = set(re.findall(r"(?<![\w-])(--(?!pico-)[\w-]+)\s*:", text))

    assert made - set(re.findall(r"var\((--[\w-]+)", text)) == set()


def words_in(quoted: list[str]) -> set[str]:
    return {word for text in quoted for word in re.findall(r"[\w-]+", text)}


def test_every_class_of_a_style_is_named_by_a_page_a_script_or_python() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    attributes = re.findall(r'\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', pages, flags=re.S)
    scripts = "".join(path.read_text() for path in SCRIPTS)
    python = "".join(path.read_text() for path in PYTHON)
    written = {
        *words_in(re.findall(r'"[^"\n]*"|`[^`]*`', scripts)),
        *words_in(re.findall(r'"([\w -]+)"', python)),
        *words_in(re.findall(r"""=['"]([\w -]+)['"]""", pages)),
    }
    composed = set()  # class="is-{{ state }}": a name of which Python writes the rest
    for attribute in attributes:
        plain = re.sub(r"\{%.*?%\}", " ", attribute)
        for name in re.sub(r"\{\{.*?\}\}", "*", plain).split():
            if "*" in name:
                composed.add(name)
            else:
                written.add(name)
    patterns = [re.compile(re.escape(name).replace(r"\*", r"([\w-]+)")) for name in composed]
    classes = {
        name
        for path in STYLES
        for selector, _ in rules(path)
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r'"[^"]*"', "", selector))
    }

    unused = {
        name
        for name in classes - written
        if not any(
            (match := pattern.fullmatch(name)) and {*match.groups()} <= written
            for pattern in patterns
        )
    }
    assert unused == set()


MODULE = re.compile(r'\{% block module %\}\{% module "(js/[\w/]+\.js)" %\}\{% endblock %\}')
# Data are no script; the passkeys' forms are a library's, which knows no modules.
OTHER_SCRIPTS = re.compile(
    r"""<script (?:data-[\w-]+="[\w.]+" )?type="application/json">"""
    r"""|<script src="\{% static '(?:mfa|account)/js/[\w-]+\.js' %\}">"""
)


def test_a_page_has_one_module() -> None:
    pages = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    tags = [tag for text in pages.values() for tag in re.findall(r"<script[^>]*>", text)]

    assert [tag for tag in tags if not OTHER_SCRIPTS.fullmatch(tag)] == []
    assert {path for path, text in pages.items() if "<html" in text} == {TEMPLATES / "base.html"}
    for path, text in pages.items():  # a page takes the place of the module that others have
        assert text.count("{% module ") == len(MODULE.findall(text)), path
        assert text.count("{% block module %}") == (1 if "{% module " in text else 0), path


def test_every_script_is_a_module_that_a_page_comes_to() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    entries = set(MODULE.findall(pages))
    reached = entries.union(*map(all_imports, entries))

    assert reached == {f"js/{path.relative_to(JS).as_posix()}" for path in SCRIPTS}
    assert {name for name in entries if "js/app.js" not in {name, *all_imports(name)}} == set()


def test_modules_share_by_import_alone() -> None:
    shared = re.compile(r"\b(?:window|globalThis|self)(?:\.\w+|\[[^\]]+\])\s*=(?!=)|assign\(window")
    text = {path.relative_to(JS).as_posix(): path.read_text() for path in SCRIPTS}

    assert {name for name, script in text.items() if shared.search(script)} == set()
    assert {name for name, script in text.items() if "window;" in script} == {"parts/htmx.js"}
    assert {
        name
        for name, script in text.items()
        if re.search(r"\bhtmx\??\.\w", script) and "/htmx.js" not in script
    } == set()
