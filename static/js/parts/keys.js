// Single keys: ? shows them, / searches, g r goes to the requests; pages add theirs by data-key="w" on an element.

import { htmx } from "./htmx.js";

const WAYS = { n: "/requests/new/", r: "/campaigns/", a: "/appointments/", p: "/providers/", y: "/activity/" };
let afterG = 0;

const off = () => document.body.dataset.shortcuts === "off";
export const typing = (place) => place.closest("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]");
const seen = (element) => element.checkVisibility() && !element.disabled;

function step(by) {
  const rows = [...document.querySelectorAll("main [data-row]")].filter(seen);
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + by))];
  const goal = row.matches("a, button, [tabindex]") ? row : row.querySelector("a[href], button, [tabindex]");
  (goal ?? row).focus();
  return true;
}

function go(key) {
  const way = document.querySelector(`a[href="${WAYS[key]}"]`);
  if (way) location.assign(way.href);
  return Boolean(way);
}

function press(key) {
  if (Date.now() - afterG < 1500 && WAYS[key]) return go(key);
  if (key === "g") {
    afterG = Date.now();
    return true;
  }
  const scope = document.querySelector("dialog[open]") ?? document;
  const marked = [...scope.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(seen);
  if (marked) {
    if (marked.matches("input:not([type=checkbox], [type=radio]), textarea, select")) marked.focus();
    else marked.click();
    return true;
  }
  if (scope !== document) return false;
  if (key === "/") {
    const search = document.querySelector("[data-search], input[type=search]");
    search?.focus();
    return Boolean(search);
  }
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "?") {
    const help = document.querySelector("[data-help]");
    if (!help) return false;
    htmx.ajax("GET", new URL("keys/", help.href).pathname, { target: "#dialog", source: help });
    return true;
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (off() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target) || event.key.length !== 1 || event.key === " ") return;
  if (press(event.key)) event.preventDefault();
});
