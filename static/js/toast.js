// Short messages: says them to screen readers, lets them be dismissed, and takes quiet ones away in time.
"use strict";

(() => {
  const region = document.getElementById("toasts");
  const SECONDS = 8;
  const MOST = 3;

  function say(text, urgent) {
    const place = document.getElementById(urgent ? "live-assert" : "live-polite");
    place.textContent = "";
    setTimeout(() => (place.textContent = text), 150); // a change, not a start: only that is read out
  }

  function tend(toast) {
    const button = toast.querySelector("[data-dismiss]");
    button.hidden = false;
    button.addEventListener("click", () => toast.remove());
    const stays = toast.matches(".error, .warning") || toast.querySelector("a, form") !== null;
    say(toast.querySelector("p").textContent, toast.matches(".error"));
    if (stays) return;
    let left = SECONDS;
    const clock = setInterval(() => {
      if (toast.matches(":hover, :focus-within") || document.hidden) left = SECONDS;
      else left -= 1;
      if (left > 0 && toast.isConnected) return;
      clearInterval(clock);
      toast.remove();
    }, 1000);
  }

  // Scripts say it by an event "toast"; the server by the header HX-Trigger: {"toast": {"text": "Saved."}}.
  document.addEventListener("toast", (event) => {
    const { text, kind } = event.detail;
    const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
    toast.querySelector("p").textContent = text;
    if (kind) toast.classList.add(kind);
    region.append(toast);
    while (region.childElementCount > MOST) region.firstElementChild.remove();
    tend(toast);
  });
  document.querySelectorAll("#toasts > .toast").forEach(tend);
})();
