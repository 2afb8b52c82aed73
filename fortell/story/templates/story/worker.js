// Serves the one page that is kept for use without a line, and its letters and scripts. No page of hers is ever kept.
const SHELL = "fortell-shell", KEPT = "fortell-unsent";
const HERS = /^\/(tell\/[^/]+|app)\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && HERS.test(address.pathname)) event.respondWith(page(request, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(piece(request));
});

async function piece(request) {
  return await caches.match(request, { cacheName: SHELL }) ?? fetch(request);
}

async function page(request, address) {
  const answer = await fetch(request).catch(() => null);
  const gone = answer?.status === 404 && await keeps(address.pathname.split("/")[2]);
  const away = !answer || [502, 503, 504].includes(answer.status);
  const shell = (away || gone) && await caches.match("/offline/", { cacheName: SHELL });
  return shell || answer || Response.error();
}

// Whether something of hers waits here to be sent: behind a link that was closed she finds it, to copy or remove.
async function keeps(code) {
  if (!(await indexedDB.databases()).some((found) => found.name === KEPT)) return false;
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); request.onerror = () => resolve(null); });
  const database = await done(indexedDB.open(KEPT));
  const count = database?.objectStoreNames.contains("items") && await done(database.transaction("items").objectStore("items").index("code").count(code));
  database?.close();
  return count > 0;
}
