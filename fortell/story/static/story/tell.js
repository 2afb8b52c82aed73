// Her words stay in the page until the server has said that it keeps them. The same delivery id goes with every try,
// so an answer that did arrive is not kept twice.
const RETRY_AFTER = 4000; // ms
let retry;
let unsent = ""; // words typed before she asked for another question: they come along

const answer = () => document.getElementById("answer");
const show = (id, shown) => { document.getElementById(id).hidden = !shown; };

function undelivered(event) {
  if (event.target !== answer()) return;
  if ([403, 404].includes(event.detail.xhr?.status)) return show("closed", true); // trying again would not help
  show("undelivered", true);
  clearTimeout(retry);
  retry = setTimeout(() => answer()?.requestSubmit(), RETRY_AFTER);
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(name, undelivered);
}

// A refusal (422, 413) is shown beside her words; only a kept answer replaces the page.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  clearTimeout(retry);
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 413) {
    event.detail.target = document.getElementById("refusal");
    event.detail.swapOverride = "innerHTML show:none";
    show("undelivered", false);
  }
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  unsent = event.target === answer() ? "" : document.getElementById("words")?.value ?? "";
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "tell") return;
  document.getElementById("words").value = unsent;
  document.getElementById("question").focus({ preventScroll: true });
});

function choosePhoto() {
  const file = document.getElementById("photo").files[0];
  const preview = document.getElementById("preview");
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.hidden = !file;
  if (file) {
    preview.src = URL.createObjectURL(file);
    preview.onerror = () => { preview.hidden = true; }; // HEIC and TIFF are kept, but not every browser shows them
  }
  show("chosen", Boolean(file));
}

document.body.addEventListener("change", (event) => {
  if (event.target.id === "photo") choosePhoto();
});
document.body.addEventListener("click", (event) => {
  if (event.target.id !== "remove") return;
  document.getElementById("photo").value = "";
  choosePhoto();
});

addEventListener("beforeunload", (event) => {
  if (document.getElementById("words")?.value.trim()) event.preventDefault();
});
