// What the person wants done: opens conversations, whispers, answers and calls again over the socket.

import { htmx } from "../parts/htmx.js";
import { toast } from "../parts/toast.js";
import { board, put } from "./board.js";
import { isLive, send } from "./socket.js";

const place = () => document.getElementById("panel-place");
const opened = () => document.getElementById("panel")?.dataset.call;
let wanted = "";

function mark(id) {
  board.querySelectorAll(".call.chosen").forEach((each) => each.classList.remove("chosen"));
  if (id) board.querySelector(`#call-${CSS.escape(id)} .call`)?.classList.add("chosen");
}

export function open(id, then) {
  wanted = id;
  send({ command: "show", call: id }, (answer) => {
    if (wanted !== id) return;
    if (!answer.ok) return warn(answer.text);
    const template = document.createElement("template");
    template.innerHTML = answer.html.trim();
    place().replaceChildren(template.content);
    htmx?.process(place());
    history.replaceState(null, "", `?call=${id}`);
    mark(id);
    guard();
    document.dispatchEvent(new CustomEvent("live:changed", { detail: { changed: [place().firstElementChild] } }));
    (then ?? (() => document.getElementById("panel-title").focus({ preventScroll: innerWidth >= 1024 })))();
  });
}

function shut() {
  const id = document.getElementById("panel")?.dataset.call;
  wanted = "";
  place().replaceChildren();
  history.replaceState(null, "", location.pathname);
  mark("");
  if (id) document.querySelector(`[data-show="${CSS.escape(id)}"]`)?.focus();
}

const warn = (text) => toast(text, "warning");

board.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-show], [data-hide], [data-fill]");
  if (!link) return;
  if (link.dataset.fill) {
    const field = link.closest("form").elements.text;
    field.value = link.dataset.fill;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return field.focus();
  }
  event.preventDefault();
  if (link.dataset.show) open(link.dataset.show);
  else shut();
});

board.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-command]");
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  const fields = new FormData(form, event.submitter);
  const answers = fields.getAll("answer").filter(Boolean);
  const command = { ...Object.fromEntries(fields), ...form.dataset, answer: answers.at(-1) ?? "" };
  delete command.csrfmiddlewaretoken;
  const said = form.querySelector("[data-said]");
  form.setAttribute("aria-busy", "true");
  if (said) said.textContent = board.dataset.sending;
  send(command, (answer) => {
    form.removeAttribute("aria-busy");
    if (said) said.textContent = answer.text;
    else if (answer.text) warn(answer.text);
    if (!answer.ok) return;
    if (form.elements.text) {
      form.elements.text.value = "";
      count(form.elements.text);
    }
  });
});

function count(field) {
  const place = field.form?.querySelector("[data-count]");
  if (place) place.textContent = `${field.value.length}/${field.maxLength}`;
}
board.addEventListener("input", (event) => event.target.name === "text" && count(event.target));
board.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#panel") && !document.querySelector("dialog[open]")) shut();
});

// Without a line nothing can be done; what looks like it could says why.
function guard() {
  const off = !isLive();
  for (const each of board.querySelectorAll("form[data-command] button, .panel-state a, .stop, .offer .actions .button")) {
    each.toggleAttribute("data-off", off);
    if (off) {
      each.setAttribute("aria-disabled", "true");
      each.title = board.dataset.noLine;
    } else if (each.title === board.dataset.noLine) {
      each.removeAttribute("aria-disabled");
      each.removeAttribute("title");
    }
  }
}
addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-off]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  warn(board.dataset.noLine);
}, true);
document.addEventListener("live:state", guard);
document.addEventListener("live:changed", (event) => {
  const id = opened(); // after a loss it may lack sentences
  if (!id || !event.detail.changed.some((each) => each.id === "columns")) return;
  send({ command: "show", call: id }, (answer) => answer.ok && opened() === id && put(answer.html));
});
document.addEventListener("live:changed", () => {
  if (!isLive()) guard();
  const panel = document.getElementById("panel");
  panel?.classList.toggle("over", !panel.querySelector(".panel-state a"));
  mark(panel?.dataset.call ?? "");
});
