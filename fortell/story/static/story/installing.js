// Keeps the page for use without a line, in the language of this one, and lets the worker serve it.
const SHELL = "fortell-shell", HOME = "fortell-home";

async function fill() {
  const answer = await fetch(`/offline/${document.documentElement.lang}/`, { credentials: "omit" });
  if (!answer.ok) return;
  const shell = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const parts = [...shell.querySelectorAll("script[src], link[href^='/static/']")].map((part) => part.getAttribute("src") ?? part.getAttribute("href"));
  const cache = await caches.open(SHELL);
  const [wanted, there] = [new Set(parts), (await cache.keys()).map((request) => new URL(request.url).pathname)];
  await cache.addAll([...wanted].filter((part) => !there.includes(part)));
  await cache.put("/offline/", answer);
  for (const part of there) if (part !== "/offline/" && !wanted.has(part)) await cache.delete(part);
}

export async function install(home) {
  try {
    localStorage.setItem(HOME, home);
    if (!navigator.serviceWorker || !globalThis.caches) return;
    await navigator.serviceWorker.register("/worker.js");
    await fill();
  } catch { /* the device keeps nothing, or the line is gone: the page works as it is */ }
}

export function forgetHome(home) {
  try { if (localStorage.getItem(HOME) === home) localStorage.removeItem(HOME); } catch { /* nothing was remembered */ }
}
