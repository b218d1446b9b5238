// A passkey that was not given (cancelled, timed out, not known) is said in words, not in the console.

import { toast } from "./toast.js";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(document.getElementById("passkey-failed").content.textContent, "error");
});
