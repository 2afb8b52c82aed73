// What waits to be sent, and what is begun: kept on the device as she types, sent in its order once there is a line.
import { deliver } from "./sending.js";
import { canKeep, isEmpty, keep, kept, remove } from "./unsent.js";
import * as page from "./page.js";
import * as list from "./waiting.js";

const SOON = 4000; // ms until the next try; each later one waits twice as long
const LATEST = 60_000;
const PAUSE = 300; // ms after the last key before her words are kept
let retry, pause = SOON, typed, busy = false;
let writing = Promise.resolve(); // one after the other, so that older words never lie on top of newer ones
const holds = new Map(); // what this tab has in hand, so that another tab leaves it alone
export const own = { id: null, at: 0, waits: false, memory: null }; // `at`: when it was begun, which is its place in the row

const lock = (id) => `fortell-unsent-${id}`;

function hold(id) {
  if (!navigator.locks || holds.has(id)) return Promise.resolve(true);
  return new Promise((answer) => {
    navigator.locks.request(lock(id), { ifAvailable: true }, (granted) => {
      answer(Boolean(granted));
      return granted && new Promise((release) => holds.set(id, release));
    });
  });
}

export function letGo(id) {
  holds.get(id)?.();
  holds.delete(id);
}

const begun = (queued) => ({ ...page.item(queued), at: own.at });

function write(item) {
  writing = writing.then(() => keep(item)).then(() => page.show("no-room", false), () => page.show("no-room", true));
  return writing;
}

// Keep what stands in the field now. Without a word in it, the question alone: an answer can then be begun offline.
export function keepNow() {
  clearTimeout(typed);
  if (canKeep && page.form() && own.id && !busy) return write(begun(own.waits));
  return Promise.resolve();
}

export function keepSoon() {
  clearTimeout(typed);
  typed = setTimeout(keepNow, PAUSE);
}

// What earlier pages left: an answer begun to the question that is open goes back into the field, all else into the list.
async function takeUp() {
  for (const item of await kept(page.code())) {
    if (item.id === own.id || item.queued || !(await hold(item.id))) continue;
    if (isEmpty(item)) await drop(item.id);
    else if (page.form() && item.turn === page.form().elements.turn.value && page.standsUntouched()) intoField(item);
    else list.show(item, { state: page.form() ? "begun" : "closed", send: sendIt });
  }
}

function intoField(item) {
  letGo(own.id);
  own.id = page.form().elements.delivery.value = item.id;
  own.at = item.at;
  page.putBack(item);
}

async function drop(id) {
  await remove(id);
  letGo(id);
  list.take(id);
}

async function sendIt(item) {
  await keep({ ...item, queued: true });
  await send();
}

export async function begin() {
  own.id = page.form()?.elements.delivery.value ?? null;
  own.at = Date.now();
  own.waits = false;
  own.memory = null;
  if (own.id) await hold(own.id);
  if (!canKeep) return;
  await takeUp();
  await keepNow();
  await send();
}

// Her answer: on the disk first, then on the line.
export async function submit() {
  if (busy) return;
  const item = begun(true);
  clearTimeout(typed);
  own.waits = true;
  own.memory = item;
  if (canKeep) await write(item);
  await send();
}

async function waiting() {
  const found = canKeep ? (await kept(page.code())).filter((item) => item.queued) : [];
  if (own.memory && !found.some((item) => item.id === own.id)) found.push(own.memory);
  return found;
}

export async function send() {
  clearTimeout(retry);
  if (busy) return;
  busy = true;
  const work = async () => {
    let away = false;
    for (const item of await waiting()) {
      const result = away ? { outcome: "away" } : await tried(item);
      away ||= result.outcome === "away";
      await settle(item, result);
    }
    if (away) later();
    else pause = SOON;
  };
  try {
    await (navigator.locks ? navigator.locks.request(lock(`sending-${page.code()}`), work) : work());
  } finally {
    busy = false;
    keepNow();
    page.form()?.dispatchEvent(new CustomEvent("unsent:rested", { bubbles: true }));
  }
}

function later() {
  retry = setTimeout(send, pause);
  pause = Math.min(pause * 2, LATEST);
}

function tell(name, item, detail = {}) {
  document.dispatchEvent(new CustomEvent(`unsent:${name}`, { detail: { ...detail, item, mine: item.id === own.id } }));
}

function tried(item) {
  if (item.id === own.id) tell("sending", item);
  return deliver(item, { home: page.home(), progress: (arrived, total) => tell("progress", item, { arrived, total }) });
}

// What came of a try: what is kept leaves the device, what was refused is hers to change, all else goes on waiting.
async function settle(item, { outcome, html }) {
  const mine = item.id === own.id;
  if (canKeep && outcome === "kept") await drop(item.id);
  if (canKeep && outcome === "refused") await keep({ ...item, queued: false });
  if (!mine && outcome !== "kept") list.show(item, { state: outcome === "away" ? "queued" : outcome, send: sendIt });
  const event = () => tell(outcome, item, { html });
  if (!mine || outcome === "away" || outcome === "closed") return event();
  Object.assign(own, { waits: false, memory: null });
  event();
}

addEventListener("online", () => { pause = SOON; send(); });
