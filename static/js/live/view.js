// How the board is looked at: filters, cards or table, sorting, radar, pause.

import { all, board, pause } from "./board.js";

const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private mode */ } };
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
let filter = "all";
let view = stored("calls-view") === "table" ? "table" : "cards";
let sorted = { column: 0, down: false };

const calls = () => document.getElementById("part-calls");
const folded = () => calls().classList.contains("folded"); // a line each, and nothing to choose
const fits = (row) => folded() || filter === "all" || row.dataset.group === filter || (filter === "offer" && row.dataset.offer === "yes");

function show() {
  let count = 0;
  for (const row of all("#calls > li, #rows > tr")) {
    row.hidden = !fits(row);
    count += !row.hidden;
  }
  document.getElementById("none-shown").hidden = count > 0 || !all("#calls > li").length;
  const table = view === "table" && !folded();
  document.getElementById("calls").hidden = table;
  board.querySelector(".calls-table").hidden = !table;
  all("[data-filter]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.filter === filter)));
  all("[data-view]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.view === view)));
  all("[data-scripted]").forEach((each) => (each.hidden = false));
  const unfold = document.getElementById("unfold");
  const { phase, folds } = document.getElementById("campaign-head").dataset;
  const turned = phase === document.getElementById("columns").dataset.phase;
  unfold.hidden = folds !== "yes" || !turned || !all("#calls > li").length;
  unfold.setAttribute("aria-expanded", String(!folded()));
  unfold.textContent = folded() ? unfold.dataset.more : unfold.dataset.less;
  pauser().hidden = !pausing() && document.getElementById("filters").dataset.open !== "yes";
  if (table) sort();
}

function sort() {
  const heads = [...all("thead th")];
  const numeric = heads[sorted.column].dataset.sort === "number";
  const value = (row) => {
    const cell = row.children[sorted.column];
    const text = cell.dataset.value ?? cell.textContent.trim();
    return numeric ? (text === "" ? Infinity : Number.parseFloat(text)) : text;
  };
  const compare = (a, b) => (numeric ? value(a) - value(b) || 0 : value(a).localeCompare(value(b)));
  const rows = [...all("#rows > tr")];
  const wanted = [...rows].sort((a, b) => (sorted.down ? compare(b, a) : compare(a, b)) || a.children[0].textContent - b.children[0].textContent);
  if (wanted.some((row, at) => row !== rows[at])) document.getElementById("rows").append(...wanted);
  heads.forEach((head, at) => at === sorted.column ? head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
}

board.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.filter) filter = button.dataset.filter;
  else if (button.id === "unfold") calls().classList.toggle("folded");
  else if (button.dataset.view) store("calls-view", (view = button.dataset.view));
  else if (button.closest("th[data-sort]")) {
    const column = [...all("thead th")].indexOf(button.closest("th"));
    sorted = { column, down: sorted.column === column && !sorted.down };
  } else return;
  show();
});

// A dot and its card light up together.
function point(id, on) {
  document.querySelector(`[data-dot="${CSS.escape(id)}"]`)?.classList.toggle("pointed", on);
  document.querySelector(`#call-${CSS.escape(id)} .call`)?.classList.toggle("pointed", on);
}
const whose = (target) => target.closest?.("[data-dot]")?.dataset.dot ?? target.closest?.("#calls > li")?.id.slice(5);
for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  board.addEventListener(name, (event) => whose(event.target) && point(whose(event.target), on));
}
board.addEventListener("click", (event) => {
  const id = event.target.closest("[data-dot]")?.dataset.dot;
  if (!id) return;
  document.dispatchEvent(new CustomEvent("live:look", { detail: { part: "calls" } }));
  document.querySelector(`#call-${CSS.escape(id)} [data-show]`)?.focus();
});

const pauser = () => document.getElementById("pause");
const pausing = () => pauser()?.getAttribute("aria-pressed") === "true";
board.addEventListener("click", (event) => {
  if (event.target.id !== "pause") return;
  pauser().setAttribute("aria-pressed", String(!pausing()));
  pauser().textContent = pauser().dataset.pause;
  pause(pausing());
});
document.addEventListener("live:waiting", (event) => {
  if (pausing()) pauser().textContent = pauser().dataset.resume.replace("{n}", event.detail.count);
});

document.addEventListener("live:turned", show);
document.addEventListener("live:changed", (event) => {
  const { changed } = event.detail;
  all("[data-scripted][hidden]").forEach((each) => (each.hidden = false));
  if (filter !== "all" || changed.some((each) => ["columns", "filters"].includes(each.id))) show();
  else if (view === "table" && changed.some((each) => each.matches("tr"))) sort();
  for (const log of all(".log")) if (!log.matches(":hover, :focus")) log.scrollTop = log.scrollHeight;
});
show();
all(".log").forEach((log) => (log.scrollTop = log.scrollHeight));
