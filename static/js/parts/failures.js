// What became of a part of a page that did not arrive: said in words, in one place, for all of them.

import { toast } from "./toast.js";

const words = document.getElementById("failures").dataset;

document.addEventListener("htmx:sendError", () => toast(words.offline, "error"));
document.addEventListener("htmx:timeout", () => toast(words.offline, "error"));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  toast(xhr.status === 403 ? words.stale : words.failed, "error");
});
// Who has signed out meanwhile is not shown the sign-in within the page, but led there and back.
document.addEventListener("htmx:beforeSwap", (event) => {
  const came = new URL(event.detail.xhr.responseURL || location.href);
  if (came.pathname !== words.signIn || location.pathname === words.signIn) return;
  event.detail.shouldSwap = false;
  location.assign(`${words.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
});
