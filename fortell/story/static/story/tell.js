// Her page. Words stay in it until the house has said that it keeps them; until then they are kept on the device too.
import { begin, keepNow, keepSoon, letGo, own, submit } from "./outbox.js";
import { install } from "./installing.js";
import { beginPhotos } from "./photos.js";
import * as page from "./page.js";
import { canKeep, isEmpty, remove } from "./unsent.js";

const { htmx } = globalThis;
let carried = null; // what she had begun before she asked for another question: it comes along

function announce(words) {
  document.getElementById("announced").textContent = words;
}

function turn() {
  beginPhotos();
  const heard = document.querySelector("#turn .heard");
  if (heard) announce(heard.textContent);
  document.getElementById("question").focus({ preventScroll: true });
}

function swap(html) {
  const tell = document.getElementById("tell");
  tell.innerHTML = html; // our own page part, from our own house, as htmx would put it in
  htmx.process(tell);
  scrollTo({ top: 0 });
  turn();
  begin();
}

const waits = (shown) => {
  page.form().toggleAttribute("aria-busy", shown);
  page.words().readOnly = shown;
  page.show("sending", shown);
  for (const button of page.form().querySelectorAll("button")) button.disabled = shown;
};

function notices({ undelivered = false, closed = false }) {
  page.show("undelivered", undelivered);
  page.show("closed", closed);
}

document.addEventListener("submit", (event) => {
  if (event.target !== page.form()) return;
  event.preventDefault();
  document.getElementById("refusal").replaceChildren();
  if (page.tooLarge(page.item(true))) document.getElementById("refusal").append(document.getElementById("too-large").content.cloneNode(true));
  else submit();
});

document.addEventListener("unsent:sending", () => waits(true));
document.addEventListener("unsent:progress", ({ detail }) => {
  const bar = document.querySelector("#sending progress");
  if (!detail.mine || !bar) return;
  bar.hidden = !detail.total;
  bar.max = detail.total;
  bar.value = detail.arrived;
});
document.addEventListener("unsent:rested", () => waits(false));
document.addEventListener("unsent:away", ({ detail }) => { if (detail.mine) notices({ undelivered: true }); });
document.addEventListener("unsent:closed", ({ detail }) => { if (detail.mine) notices({ closed: true }); });
document.addEventListener("unsent:refused", ({ detail }) => {
  if (!detail.mine) return;
  notices({});
  document.getElementById("refusal").innerHTML = detail.html;
});
document.addEventListener("unsent:kept", ({ detail }) => {
  if (detail.mine) swap(detail.html);
  else if (page.standsEmpty()) htmx.ajax("GET", page.home(), { target: "#tell", swap: "innerHTML" });
});

// The other choices go by htmx: what she had begun comes along to the next question, unless that comes with words.
document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
  if (detail.target?.id === "tell" && page.form()) carried = { item: page.item(false), own: own.id, moves: !target.closest("[data-takes-back]") };
});
document.addEventListener("htmx:afterSwap", async ({ detail }) => {
  if (detail.target.id !== "tell") return;
  turn();
  const before = carried;
  carried = null;
  if (before?.own) letGo(before.own);
  if (before?.moves && page.standsEmpty()) {
    if (!isEmpty(before.item)) page.putBack(before.item);
    if (canKeep) await remove(before.item.id);
  }
  begin();
});
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, ({ detail }) => { if (detail.target?.id === "tell") page.show("no-line", true); });
}

document.addEventListener("input", (event) => { if (page.form()?.contains(event.target)) keepSoon(); });
addEventListener("pagehide", keepNow);
document.addEventListener("visibilitychange", () => { if (document.hidden) keepNow(); });
if (!canKeep) addEventListener("beforeunload", (event) => { if (!page.standsEmpty()) event.preventDefault(); });

beginPhotos();
begin();
install(page.home());
