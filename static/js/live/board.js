// Puts fresh HTML where it belongs: once a frame, a card at most twice a second, never under somebody's hand.

import { htmx } from "../parts/htmx.js";

export const board = document.querySelector("[data-live]");
export const all = (selector) => board.querySelectorAll(selector);

const SLOW_MS = 500; // between two changes of one card
const waiting = new Map(); // id → fresh element; the latest counts
const written = new Map(); // id → when it was changed last
const held = new Map(); // id → how many updates wait while it must hold still
// What may have to hold still says so, and may look before and after it is changed.
let calm = { frozen: () => false, before: () => null, after: () => {} };
let frame = 0;
let paused = false;

export function put(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const rows = (each) => (each.dataset.rows === undefined ? [each] : [...each.querySelectorAll("tr")]);
  for (const fresh of [...template.content.children].flatMap(rows)) {
    if (calm.frozen(fresh)) held.set(fresh.id, (held.get(fresh.id) ?? 0) + 1);
    waiting.delete(fresh.id); // and to the end: what is said later stands later
    waiting.set(fresh.id, fresh);
  }
  soon();
  document.dispatchEvent(new CustomEvent("live:waiting", { detail: { count: waiting.size } }));
}

const soon = () => (frame ||= requestAnimationFrame(flush));

export const heldBack = (id) => held.get(id) ?? 0;
export const keepCalm = (rules) => (calm = rules);

export function pause(on) {
  paused = on;
  if (!on) soon();
}

export function flush() {
  cancelAnimationFrame(frame);
  frame = 0;
  if (paused) return;
  const moment = performance.now();
  const changed = [];
  let late = false;
  for (const [id, fresh] of waiting) {
    if (calm.frozen(fresh)) continue;
    if (fresh.dataset.slow !== undefined && moment - (written.get(id) ?? -SLOW_MS) < SLOW_MS) {
      late = true;
      continue;
    }
    waiting.delete(id);
    held.delete(id);
    written.set(id, moment);
    if (place(fresh)) changed.push(fresh);
  }
  if (late) setTimeout(soon, SLOW_MS / 4);
  if (changed.length) document.dispatchEvent(new CustomEvent("live:changed", { detail: { changed } }));
}

function place(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) {
    const into = document.getElementById(fresh.dataset.into);
    if (!into) return false; // of a conversation that is not open
    if (fresh.dataset.slow !== undefined) document.getElementById("no-calls")?.remove();
    into.append(fresh);
  } else {
    replace(old, fresh);
  }
  if (fresh.querySelector("[hx-get], [hx-post]")) htmx?.process(fresh);
  return true;
}

// The whole board comes anew after a loss: the open conversation, the weights and their inputs stay.
function keep(old, fresh) {
  for (const name of ["panel-place", "weights-place"]) {
    fresh.querySelector(`#${name}`).replaceChildren(...old.querySelector(`#${name}`).children);
  }
}

function replace(old, fresh) {
  const open = [...old.querySelectorAll("details[open][id]")].map((each) => each.id);
  const typed = [...old.querySelectorAll("input[type=text]")].filter((each) => each.value).map((each) => [each.id, each.value]);
  const handles = old.contains(document.activeElement) ? ways(document.activeElement, old) : [];
  const was = calm.before(fresh);
  if (old.id === "columns") keep(old, fresh);
  old.replaceWith(fresh);
  calm.after(fresh, was);
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  typed.forEach(([id, value]) => document.getElementById(id) && (document.getElementById(id).value = value));
  for (const handle of handles) {
    fresh.querySelector(handle)?.focus({ preventScroll: true });
    if (fresh.contains(document.activeElement)) return;
  }
}

// By what the element with the focus is found again in its successor; if it is gone, what it stood in.
function ways(element, old) {
  const around = [];
  for (let up = element.parentElement; up && up !== old; up = up.parentElement) if (up.id) around.push(`#${CSS.escape(up.id)}`);
  const mine = handle(element);
  return [...around.map((each) => `${each} ${mine}`), mine, ...around.flatMap((each) => [each, `${each} :is(a, button)`])];
}

function handle(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  for (const name of ["data-show", "data-filter", "data-view", "href", "name"]) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return element.tagName.toLowerCase();
}
