// The answer form as it stands: what is in it as one item, and an item put back into it.
import { addPhotos, beginPhotos } from "./photos.js";
import { filesOf, valueOf } from "./unsent.js";

const AT_HOME = ["csrfmiddlewaretoken", "delivery"]; // the page's own, of no use later

export const form = () => document.getElementById("answer");
export const words = () => document.getElementById("words");
export const show = (id, shown) => { const part = document.getElementById(id); if (part) part.hidden = !shown; };
export const home = () => form()?.dataset.home ?? document.getElementById("waiting").dataset.home;
export const code = () => home().split("/").at(-2);

const isChosen = ([name, value]) => !AT_HOME.includes(name) && !(value instanceof Blob && !value.size);

export function item(queued) {
  const { turn, delivery } = form().elements;
  const question = document.getElementById("question");
  return {
    id: delivery.value, code: code(), queued, turn: turn.value, language: words().lang,
    question: question.textContent, entries: [...new FormData(form())].filter(isChosen),
  };
}

export function putBack(kept) {
  words().value = valueOf(kept, "text");
  const captions = kept.entries.filter(([name]) => name === "caption").map(([, value]) => value);
  beginPhotos();
  document.getElementById("chosen").replaceChildren();
  addPhotos(kept.entries.filter(([name]) => name === "photo").map(([, file]) => file).filter((file) => file.size), captions);
  for (const input of form().querySelectorAll("input[type=file]:not(#photo)")) giveFiles(input, kept);
}

function giveFiles(input, kept) {
  const files = new DataTransfer();
  for (const [name, value] of kept.entries) if (name === input.name && value instanceof Blob) files.items.add(value);
  if (!files.items.length) return;
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// Nothing of hers stands there but what the house itself put in: an answer that she took back.
export const standsUntouched = () => words().value === words().defaultValue && !filesOf(item(false)).length;
export const standsEmpty = () => !words().value.trim() && !filesOf(item(false)).length;

// Is it more than the house takes in? Told before anything is kept or sent.
export function tooLarge(kept) {
  return filesOf(kept).some((file) => file.size > Number(form().dataset.limit));
}
