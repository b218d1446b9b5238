// What goes by with time on the board: timers on the server's clock, and what was new until it was seen.

import { all } from "./board.js";
import { known } from "./shortlist.js";
import { serverTime } from "./socket.js";

// Once it was in sight for a while, it is no longer new.
const SEEN_SECONDS = 10;
const seen = new Map(); // offer → seconds in sight
function see() {
  for (const mark of document.hidden ? [] : all(".new-mark:not([hidden])")) {
    const { top, bottom } = mark.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) continue;
    const id = mark.closest("[data-offer-id]").dataset.offerId;
    seen.set(id, (seen.get(id) ?? 0) + 1);
    mark.classList.toggle("fading", seen.get(id) >= SEEN_SECONDS);
    if (seen.get(id) <= SEEN_SECONDS) continue;
    known.add(id);
    mark.hidden = true;
  }
}

// Seconds go by on the server's clock.
const two = (value) => String(value).padStart(2, "0");
const minutes = (seconds) => {
  const [hours, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours} h ${two(rest)} min` : `${rest}:${two(seconds % 60)}`;
};
const NEAR_SECONDS = 15 * 60;
function tick() {
  const moment = serverTime();
  for (const each of all("[data-since]")) each.textContent = minutes(Math.max(0, Math.floor((moment - Date.parse(each.dataset.since)) / 1000)));
  for (const each of all("[data-until]")) {
    const left = Math.ceil((Date.parse(each.dataset.until) - moment) / 1000);
    const place = each.matches("[data-left]") ? each : each.querySelector("[data-left]");
    if (place) place.textContent = minutes(Math.max(0, left));
    if (each.dataset.near !== undefined) {
      place.hidden = left >= NEAR_SECONDS; // before that the clock says enough
      each.hidden = left <= 0;
    }
    if (each.matches(".need")) document.dispatchEvent(new CustomEvent("live:left", { detail: { need: each, left } }));
  }
}

document.addEventListener("live:changed", tick);
setInterval(() => {
  see();
  tick();
}, 1000);
tick();
