// Without a line: she goes on with the answer to the last question, and it waits here until it can be sent.
import { begin, keepNow, keepSoon, own, submit } from "./outbox.js";
import { beginPhotos } from "./photos.js";
import { line } from "./sending.js";
import { isEmpty, kept } from "./unsent.js";
import * as list from "./waiting.js";
import * as page from "./page.js";

function homeHere() {
  if (location.pathname.startsWith("/tell/")) return location.pathname;
  try { return localStorage.getItem("fortell-home"); } catch { return null; }
}

function fresh() {
  page.form().elements.delivery.value = crypto.randomUUID();
  page.words().value = "";
  document.getElementById("chosen").replaceChildren();
  document.getElementById("photo").value = "";
  beginPhotos();
}

// The house is there and does not know this device any more: nothing is sent, and what waits is hers to take.
function shut(items) {
  page.show("shut", true);
  page.show("calm", false);
  page.form().hidden = true;
  for (const item of items) if (!isEmpty(item)) list.show(item, { state: "closed" });
}

// The question that was open last stands over the field; its words and files come back by themselves.
async function open(home) {
  document.getElementById("waiting").dataset.home = page.form().dataset.home = home;
  document.getElementById("back").href = home;
  const items = await kept(page.code());
  if ((await line(home)).state === "closed") return shut(items);
  const last = items.findLast((item) => !item.queued) ?? items.at(-1);
  for (const item of items) if (item.queued) list.show(item, { state: "queued" });
  page.show("nothing", !last);
  page.form().hidden = !last;
  if (!last) return;
  const question = document.getElementById("question");
  question.textContent = last.question;
  question.lang = page.words().lang = last.language;
  page.form().elements.turn.value = last.turn;
  fresh();
  await begin();
}

document.addEventListener("submit", (event) => {
  if (event.target !== page.form()) return;
  event.preventDefault();
  document.getElementById("refusal").replaceChildren();
  if (page.standsEmpty()) page.words().focus();
  else if (page.tooLarge(page.item(true))) document.getElementById("refusal").append(document.getElementById("too-large").content.cloneNode(true));
  else submit();
});
document.addEventListener("unsent:away", ({ detail }) => {
  if (!detail.mine) return;
  list.show(detail.item, { state: "queued" });
  document.getElementById("announced").textContent = document.getElementById("is-kept").textContent;
  Object.assign(own, { waits: false, memory: null });
  fresh();
  own.id = page.form().elements.delivery.value;
  own.at = Date.now();
  page.words().focus();
});
document.addEventListener("unsent:refused", ({ detail }) => { document.getElementById("refusal").innerHTML = detail.html; });
document.addEventListener("unsent:closed", ({ detail }) => shut([detail.item]));
document.addEventListener("unsent:kept", () => { if (page.standsEmpty()) location.reload(); });
document.addEventListener("input", (event) => { if (page.form().contains(event.target)) keepSoon(); });
addEventListener("pagehide", keepNow);

const home = homeHere();
if (home) open(home);
else page.show("nothing", true);
