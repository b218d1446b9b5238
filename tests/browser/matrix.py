"""What must hold of every page, asked in the page itself."""

from importlib.resources import files

from playwright.sync_api import Page

# Sideways: of the page itself; tables and the like may scroll in a box of their own.
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const boxed = (e) => {
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !boxed(e))
    .map((e) => e.outerHTML.slice(0, 90).replace(/\\s+/g, " "));
  return `scrolls sideways by ${root.scrollWidth - root.clientWidth}: ${out.slice(-3).join(" | ")}`;
}"""

# Controls that are smaller than 24 x 24, links within a sentence excepted (WCAG 2.5.8).
SMALL = """() => {
  const shown = (e) => e.checkVisibility({checkVisibilityCSS: true, checkOpacity: true});
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, " +
    "[tabindex='0'][role]";
  const small = [];
  for (const e of document.querySelectorAll(controls)) {
    if (!shown(e) || e.closest(".visually-hidden, .skip")) continue;
    let box = e.getBoundingClientRect();
    const label = e.labels?.[0];
    if (label && ["checkbox", "radio"].includes(e.type)) {
      const l = label.getBoundingClientRect();
      box = {width: Math.max(box.width, l.width), height: Math.max(box.height, l.height)};
    }
    if (box.width >= 23.5 && box.height >= 23.5) continue;
    if (box.width === 0 || box.height === 0) continue;
    if (e.matches("a") && getComputedStyle(e).display === "inline") {
      const words = (e.parentElement.textContent || "").trim().length;
      if (words > (e.textContent || "").trim().length) continue;
    }
    small.push(`${e.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return small;
}"""

# What is cut off in its own box, where text was made larger or wider (WCAG 1.4.4, 1.4.12).
CUT = """() => [...document.querySelectorAll("button, .button, .chip, h1, h2, h3, p, label, dd")]
  .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, .skip, template"))
  .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowY) &&
                 e.scrollHeight > e.clientHeight + 2 &&
                 getComputedStyle(e).webkitLineClamp === "none")  // shortened on purpose
  .map((e) => e.outerHTML.slice(0, 120))"""

# Whether what has the focus shows it, and is not covered by a bar (WCAG 2.4.7, 2.4.11).
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const outlined = (x) => x && getComputedStyle(x).outlineStyle !== "none" &&
    parseFloat(getComputedStyle(x).outlineWidth) >= 1;
  const ring = outlined(e) || getComputedStyle(e).boxShadow !== "none" ||
    outlined(e.closest("li"));  // a link that fills its row lends the ring to it
  const box = e.getBoundingClientRect();
  let covered = false;
  if (box.width && box.height && !e.matches("html, body, main")) {
    const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
    covered = points.every(([x, y]) => {
      const at = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      const labels = [...(e.labels ?? [])];
      return at && !e.contains(at) && !at.contains(e) && !labels.some((l) => l.contains(at));
    });
  }
  const by = covered ? document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) : e;
  return {html: e.outerHTML.slice(0, 140), ring, covered, by: by?.outerHTML.slice(0, 80)};
}"""

MEASURES = f"""() => {{
  const small = ({SMALL})();
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return {{
    sideways: ({SIDEWAYS})(),
    small,
    headings: document.querySelectorAll("h1").length,
    doubled: ids.filter((id, at) => ids.indexOf(id) !== at),
  }};
}}"""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
LARGE = "html { font-size: 200% !important; }"


def faults(page: Page, width: int) -> list[str]:
    """What is wrong with the page at this width."""
    page.set_viewport_size({"width": width, "height": 800})
    seen = page.evaluate(MEASURES)
    found = [f"{width} px: small control {each}" for each in seen["small"]]
    if seen["sideways"]:
        found.append(f"{width} px: {seen['sideways']}")
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} h1")
    return found + [f"id {each} twice" for each in seen["doubled"]]


def violations(page: Page) -> list[str]:
    """What axe, laid over the page, finds; a line each."""
    rules = {"type": "tag", "values": TAGS}
    run = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    seen = page.evaluate("(options) => axe.run(document, options)", run)
    return [
        f"axe {rule['id']}: {node['html'][:140]} ({node.get('failureSummary', '')[:200]})"
        for rule in seen["violations"]
        for node in rule["nodes"]
    ]


def walk(page: Page, most: int = 40) -> list[str]:
    """Tab through the page; each stop shows that it has the focus and is to be seen."""
    found, met = [], set()
    page.evaluate("document.activeElement?.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop["html"] in met:
            break
        met.add(stop["html"])
        if not stop["ring"]:
            found.append(f"no focus ring: {stop['html']}")
        if stop["covered"]:
            found.append(f"focus covered: {stop['html']} by {stop['by']}")
    return found


def enlarged(page: Page, css: str, widths: tuple[int, ...] = (320, 1280)) -> list[str]:
    """What breaks when the reader's own style is laid over the page; then it is taken off."""
    style = page.add_style_tag(content=css)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate(SIDEWAYS)
        if over:
            found.append(f"{width} px, {css[:24]}: {over}")
        found += [f"{width} px, {css[:24]}: cut off {each}" for each in page.evaluate(CUT)]
    style.evaluate("(e) => e.remove()")
    return found
