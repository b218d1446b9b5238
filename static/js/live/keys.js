// Keys of the live page that depend on where one is: w and h act on the card in focus, o and c on offers.

import { typing } from "../parts/keys.js";
import { board } from "./board.js";
import { open } from "./commands.js";

const inFocus = () => document.activeElement?.closest("#calls > li, #rows > tr")?.querySelector("[data-show]")?.dataset.show;
const opened = () => document.getElementById("panel")?.dataset.call;

function onCall(key) {
  const id = inFocus();
  if (!id || id === opened()) return false; // parts/keys.js presses what the open panel marks
  open(id, () => {
    const goal = document.querySelector(`#panel [data-key="${key}"]`);
    if (!goal) return document.getElementById("panel-title").focus();
    if (key === "w") goal.focus();
    else goal.click();
  });
  return true;
}

function onOffer(key) {
  const offers = [...board.querySelectorAll(".offer")];
  if (!offers.length) return false;
  document.dispatchEvent(new CustomEvent("live:look", { detail: { part: "offers" } }));
  const here = offers.indexOf(document.activeElement?.closest(".offer"));
  if (key === "o") offers[(here + 1) % offers.length].focus();
  else (offers[Math.max(here, 0)].querySelector(".actions .button") ?? offers[0]).click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts === "off" || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const done = "wh".includes(event.key) ? onCall(event.key) : "oc".includes(event.key) && onOffer(event.key);
  if (!done) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
