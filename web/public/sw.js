// Keeps the shell of the console on the device, so that a second visit works without a network. Only
// files of the build are kept: no answer of the hub ever is.
const VERSION = "SHELL_VERSION";
const SHELL = ["SHELL_FILES"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(SHELL)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

// A page that finds a newer shell says so and asks; nothing changes under somebody's hands.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(
      caches.open(VERSION).then(async (cache) => (await cache.match("/")) ?? fetch(request)),
    );
    return;
  }
  if (!SHELL.includes(url.pathname)) return;
  event.respondWith(
    caches.open(VERSION).then(async (cache) => (await cache.match(url.pathname)) ?? fetch(request)),
  );
});
