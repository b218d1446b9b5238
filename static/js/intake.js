// A new request: Enter sends, the talk stays at its end, unsent words survive a look at the form,
// and what was wrong with the form is gone once it is mended.

import "./app.js";

const log = () => document.querySelector(".log");
const field = () => document.getElementById("id_text");
const place = `unsent:${location.pathname.split("/")[2]}`;

function settle() {
  const end = log();
  if (end) end.scrollTop = end.scrollHeight;
}

document.addEventListener("keydown", (event) => {
  if (event.target === field() && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  }
  if (event.key === "Escape" && event.target.closest("[data-edit]")) {
    event.target.closest("[data-edit]").querySelector("[data-cancel]").click();
  }
});
document.addEventListener("input", (event) => {
  if (event.target === field()) sessionStorage.setItem(place, event.target.value);
});
document.addEventListener("submit", (event) => {
  if (event.target.closest("#chat")) sessionStorage.removeItem(place);
});
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.id !== "fields" || xhr.status !== 200) return;
  for (const told of elt.querySelectorAll(".errors, .error")) told.remove();
  for (const field of elt.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
});
document.addEventListener("htmx:afterSwap", settle);
document.addEventListener("htmx:afterSettle", settle);

if (field() && !field().value) field().value = sessionStorage.getItem(place) ?? "";
settle();
