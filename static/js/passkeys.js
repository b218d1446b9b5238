// A passkey that was not given (cancelled, timed out, not known) is said in words, not in the console.
"use strict";

(() => {
  const words = document.currentScript.dataset.failed;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, kind: "error" } }));
  });
})();
