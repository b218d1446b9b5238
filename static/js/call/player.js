// Plays a call's recording: our controls over <audio>, the two lanes of its sound, keys, and #t=83 in the address.

function start(box) {
  const audio = document.getElementById("audio");
  const seek = document.getElementById("seek");
  const canvas = document.getElementById("wave");
  const play = document.getElementById("play");
  const [deskLane, ourLane] = box.querySelectorAll(".lane");
  const words = box.dataset;
  const peaks = Uint8Array.from(atob(words.peaks), (one) => one.charCodeAt(0));
  const half = peaks.length / 2;
  const began = Number(words.began);
  const HEARD = 10; // of 255: louder than line noise
  const two = (n) => String(n).padStart(2, "0");
  const clock = (s) => `${Math.floor(s / 60)}:${two(Math.floor(s % 60))}`;
  const all = () => (Number.isFinite(audio.duration) ? audio.duration : Number(words.seconds));
  let wanted = null; // a place that was asked for before the sound was there
  const here = () => wanted ?? audio.currentTime;

  audio.controls = false;
  audio.hidden = true;
  box.querySelector(".deck").hidden = false;

  function go(second) {
    const place = Math.max(0, Math.min(second, all()));
    if (audio.readyState > 0) audio.currentTime = place;
    else wanted = place;
    show();
  }
  audio.addEventListener("loadedmetadata", () => {
    if (wanted !== null) audio.currentTime = wanted;
    wanted = null;
    show();
  });
  const toggle = () => (audio.paused ? audio.play() : audio.pause());

  // --- what is seen and read out ----------------------------------------------------------------
  function voice(second) {
    if (second < began) return words.announced;
    const at = Math.min(Math.floor((second / all()) * half), half - 1);
    const desk = peaks[at] > HEARD;
    const ours = peaks[half + at] > HEARD;
    return desk && ours ? words.both : desk ? words.desk : ours ? words.ours : words.quiet;
  }

  function spoken(second) {
    const whole = Math.floor(second);
    const template = whole < 60 ? words.short : words.long;
    return template.replace("{m}", Math.floor(whole / 60)).replace("{s}", whole % 60);
  }

  function show() {
    const second = here();
    document.getElementById("now").textContent = clock(second);
    if (audio.paused || document.activeElement !== seek) {
      seek.setAttribute("aria-valuenow", Math.floor(second)); // not while it plays: it would be read out all the time
      seek.setAttribute("aria-valuetext", `${spoken(second)}, ${voice(second)}`);
    }
    draw(second);
  }

  function draw(second) {
    const scale = window.devicePixelRatio || 1;
    const width = Math.round(seek.clientWidth * scale);
    const height = Math.round(seek.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, width, height);
    const step = Math.max(Math.round(3 * scale), 2);
    const done = (second / all()) * width;
    const colours = [deskLane, ourLane].map((lane) => getComputedStyle(lane).color);
    const ink = getComputedStyle(box).color;
    for (const side of [0, 1]) {
      const middle = height * (0.25 + side / 2);
      pen.fillStyle = colours[side];
      for (let x = 0; x < width; x += step) {
        const from = Math.floor((x / width) * half);
        const to = Math.max(from + 1, Math.floor(((x + step) / width) * half));
        const peak = Math.max(...peaks.subarray(side * half + from, side * half + to), 0);
        const tall = Math.max(Math.sqrt(peak / 255) * height * 0.46, scale);
        pen.globalAlpha = x <= done ? 1 : 0.42;
        pen.fillRect(x, middle - tall / 2, step - scale, tall);
      }
    }
    pen.globalAlpha = 0.12;
    pen.fillStyle = ink;
    pen.fillRect(0, 0, (began / all()) * width, height); // the announcement, which is not in it
    pen.globalAlpha = 1;
    for (const mark of box.querySelectorAll(".mark")) {
      pen.fillStyle = getComputedStyle(mark, "::before").backgroundColor;
      pen.beginPath();
      pen.arc((mark.dataset.at / 1000 / all()) * width, height / 2, 3.5 * scale, 0, 7);
      pen.fill();
    }
    pen.fillStyle = ink;
    pen.fillRect(Math.min(Math.max(done - scale, 0), width - 2 * scale), 0, 2 * scale, height);
  }

  function run() {
    show();
    if (!audio.paused) requestAnimationFrame(run);
  }
  for (const kind of ["play", "pause", "ended"]) {
    audio.addEventListener(kind, () => {
      const on = !audio.paused;
      play.classList.toggle("on", on);
      play.setAttribute("aria-label", on ? play.dataset.pause : play.dataset.play);
      run();
    });
  }
  audio.addEventListener("seeked", show);
  seek.addEventListener("focus", show);
  new ResizeObserver(show).observe(seek);
  new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);

  // --- hands ------------------------------------------------------------------------------------
  play.addEventListener("click", toggle);
  for (const button of box.querySelectorAll("[data-skip]")) {
    button.addEventListener("click", () => go(here() + Number(button.dataset.skip)));
  }
  document.getElementById("speed").addEventListener("change", (event) => (audio.playbackRate = Number(event.target.value)));
  document.getElementById("volume").addEventListener("input", (event) => (audio.volume = Number(event.target.value)));
  const drag = (event) => {
    const edge = seek.getBoundingClientRect();
    go(((event.clientX - edge.left) / edge.width) * all());
  };
  seek.addEventListener("pointerdown", (event) => {
    seek.setPointerCapture(event.pointerId);
    drag(event);
  });
  seek.addEventListener("pointermove", (event) => seek.hasPointerCapture(event.pointerId) && drag(event));
  const STEPS = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 30, PageDown: -30, Home: -Infinity, End: Infinity };
  seek.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in STEPS)) return;
    event.preventDefault();
    go(here() + STEPS[event.key]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target !== seek && event.target.closest("a, button, input, select, textarea, summary, dialog")) return;
    event.preventDefault();
    toggle();
  });

  // --- the address ------------------------------------------------------------------------------
  function follow() {
    const turn = document.querySelector(/^#turn-\d+$/.test(location.hash) ? location.hash : "#none");
    const second = turn ? turn.dataset.at / 1000 : /^#t=\d/.test(location.hash) ? parseFloat(location.hash.slice(3)) : null;
    if (second !== null) go(second);
    return second !== null;
  }
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#t"]');
    if (link && link.hash === location.hash) follow(); // the same place again
  });
  if (!follow()) go(began);
}

const box = document.getElementById("player");
if (box) start(box);
