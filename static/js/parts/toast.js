// Short messages: says them to screen readers, lets them be dismissed, and takes quiet ones away in time.

const region = document.getElementById("toasts");
const SECONDS = 8;
const MOST = 3;

function say(text, urgent) {
  const place = document.getElementById(urgent ? "live-assert" : "live-polite");
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 150); // a change, not a start: only that is read out
}

function tend(shown) {
  const button = shown.querySelector("[data-dismiss]");
  button.hidden = false;
  button.addEventListener("click", () => shown.remove());
  const stays = shown.matches(".error, .warning") || shown.querySelector("a, form") !== null;
  say(shown.querySelector("p").textContent, shown.matches(".error"));
  if (stays) return;
  let left = SECONDS;
  const clock = setInterval(() => {
    if (shown.matches(":hover, :focus-within") || document.hidden) left = SECONDS;
    else left -= 1;
    if (left > 0 && shown.isConnected) return;
    clearInterval(clock);
    shown.remove();
  }, 1000);
}

export function toast(text, kind) {
  const made = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  made.querySelector("p").textContent = text;
  if (kind) made.classList.add(kind);
  region.append(made);
  while (region.childElementCount > MOST) region.firstElementChild.remove();
  tend(made);
}

// The server says it by the header HX-Trigger: {"toast": {"text": "Saved."}}.
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));
document.querySelectorAll("#toasts > .toast").forEach(tend);
