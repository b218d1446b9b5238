// How the board is looked at: filters, cards or table, sorting, the calm shortlist, radar, pause.
"use strict";

(() => {
  const board = document.querySelector("[data-live]");
  if (!board) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const all = (selector) => board.querySelectorAll(selector);
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private mode */ } };
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  let filter = "all";
  let view = stored("calls-view") === "table" ? "table" : "cards";
  let sorted = { column: 0, down: false };

  const fits = (row) => filter === "all" || row.dataset.group === filter || (filter === "offer" && row.dataset.offer === "yes");

  function show() {
    let count = 0;
    for (const row of all("#calls > li, #rows > tr")) {
      row.hidden = !fits(row);
      count += !row.hidden;
    }
    document.getElementById("none-shown").hidden = count > 0 || !all("#calls > li").length;
    document.getElementById("calls").hidden = view === "table";
    board.querySelector(".calls-table").hidden = view !== "table";
    all("[data-filter]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.filter === filter)));
    all("[data-view]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.view === view)));
    all("[data-scripted]").forEach((each) => (each.hidden = false));
    pause().hidden = !pausing() && document.getElementById("filters").dataset.open !== "yes";
    if (view === "table") sort();
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
    else if (button.dataset.view) store("calls-view", (view = button.dataset.view));
    else if (button.closest("th[data-sort]")) {
      const column = [...all("thead th")].indexOf(button.closest("th"));
      sorted = { column, down: sorted.column === column && !sorted.down };
    } else return;
    show();
  });

  // The shortlist holds still while somebody reads it or is in it.
  let apply = false;
  let updates = 0;
  const calm = () => document.getElementById("shortlist");
  live.frozen = (fresh) => {
    if (fresh.id !== "shortlist" || apply) return false;
    return Boolean(calm()?.querySelector(".offer") && calm().matches(":hover, :focus-within"));
  };
  document.addEventListener("live:waiting", () => {
    const button = document.getElementById("shortlist-apply");
    if (!button || !live.frozen({ id: "shortlist" })) return;
    requestAnimationFrame(() => requestAnimationFrame(() => tell(button)));
  });
  const tell = (button) => {
    const held = live.held?.("shortlist") ?? 0;
    if (!held || held === updates) return;
    updates = held;
    button.hidden = false;
    button.textContent = held === 1 ? button.dataset.one : button.dataset.many.replace("{n}", held);
  };
  board.addEventListener("click", (event) => event.target.id === "shortlist-apply" && release());
  board.addEventListener("pointerout", (event) => calm()?.contains(event.target) && setTimeout(() => live.wake(), 50));
  board.addEventListener("focusout", (event) => calm()?.contains(event.target) && setTimeout(() => live.wake(), 50));
  function release() {
    apply = true;
    live.wake(() => (apply = false));
  }

  // What moves slides to its new place; what is new says so.
  const known = (live.known = new Set([...all("[data-offer-id]")].map((each) => each.dataset.offerId)));
  const places = () => new Map([...all("[data-offer-id]")].map((each) => [each.dataset.offerId, each.getBoundingClientRect().top]));
  live.before = (fresh) => fresh.id === "shortlist" && places();
  live.after = (fresh, was) => {
    if (fresh.id !== "shortlist") return;
    updates = 0;
    document.getElementById("shortlist-apply").hidden = true;
    for (const item of all("[data-offer-id]")) {
      if (!known.has(item.dataset.offerId)) item.querySelector(".new-mark").hidden = false;
      const moved = (was?.get(item.dataset.offerId) ?? NaN) - item.getBoundingClientRect().top;
      if (moved && !still.matches) item.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: 200, easing: "ease-out" });
    }
  };

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
    if (id) document.querySelector(`#call-${CSS.escape(id)} [data-show]`)?.focus();
  });

  const pause = () => document.getElementById("pause");
  const pausing = () => pause()?.getAttribute("aria-pressed") === "true";
  board.addEventListener("click", (event) => {
    if (event.target.id !== "pause") return;
    pause().setAttribute("aria-pressed", String(!pausing()));
    pause().textContent = pause().dataset.pause;
    live.pause(pausing());
  });
  document.addEventListener("live:waiting", (event) => {
    if (pausing()) pause().textContent = pause().dataset.resume.replace("{n}", event.detail.count);
  });

  document.addEventListener("live:changed", (event) => {
    const { changed } = event.detail;
    all("[data-scripted][hidden]").forEach((each) => (each.hidden = false));
    if (filter !== "all" || changed.some((each) => ["columns", "filters"].includes(each.id))) show();
    else if (view === "table" && changed.some((each) => each.matches("tr"))) sort();
    for (const log of all(".log")) if (!log.matches(":hover, :focus")) log.scrollTop = log.scrollHeight;
  });
  show();
  all(".log").forEach((log) => (log.scrollTop = log.scrollHeight));
})();
