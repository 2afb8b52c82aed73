// A passage that could not be saved stays in its form, and says so.
const tell = (event, shown) => {
  const notice = event.target.closest("form")?.querySelector("[data-undelivered]");
  if (notice) notice.hidden = !shown;
};
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(name, (event) => tell(event, true));
}
document.body.addEventListener("htmx:beforeRequest", (event) => tell(event, false));
document.body.addEventListener("htmx:afterSwap", () => document.querySelector(".passage-form textarea")?.focus());

addEventListener("beforeunload", (event) => {
  const changed = [...document.querySelectorAll(".passage-form textarea")].some((area) => area.value !== area.defaultValue);
  if (changed) event.preventDefault();
});
