// The list of what waits on this device, other than what stands in the field: with its words, to send, copy or remove.
import { filesOf, keep, remove, valueOf } from "./unsent.js";

const shown = new Map(); // rows by delivery id

function become(part, state) {
  for (const piece of part.querySelectorAll("[data-when]")) piece.hidden = !piece.dataset.when.split(" ").includes(state);
}

function row(item, send) {
  const part = document.getElementById("waiting-item").content.cloneNode(true).firstElementChild;
  const at = (name) => part.querySelector(`[data-waiting="${name}"]`);
  at("question").textContent = item.question ?? "";
  at("words").textContent = valueOf(item, "text");
  for (const element of [at("question"), at("words")]) element.lang = item.language ?? "";
  at("files").hidden = !filesOf(item).length;
  at("count").textContent = filesOf(item).length;
  at("send").addEventListener("click", () => send(item));
  at("remove").addEventListener("click", async () => { await remove(item.id); become(part, "removed"); at("put-back").focus(); });
  at("put-back").addEventListener("click", async () => {
    await keep(item);
    become(part, item.queued ? "queued" : "begun");
    at("remove").focus();
  });
  return part;
}

const list = () => document.querySelector("#waiting ul");

// `state`: queued (goes by itself), begun (she had not sent it), refused (with the house's reason), closed.
export function show(item, { state, send, reason = "" }) {
  const part = shown.get(item.id) ?? row(item, send);
  become(part, state);
  part.querySelector('[data-waiting="reason"]').textContent = reason;
  if (!shown.has(item.id)) list().append(part);
  shown.set(item.id, part);
  document.getElementById("waiting").hidden = false;
}

export function take(id) {
  shown.get(id)?.remove();
  shown.delete(id);
  document.getElementById("waiting").hidden = !shown.size;
}
