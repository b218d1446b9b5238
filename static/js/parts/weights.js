// Four linked weights that always add up to 100: numbers, sliders, − and +, presets, and any of them kept still.

function link(field) {
  const rows = [...field.querySelectorAll("[data-weight]")].map((row) => ({
    number: row.querySelector("input[type=number]"),
    range: row.querySelector("input[type=range]"),
    lock: row.querySelector("[data-lock]"),
    steps: row.querySelectorAll("[data-step]"),
  }));
  const total = field.querySelector("[data-total]");
  const presets = [...field.querySelectorAll("[data-preset]")];
  if (rows.length < 2 || field.dataset.linked) return;
  field.dataset.linked = "yes";
  field.querySelectorAll("[data-scripted]").forEach((part) => (part.hidden = false));

  const read = (text) => Math.max(0, Math.min(100, Number.parseFloat(text) || 0));
  const locked = (row) => row.lock?.checked ?? false;
  let values = shared(rows.map((row) => read(row.number.value)), 100);

  // Whole numbers in the same proportion that add up to `whole`; evenly when all are zero.
  function shared(given, whole) {
    const sum = given.reduce((a, b) => a + b, 0);
    const exact = given.map((value) => (sum ? (value * whole) / sum : whole / given.length));
    const result = exact.map(Math.floor);
    const order = exact.map((value, i) => [value - result[i], i]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    let rest = whole - result.reduce((a, b) => a + b, 0);
    for (let n = 0; rest > 0; n += 1, rest -= 1) result[order[n % order.length][1]] += 1;
    return result;
  }

  // One is set; what is not kept still makes room or fills up, in proportion.
  function set(index, wanted) {
    const others = rows.map((row, i) => i).filter((i) => i !== index && !locked(rows[i]));
    const kept = rows.reduce((sum, row, i) => sum + (i !== index && locked(row) ? values[i] : 0), 0);
    const room = 100 - kept;
    values[index] = others.length ? Math.min(Math.round(wanted), room) : room;
    const rest = shared(others.map((i) => values[i]), room - values[index]);
    others.forEach((i, n) => (values[i] = rest[n]));
  }

  function show(typing) {
    rows.forEach((row, i) => {
      if (row.number !== typing) row.number.value = values[i];
      row.range.value = values[i];
      const free = rows.some((other, j) => j !== i && !locked(other));
      [row.number, row.range, ...row.steps].forEach((part) => (part.disabled = false));
      row.range.disabled = locked(row) || !free;
      row.number.readOnly = locked(row) || !free;
      row.steps.forEach((step) => (step.disabled = locked(row) || !free));
    });
    total.textContent = `${values.join(" / ")} = ${values.reduce((a, b) => a + b, 0)}`;
    presets.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.preset === values.join(","))));
  }

  const changed = () => field.dispatchEvent(new Event("change", { bubbles: true }));

  rows.forEach((row, i) => {
    row.range.addEventListener("input", () => { set(i, read(row.range.value)); show(); });
    row.number.addEventListener("input", () => { set(i, read(row.number.value)); show(row.number); });
    row.number.addEventListener("change", () => show());
    row.lock?.addEventListener("change", () => show());
    row.steps.forEach((step) =>
      step.addEventListener("click", () => { set(i, read(values[i] + 5 * Number(step.dataset.step))); show(); changed(); }),
    );
  });
  presets.forEach((button) =>
    button.addEventListener("click", () => {
      rows.forEach((row) => row.lock && (row.lock.checked = false));
      values = button.dataset.preset.split(",").map(Number);
      show();
      changed();
    }),
  );
  show();
}

// Says that a form has changed, and asks before it is left like that.
function tend(form) {
  const note = form.querySelector("[data-unsaved]");
  let dirty = false;
  form.addEventListener("change", () => { dirty = true; if (note) note.hidden = false; });
  form.addEventListener("submit", () => (dirty = false));
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
}

const look = (root) => root.querySelectorAll("[data-weights]").forEach(link);
look(document);
document.querySelectorAll("form[data-saves]").forEach(tend);
document.addEventListener("htmx:load", (event) => look(event.detail.elt.parentElement ?? document));
