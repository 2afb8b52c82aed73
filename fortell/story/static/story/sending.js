// Bringing what was kept to the house, each answer once: its delivery id goes with every try, and the house knows it.
import { PIECEWISE_FROM, Refused, upload } from "./uploads.js";

const PATIENCE = 60_000; // ms until a try counts as failed

// Is the house there, does it still know this device, and may anything be sent? `token` is what its forms need.
export async function line(home) {
  try {
    const answer = await fetch(`${home}line/`, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 404) return { state: "closed" };
    return answer.ok ? await answer.json() : { state: "away" };
  } catch {
    return { state: "away" };
  }
}

async function formOf(item, home, token, progress) {
  const form = new FormData();
  const files = item.entries.filter(([, value]) => value instanceof Blob);
  const piecewise = Boolean(globalThis.crypto?.subtle) && files.some(([, file]) => file.size >= PIECEWISE_FROM);
  const total = files.reduce((sum, [, file]) => sum + file.size, 0);
  let arrived = 0;
  const more = (bytes) => progress(arrived += bytes, total);
  for (const [place, [field, value]] of item.entries.entries()) {
    if (!(value instanceof Blob)) form.append(field, value);
    else if (!piecewise) form.append(field, value, value.name);
    else form.append("upload", await upload(value, { home, delivery: item.id, place, field, token, progress: more }));
  }
  form.set("delivery", item.id);
  return form;
}

async function posted(item, home, token, progress) {
  const body = await formOf(item, home, token, progress);
  const headers = { "HX-Request": "true", "X-CSRFToken": token };
  return fetch(`${home}answers/`, { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
}

const OUTCOMES = new Map([[200, "kept"], [422, "refused"], [413, "refused"], [404, "closed"]]);

// One try. The outcome: "kept" with the page that follows, "refused" with the reason, "closed" where no further try
// would help, "away" where one will.
export async function deliver(item, { home, progress = () => {} }) {
  const now = await line(home);
  if (now.state !== "open") return { outcome: now.state };
  try {
    const answer = await posted(item, home, now.token, progress);
    return { outcome: OUTCOMES.get(answer.status) ?? "away", html: await answer.text() };
  } catch (error) {
    return error instanceof Refused ? { outcome: "refused", html: "" } : { outcome: "away" };
  }
}
