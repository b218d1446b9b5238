// Tells screen readers what matters: questions at once, everything else in one polite sentence per five seconds.

import { board } from "./board.js";

function announce() {
  const everything = board.dataset.announcements === "all";
  const polite = document.getElementById("live-polite");
  const urgent = document.getElementById("live-assert");
  const EVERY_MS = 5_000;
  const MOST = 4; // sentences in one digest
  const told = new Set();
  const states = new Map(); // card → its chip, as it was told last
  const news = new Map(); // subject → sentence; a newer one takes the place of an older
  let timer = 0;
  let silentUntil = 0;

  const text = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const sentence = () => text(document.querySelector("[data-announce]"));
  let said = sentence();

  function queue(subject, words) {
    news.delete(subject);
    news.set(subject, words);
    timer ||= setTimeout(speak, Math.max(200, silentUntil - Date.now()));
  }

  function speak() {
    timer = 0;
    if (!news.size) return;
    polite.textContent = [...news.values()].slice(-MOST).join(" ");
    news.clear();
    silentUntil = Date.now() + EVERY_MS;
  }

  const WORTH = ".is-offer, .is-booked, .is-declined, .is-failed";
  function look(card) {
    const chip = card.querySelector(".chip");
    const words = text(chip);
    if (states.get(card.id) === words) return;
    const first = !states.has(card.id);
    states.set(card.id, words);
    if (!first && (everything || chip.matches(WORTH))) queue(card.id, `${text(card.querySelector("h3 a"))}: ${words}.`);
  }

  document.addEventListener("live:changed", (event) => {
    for (const fresh of event.detail.changed) {
      if (fresh.matches?.("#calls > li")) look(fresh);
      for (const need of fresh.id === "needs" ? fresh.querySelectorAll(".need") : []) {
        if (told.has(need.id)) continue;
        told.add(need.id);
        urgent.textContent = text(need.querySelector("[data-question-words]"));
      }
    }
    if (sentence() !== said) queue("head", (said = sentence()));
  });
  document.addEventListener("live:left", (event) => {
    const { need, left } = event.detail;
    if (left > 10 || left < 1 || told.has(`${need.id}:late`)) return;
    told.add(`${need.id}:late`);
    urgent.textContent = board.dataset.seconds.replace("{n}", left);
  });
  document.addEventListener("live:state", () => queue("connection", text(document.querySelector("[data-connection]"))));
  document.querySelectorAll("#calls > li").forEach((card) => states.set(card.id, text(card.querySelector(".chip"))));
}

if (board.dataset.announcements !== "off") announce();
