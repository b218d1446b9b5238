// The theme is applied as it is chosen; the cookie, which the server reads, is set by saving.

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-choose-theme] input")) return;
  const theme = event.target.value;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
});
