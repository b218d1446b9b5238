// Keeps the page true: each message is the HTML of some elements, found by their ids.
"use strict";

const board = document.querySelector("[data-live]");
const dot = document.querySelector("[data-connection]");
let wait = 1;
let number = 0;

function say(state, text) {
  dot.dataset.connection = state;
  dot.textContent = text;
  document.body.classList.toggle("stale", state !== "live");
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}${board.dataset.live}?since=${number}`);
  socket.onopen = () => {
    wait = 1;
    say("live", dot.dataset.textLive);
  };
  socket.onmessage = (message) => {
    const { number: newest, html } = JSON.parse(message.data);
    number = Math.max(number, newest);
    put(html);
  };
  socket.onclose = (event) => {
    say("lost", dot.dataset.textLost);
    if (event.code === 4404) return; // not ours, or gone: nothing to come back to
    setTimeout(connect, 1000 * wait);
    wait = Math.min(wait * 2, 30);
  };
}

function put(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  for (const fresh of [...template.content.children]) {
    const old = document.getElementById(fresh.id);
    if (old) {
      if (old.contains(document.activeElement) && old.dataset.keep !== undefined) continue;
      const open = [...old.querySelectorAll("details[open][id]")].map((d) => d.id);
      old.replaceWith(fresh);
      open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    } else {
      const into = document.getElementById(fresh.dataset.into);
      if (!into) continue;
      into.append(fresh);
    }
    window.htmx?.process(fresh); // links that open dialogs
  }
  for (const turns of document.querySelectorAll(".turns")) {
    if (!turns.matches(":hover, :focus")) turns.scrollTop = turns.scrollHeight;
  }
  announce();
}

// One polite sentence at most every five seconds, whatever happened meanwhile.
let announced = "";
let silentUntil = 0;
function announce() {
  const sentence = document.querySelector("[data-announce]")?.textContent.trim() ?? "";
  if (sentence === announced || Date.now() < silentUntil) return;
  announced = sentence;
  silentUntil = Date.now() + 5000;
  document.getElementById("live-polite").textContent = sentence;
}

function tick() {
  for (const timer of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(timer.dataset.since)) / 1000));
    timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

if (board) {
  number = Number(board.dataset.number);
  connect();
  setInterval(tick, 1000);
  tick();
}
