// What she has written and the house does not have yet, sealed in this browser: the words of one answer in `items`, each
// of its files in `files`, under one key a memoir that no script can read out (AES-GCM, 256 bits, not extractable).
const NAME = "fortell-unsent";
const text = { to: new TextEncoder(), from: new TextDecoder() };

// Without a secure address (plain http on a home network) a browser offers no keys; then nothing is kept at all.
export const canKeep = Boolean(globalThis.indexedDB && globalThis.crypto?.subtle);

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const found = request.result;
      found.createObjectStore("keys");
      found.createObjectStore("items", { keyPath: "id" }).createIndex("code", "code");
      found.createObjectStore("files", { keyPath: ["id", "place"] });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      resolve(request.result);
    };
  });
  return opening;
}

// Everything in `work` is asked for in one transaction; it resolves once all of it lies on the disk.
async function change(stores, work) {
  const transaction = (await database()).transaction(stores, "readwrite", { durability: "strict" });
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  work(...stores.map((name) => transaction.objectStore(name)));
  await ended;
}

async function read(store, asked) {
  return done(asked((await database()).transaction(store).objectStore(store)));
}

async function keyOf(code) {
  const known = await read("keys", (keys) => keys.get(code));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Another tab may have been first: what is there stays, and is what both use.
  await change(["keys"], (keys) => { keys.add(made, code).onerror = (event) => { event.preventDefault(); event.stopPropagation(); }; });
  return read("keys", (keys) => keys.get(code));
}

async function sealed(key, place, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.to.encode(place) }, key, content) };
}

async function opened(key, place, kept) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv, additionalData: text.to.encode(place) }, key, kept.sealed);
}

const isFile = ([, value]) => value instanceof Blob;

// An item: {id, code, queued, at, turn, question, language, entries}; `id` is the answer's delivery, `entries` the form's
// own [name, value] pairs. Raises QuotaExceededError where the device is full.
export async function keep(item) {
  const { id, code, queued, at, entries, ...rest } = item;
  const key = await keyOf(code);
  const words = { ...rest, entries: entries.map((entry) => (isFile(entry) ? [entry[0], null] : entry)) };
  const row = { id, code, queued, at, ...await sealed(key, id, text.to.encode(JSON.stringify(words))) };
  const files = await Promise.all(entries.map(async ([name, file], place) => isFile([name, file]) && {
    id, place, name: file.name ?? "", type: file.type, ...await sealed(key, `${id}/${place}`, await file.arrayBuffer()),
  }));
  await change(["items", "files"], (items, all) => {
    items.put(row);
    all.delete(IDBKeyRange.bound([id, 0], [id, Infinity]));
    for (const file of files) if (file) all.put(file);
  });
}

export async function remove(id) {
  await change(["items", "files"], (items, files) => {
    items.delete(id);
    files.delete(IDBKeyRange.bound([id, 0], [id, Infinity]));
  });
}

// The items of one memoir, oldest first. One that does not open (its key went) is left out.
export async function kept(code) {
  const rows = await read("items", (items) => items.index("code").getAll(code));
  if (!rows.length) return [];
  const key = await keyOf(code);
  const found = await Promise.all(rows.sort((a, b) => a.at - b.at).map((row) => itemOf(row, key).catch(() => null)));
  return found.filter(Boolean);
}

async function itemOf(row, key) {
  const words = JSON.parse(text.from.decode(await opened(key, row.id, row)));
  const files = await read("files", (all) => all.getAll(IDBKeyRange.bound([row.id, 0], [row.id, Infinity])));
  for (const file of files) {
    const content = await opened(key, `${row.id}/${file.place}`, file);
    words.entries[file.place][1] = new File([content], file.name, { type: file.type });
  }
  return { id: row.id, code: row.code, queued: row.queued, at: row.at, ...words };
}

// Everything of one memoir goes, its key first: whatever a crash leaves then does not open.
export async function forget(code) {
  await change(["keys"], (keys) => keys.delete(code));
  const rows = await read("items", (items) => items.index("code").getAll(code));
  for (const row of rows) await remove(row.id);
}

export const valueOf = (item, name) => item.entries.find(([entry]) => entry === name)?.[1] ?? "";
export const filesOf = (item) => item.entries.filter((entry) => isFile(entry) && entry[1].size).map(([, file]) => file);
export const isEmpty = (item) => !valueOf(item, "text").trim() && !filesOf(item).length;
