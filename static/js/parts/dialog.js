// Shows what htmx puts into #dialog as a modal dialog, and shuts menus and dialogs the way people expect.

import { toast } from "./toast.js";

const dialog = document.getElementById("dialog");
let opener = null;

function open() {
  const heading = dialog.querySelector("h1, h2");
  if (heading) {
    heading.id ||= "dialog-title";
    heading.tabIndex = -1;
    dialog.setAttribute("aria-labelledby", heading.id);
  }
  if (!dialog.open) {
    if (!dialog.contains(document.activeElement)) opener = document.activeElement;
    dialog.showModal();
  }
  (dialog.querySelector("[role=alert], [autofocus]") ?? heading ?? dialog).focus();
}

const busy = () => dialog.classList.contains("htmx-request") || dialog.querySelector(".htmx-request") !== null;

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== dialog && !dialog.contains(event.detail.target)) return;
  if (dialog.childElementCount) open();
  else if (dialog.open) dialog.close();
});
dialog.addEventListener("cancel", (event) => {
  if (busy()) event.preventDefault(); // an answer is on its way; leaving now would hide it
});
dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (opener?.isConnected) opener.focus();
  opener = null;
});
dialog.addEventListener("click", (event) => {
  const shut = event.target.closest("[data-close]");
  if (!shut || busy()) return;
  event.preventDefault(); // without script a [data-close] link leads back to the page
  dialog.close();
});

// Menus: one open at a time, shut by Escape, by a click elsewhere and when the focus leaves.
const openMenus = () => document.querySelectorAll("details.menu[open]");
const shutOthers = (place) => openMenus().forEach((menu) => menu.contains(place) || (menu.open = false));
document.addEventListener("click", (event) => shutOthers(event.target));
document.addEventListener("focusin", (event) => shutOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// [data-copy="#id"] puts the text of that element on the clipboard.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  toast(button.dataset.copied, "success");
});
