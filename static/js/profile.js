// Offers the browser's own time zone with one click when the profile says another.

import "./app.js";

const offer = document.getElementById("zone-here");
const button = offer.querySelector("button");
const field = document.getElementById(button.dataset.zoneFor);
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = [...document.querySelectorAll("#zones option")].some((option) => option.value === here);
const show = () => (offer.hidden = !known || field.value === here);
button.textContent = here;
button.addEventListener("click", () => {
  field.value = here;
  field.focus();
  show();
});
field.addEventListener("input", show);
show();
