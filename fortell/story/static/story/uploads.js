// Large files go up in pieces by the tus protocol (1.0.0), each piece stored before the next is sent: a line that breaks
// costs one piece. A file's name at the house is made from its answer and its content, so that a browser that was closed
// half-way finds what has arrived without having remembered anything.
const PIECE = 512 * 1024; // bytes
const PATIENCE = 60_000; // ms for one piece
const TUS = { "Tus-Resumable": "1.0.0" };
export const PIECEWISE_FROM = PIECE; // a smaller file is one piece anyway, and goes with the form

export class Refused extends Error {}

async function nameOf(file, delivery, place) {
  const content = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const whole = new TextEncoder().encode(`${delivery}/${place}/${[...content].join()}`);
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", whole)).slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80; // a UUID of version 8 (RFC 9562): made from something, as we like
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function asked(address, method, headers, token, body) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(address, { method, body, signal, redirect: "error", headers: { ...TUS, ...headers, "X-CSRFToken": token } });
  if ([400, 413].includes(answer.status)) throw new Refused(String(answer.status));
  return answer;
}

const base64 = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));

async function begun(home, name, field, file, token) {
  const facts = { name, field, filetype: file.type || "application/octet-stream" };
  const metadata = Object.entries(facts).map(([key, value]) => `${key} ${base64(value)}`).join(",");
  const answer = await asked(`${home}uploads/`, "POST", { "Upload-Length": file.size, "Upload-Metadata": metadata }, token);
  if (answer.status !== 201) throw new Error(`creation: ${answer.status}`);
  return 0;
}

const offsetIn = (answer) => Number(answer.headers.get("Upload-Offset"));

// Bring one file up to its end; its name at the house. `progress` hears how many bytes more have arrived.
export async function upload(file, { home, delivery, place, field, token, progress }) {
  const name = await nameOf(file, delivery, place);
  const address = `${home}uploads/${name}/`;
  const found = await asked(address, "HEAD", {}, token);
  let offset = found.ok ? offsetIn(found) : await begun(home, name, field, file, token);
  progress(offset);
  while (offset < file.size) {
    const piece = file.slice(offset, offset + PIECE);
    const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    const answer = await asked(address, "PATCH", headers, token, piece);
    // 409: a piece of ours arrived though its answer did not; what lies there says where to go on.
    const next = answer.ok ? offsetIn(answer) : answer.status === 409 ? offsetIn(await asked(address, "HEAD", {}, token)) : -1;
    if (next <= offset) throw new Error(`piece: ${answer.status}`);
    progress(next - offset);
    offset = next;
  }
  return name;
}
