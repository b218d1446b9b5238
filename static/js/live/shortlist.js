// The shortlist holds still while somebody reads it or is in it, and shows what moved and what is new.

import { all, board, flush, heldBack, keepCalm } from "./board.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
let apply = false;
let updates = 0;
const calm = () => document.getElementById("shortlist");

function frozen(fresh) {
  if (fresh.id !== "shortlist" || apply) return false;
  return Boolean(calm()?.querySelector(".offer") && calm().matches(":hover, :focus-within"));
}

document.addEventListener("live:waiting", () => {
  const button = document.getElementById("shortlist-apply");
  if (!button || !frozen({ id: "shortlist" })) return;
  requestAnimationFrame(() => requestAnimationFrame(() => tell(button)));
});

function tell(button) {
  const held = heldBack("shortlist");
  if (!held || held === updates) return;
  updates = held;
  button.hidden = false;
  button.textContent = held === 1 ? button.dataset.one : button.dataset.many.replace("{n}", held);
}

board.addEventListener("click", (event) => event.target.id === "shortlist-apply" && release());
board.addEventListener("pointerout", (event) => calm()?.contains(event.target) && setTimeout(flush, 50));
board.addEventListener("focusout", (event) => calm()?.contains(event.target) && setTimeout(flush, 50));

function release() {
  apply = true;
  flush();
  apply = false;
}

// What moves slides to its new place; what is new says so.
export const known = new Set([...all("[data-offer-id]")].map((each) => each.dataset.offerId));
const places = () => new Map([...all("[data-offer-id]")].map((each) => [each.dataset.offerId, each.getBoundingClientRect().top]));
const before = (fresh) => fresh.id === "shortlist" && places();

function after(fresh, was) {
  if (fresh.id !== "shortlist") return;
  updates = 0;
  document.getElementById("shortlist-apply").hidden = true;
  for (const item of all("[data-offer-id]")) {
    if (!known.has(item.dataset.offerId)) item.querySelector(".new-mark").hidden = false;
    const moved = (was?.get(item.dataset.offerId) ?? NaN) - item.getBoundingClientRect().top;
    if (moved && !still.matches) item.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: 200, easing: "ease-out" });
  }
}

keepCalm({ frozen, before, after });
