// The transcript keeps to the recording: the current turn, following, search, links to a turn, and lines that come in live.

import { toast } from "../parts/toast.js";

const lines = document.getElementById("lines");
const audio = document.getElementById("audio");
const followed = document.getElementById("follow");
const jump = document.getElementById("jump");
const find = document.getElementById("find");
const found = document.getElementById("found");
let current = null;
let mine = 0; // until when scrolling is ours

document.querySelectorAll("[data-js]").forEach((part) => (part.hidden = false));
const turns = () => [...lines.querySelectorAll(".turn")];
const at = (row) => Number(row.dataset.at) / 1000;
const turnAt = (second) => turns().findLast((row) => at(row) <= second + 0.05) ?? turns()[0];

function bring(row) {
  if (!row) return;
  mine = performance.now() + 600;
  const space = (lines.clientHeight - row.offsetHeight) / 2;
  lines.scrollTo({ top: row.offsetTop - Math.max(space, 0) });
}

function keepUp() {
  const row = turnAt(audio.currentTime);
  if (row === current) return;
  current?.removeAttribute("aria-current");
  row?.setAttribute("aria-current", "true");
  current = row;
  if (followed?.checked) bring(row);
}

function following(on) {
  if (!followed) return;
  followed.checked = on;
  jump.hidden = on || !audio;
  if (on) bring(audio ? current : lines.lastElementChild);
}
lines.addEventListener("scroll", () => {
  if (performance.now() > mine && followed?.checked) following(false);
});
for (const kind of ["wheel", "touchmove", "keydown"]) lines.addEventListener(kind, () => (mine = 0), { passive: true });
followed?.addEventListener("change", () => following(followed.checked));
jump.addEventListener("click", () => following(true));
for (const kind of ["timeupdate", "seeking", "loadedmetadata"]) audio?.addEventListener(kind, keepUp);

// --- the address: #turn-12, or the turn at #t=83, with or without a recording -------------------
function target() {
  lines.querySelector(".is-target")?.classList.remove("is-target");
  const { hash } = location;
  const row = /^#turn-\d+$/.test(hash) ? document.querySelector(hash) : /^#t=\d/.test(hash) ? turnAt(parseFloat(hash.slice(3))) : null;
  if (!row) return;
  row.classList.add("is-target");
  bring(row);
  row.focus({ preventScroll: true });
}
window.addEventListener("hashchange", target);

// --- links -------------------------------------------------------------------------------------
function offerLinks() {
  lines.querySelectorAll(".copy-turn").forEach((button) => (button.hidden = !navigator.clipboard));
}
lines.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy-turn");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(`${lines.dataset.link}#turn-${button.dataset.turn}`, location.href).href);
  toast(lines.dataset.copied, "success");
});

// --- search ------------------------------------------------------------------------------------
function search() {
  const wanted = find.value.trim().toLocaleLowerCase();
  let count = 0;
  for (const row of lines.querySelectorAll("li[data-at]")) {
    const has = row.querySelector(".said").textContent.toLocaleLowerCase().includes(wanted);
    row.hidden = !has;
    count += has;
  }
  found.hidden = !wanted;
  found.textContent = !wanted ? "" : count ? found.dataset.some.replace("{n}", count) : found.dataset.none;
}
find.addEventListener("input", search);
find.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !find.value) return;
  find.value = "";
  search();
});

// --- keys: [ and ] go from turn to turn ---------------------------------------------------------
document.addEventListener("keydown", (event) => {
  if (!"[]".includes(event.key) || document.body.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) return;
  const rows = turns();
  const chosen = /^#turn-\d+$/.test(location.hash) ? document.querySelector(location.hash) : lines.querySelector(".is-target");
  const place = rows.indexOf(audio && !audio.paused ? current : chosen ?? current);
  const row = rows[Math.max(0, Math.min(rows.length - 1, place + (event.key === "]" ? 1 : -1)))];
  if (!row) return;
  event.preventDefault();
  if (location.hash === `#${row.id}`) target();
  else location.hash = row.id;
});

// --- a live call -------------------------------------------------------------------------------
lines.addEventListener("htmx:afterSwap", () => {
  offerLinks();
  if (find.value) search();
  if (followed?.checked) bring(lines.lastElementChild);
});
offerLinks();
target();
if (audio?.readyState) keepUp();
else if (!audio && followed?.checked && !location.hash) bring(lines.lastElementChild);
