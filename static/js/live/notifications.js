// Browser notifications on the live page: asked for once, after calls were started; only while nobody is looking.

const board = document.querySelector("[data-notify]");
// Event → words, for the events that the person wants.
const wanted = board && "Notification" in window ? JSON.parse(board.dataset.notify) : {};

function notify() {
  const ask = document.getElementById("notify-ask");

  if (ask && Notification.permission === "default" && localStorage.getItem("notify-asked") === null) {
    ask.hidden = false;
    ask.querySelector("[data-yes]").addEventListener("click", async () => {
      localStorage.setItem("notify-asked", "yes");
      ask.hidden = true;
      await Notification.requestPermission();
    });
    ask.querySelector("[data-no]").addEventListener("click", () => {
      localStorage.setItem("notify-asked", "no");
      ask.hidden = true;
    });
  }

  document.addEventListener("live:turned", () => {
    // Once the calls are over no offer is waited for.
    if (ask && document.getElementById("campaign-head").dataset.folds === "yes") ask.hidden = true;
  });

  let before = counts();

  function counts() {
    const of = (selector) => document.querySelectorAll(selector).length;
    return {
      offer: of("#shortlist [data-offer-id]"),
      needs_you: of("form[data-question]"),
      booked: of("#booking.booked-note"),
      failed: of("#campaign-head[data-status=failed]"),
    };
  }

  new MutationObserver(() => {
    const after = counts();
    for (const [event, words] of Object.entries(wanted)) {
      if (after[event] > (before[event] ?? 0) && document.hidden && Notification.permission === "granted") {
        const note = new Notification(words, { tag: `${location.pathname}#${event}` });
        note.addEventListener("click", () => { window.focus(); note.close(); });
      }
    }
    before = after;
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
}

if (Object.keys(wanted).length) notify();
