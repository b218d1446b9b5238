// The live page's socket: what changed comes down as HTML, what is wanted goes up and is acknowledged.

import { board, put } from "./board.js";

const dot = document.querySelector("[data-connection]");
const note = document.getElementById("stale-note");
const STALE_MS = 10_000; // without a word from the server, two pings and a half
const ACK_MS = 5_000;
const waiting = new Map(); // id of a command → what to do with its ack
let socket = null;
let number = Number(board.dataset.number);
let tries = 0;
let spoke = false; // this socket
let heardAt = Date.now();
let state = "";
let words = ""; // for the state
let retry = 0;
let offset = 0; // of the server's clock to ours

const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" });

// Live, lost (being mended), stale (nothing heard for long), out (sign in again) or away (not ours).
function say(next) {
  if (next === state) return;
  state = next;
  const key = { live: "textLive", lost: "textLost", stale: "textStale", out: "textOut", away: "textLost" }[next];
  words = dot.dataset[key].replace("{time}", clock(heardAt));
  dot.dataset.connection = next === "live" ? "live" : "lost";
  dot.textContent = words;
  entitle();
  document.body.classList.toggle("stale", next !== "live");
  const text = { stale: board.dataset && note.dataset.text, out: note.dataset.out, away: note.dataset.away }[next];
  note.hidden = !text;
  note.querySelector("span").textContent = (text ?? "").replace("{time}", clock(heardAt));
  document.getElementById("sign-in").hidden = next !== "out";
  document.getElementById("retry").hidden = next !== "stale";
  document.dispatchEvent(new CustomEvent("live:state", { detail: { live: next === "live", state: next } }));
}

// The tab says what the page is about now, or that it is out of date.
function entitle() {
  const { title } = document.getElementById("campaign-head").dataset;
  document.title = state === "live" ? title : `${words} – ${title}`;
}
document.addEventListener("live:changed", entitle);

export function connect() {
  clearTimeout(retry);
  spoke = false;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const mine = (socket = new WebSocket(`${scheme}//${location.host}${board.dataset.live}?since=${number}`));
  mine.onmessage = (message) => mine === socket && hear(JSON.parse(message.data));
  mine.onclose = (event) => mine === socket && lose(event.code);
}

function hear(message) {
  heardAt = Date.now();
  tries = 0;
  spoke = true;
  if (message.ping) offset = message.ping - heardAt;
  else if (message.ack !== undefined) acknowledge(message);
  else take(message);
  say("live");
}

function take({ since, number: newest, html }) {
  const whole = since < 0 || html.includes('id="columns"');
  if (newest <= number && !whole) return; // known already
  if (since > number && !whole) {
    board.dataset.missed = Number(board.dataset.missed ?? 0) + 1;
    socket.close(); // ask again from where we are
    return;
  }
  number = newest;
  board.dataset.number = number;
  put(html);
}

function lose(code) {
  for (const [, { done }] of waiting) done({ ok: false, text: board.dataset.noLine });
  waiting.clear();
  // Who is signed in goes on: a change of password in this browser has given it another session.
  if (code === 4401) return spoke ? connect() : say("out");
  if (code === 4404) return say("away");
  say(Date.now() - heardAt > STALE_MS ? "stale" : "lost");
  const wait = Math.min(30_000, 500 * 2 ** tries) * (0.75 + Math.random() / 2);
  tries += 1;
  retry = setTimeout(connect, wait);
}

function acknowledge({ ack, ...answer }) {
  const asked = waiting.get(ack);
  if (!asked) return;
  waiting.delete(ack);
  clearTimeout(asked.timer);
  asked.done(answer);
}

// Sends a command and calls `done` with {ok, text, …}; what is not acknowledged in time says so.
export function send(command, done) {
  if (state !== "live" || socket.readyState !== WebSocket.OPEN) return done({ ok: false, text: board.dataset.noLine });
  const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const timer = setTimeout(() => {
    waiting.delete(id);
    done({ ok: false, text: board.dataset.late });
  }, ACK_MS);
  waiting.set(id, { done, timer });
  socket.send(JSON.stringify({ ...command, id }));
}

export const isLive = () => state === "live";
export const serverTime = () => Date.now() + offset;

document.getElementById("retry").addEventListener("click", connect);
setInterval(() => {
  if (Date.now() - heardAt <= STALE_MS || state === "out" || state === "away") return;
  if (state === "live") socket.close(); // it looks open and says nothing
  say("stale");
}, 1000);
addEventListener("online", () => state !== "live" && connect());
addEventListener("pagehide", () => socket && (socket.onclose = null));
