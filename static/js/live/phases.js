// What stands first on the page: by the phase, or alone by the tabs of a small screen; never moved under a reader.

import { board } from "./board.js";

const narrow = matchMedia("(max-width: 1023.98px)");
const AT_REST_MS = 1_500; // after the last turn of a wheel, key or pointer
const AGAIN_MS = 500;
const at = (id) => document.getElementById(id);
const columns = () => at("columns");
const wanted = () => at("campaign-head").dataset;
let touched = -AT_REST_MS;
let again = 0;

// --- The phase's shape ---------------------------------------------------------------------------

function turn() {
  clearTimeout(again);
  const due = wanted().phase !== columns().dataset.phase;
  const held = due && moves() && reading();
  if (due && !held && (!moves() || performance.now() - touched > AT_REST_MS)) arrange();
  else if (due) again = setTimeout(turn, AGAIN_MS);
  const button = at("turn-phase");
  if (held) button.textContent = wanted().news;
  if (held || document.activeElement !== button) button.hidden = !held;
}

const moves = () => !columns().querySelector(".main-part").contains(at(`part-${wanted().first}`));

// With a conversation open, in the offers, or gone on into the page.
function reading() {
  const hand = "#part-offers:is(:hover, :focus-within) .offer";
  return Boolean(at("panel") || board.querySelector(hand) || columns().getBoundingClientRect().top < 0);
}

function arrange() {
  const { phase, first, folds } = wanted();
  const focused = document.activeElement;
  const second = first === "calls" ? "offers" : "calls";
  columns().dataset.phase = phase;
  columns().querySelector(".main-part").append(at(`part-${first}`));
  at("panel-place").after(at(`part-${second}`));
  at("part-calls").classList.toggle("folded", folds === "yes");
  at("turn-phase").hidden = true;
  select(first);
  if (focused !== document.activeElement && focused.checkVisibility()) focused.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("live:turned"));
}

board.addEventListener("click", (event) => {
  if (event.target.id !== "turn-phase") return;
  const { phase, first } = wanted();
  arrange();
  const goal = at(phase.startsWith("book") ? "booking-title" : first === "offers" ? "shortlist-title" : "calls-title");
  goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: "start" });
});
for (const name of ["wheel", "touchmove", "pointermove", "keydown"]) {
  addEventListener(name, () => (touched = performance.now()), { passive: true });
}

// --- The tabs of a small screen -------------------------------------------------------------------

const tabs = () => [...at("part-tabs").querySelectorAll("[role=tab]")].filter((each) => each.checkVisibility());
const part = (tab) => at(tab.getAttribute("aria-controls"));
let open = at("panel") ? "calls" : wanted().first; // the part that a small screen shows

function select(name) {
  open = name;
  for (const tab of at("part-tabs").children) {
    const chosen = tab.id === `tab-${open}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    part(tab).hidden = narrow.matches && !chosen;
    if (narrow.matches) part(tab).setAttribute("role", "tabpanel");
    else part(tab).removeAttribute("role");
  }
  at("panel-place").hidden = narrow.matches && open !== "calls";
}

board.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) select(tab.id.slice(4));
});
board.addEventListener("keydown", (event) => {
  const here = tabs().indexOf(event.target.closest("[role=tab]"));
  const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: -1 }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  const tab = tabs().at(to % tabs().length);
  select(tab.id.slice(4));
  tab.focus();
});
document.addEventListener("live:look", (event) => narrow.matches && select(event.detail.part));
narrow.addEventListener("change", () => select(open));

document.addEventListener("live:changed", (event) => {
  if (event.detail.changed.some((each) => each.id === "columns" || each.id === "part-tabs")) select(open);
  turn();
});
select(open);
