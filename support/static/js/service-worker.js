/**
 * What is there without a line: the look of the place, a page that says so, and crisis help as it was last seen. No other
 * page is ever kept, so nothing that a member saw stays behind in a shared browser. The server puts `self.SHELL` before this.
 */

const SHELL = self.SHELL;
const CACHE = `shell-${SHELL.release}`;
const A_DAY_MS = 24 * 60 * 60 * 1000;
const UNREACHABLE = [502, 503, 504]; // a machine in front of ours says that ours does not answer
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(refresh(event.data ?? {})));
self.addEventListener("push", (event) => event.waitUntil(ring(event.data)));
self.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(moved(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method === "GET" && url.pathname.startsWith(SHELL.files)) event.respondWith(file(request));
});

/** A new release takes over at once: as no page is kept, nothing of the old one is still in use. */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.keptFiles);
  await Promise.all([keep(SHELL.offline), keep(SHELL.keptCrisis)]);
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** From the line, else what was kept. */
async function page(event, url) {
  const kept = url.pathname === SHELL.crisis ? SHELL.keptCrisis : SHELL.offline;
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    return UNREACHABLE.includes(answer.status) ? ((await find(kept)) ?? answer) : answer;
  } catch {
    return (await find(kept)) ?? Response.error();
  }
}

/** A file that is named by its content never changes; any other is asked for first. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request, { ignoreVary: true });
  if (found && SHELL.namedByContent && NAMED_BY_CONTENT.test(new URL(request.url).pathname)) return found;
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return found ?? Response.error();
  }
}

/** The two pages again: in another language, for another country, or after a day. */
async function refresh({ language, crisis }) {
  const { searchParams } = new URL(crisis ?? "/", location.origin);
  await Promise.all([
    keepAnew(SHELL.offline, language),
    crisis ? keep(SHELL.keptCrisis, searchParams) : keepAnew(SHELL.keptCrisis, language),
  ]);
}

async function keepAnew(address, language) {
  const found = await find(address);
  const age = Date.now() - Date.parse(found?.headers.get("Date") ?? "");
  const fresh = found && found.headers.get("Content-Language") === language && age < A_DAY_MS;
  if (!fresh) await keep(address, new URLSearchParams(found?.headers.get("X-Kept-For") ?? ""));
}

async function keep(address, query = new URLSearchParams()) {
  const asked = `${query}` ? `${address}?${query}` : address;
  const answer = await fetch(asked, { cache: "no-store" }).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-For", `${query}`);
  const cache = await caches.open(CACHE);
  await cache.put(address, new Response(await answer.blob(), { headers }));
}

async function find(address) {
  return (await caches.open(CACHE)).match(address, { ignoreVary: true });
}

/** Shows the words that came, which say nothing private. Of two with one tag, the second takes the place of the first. */
async function ring(data) {
  const { title, path, tag, lang, dir } = read(data);
  const { words, icon, page: notifications } = SHELL.ring;
  const fallback = words[navigator.language.slice(0, 2)] ?? words.en;
  const shown = { tag, lang, dir: dir === "rtl" ? "rtl" : "ltr", icon, badge: icon, data: { path: path ?? notifications } };
  await self.registration.showNotification(title || fallback, shown);
}

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

/** The page that it is about, on this site and no other; one that is open there already comes to the front. */
async function open(notification) {
  notification.close();
  const asked = new URL(`${notification.data?.path ?? ""}`, location.origin);
  const url = asked.origin === location.origin ? asked : new URL(SHELL.ring.page, location.origin);
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((client) => new URL(client.url).pathname === url.pathname);
  await (there ? there.focus() : self.clients.openWindow(url.href));
}

/** The push service moved this browser: the service learns where it is rung from now on. */
async function moved({ oldSubscription, newSubscription }) {
  if (!oldSubscription) return; // without the old address nobody knows whose it is; the page of devices offers it anew
  const fresh = newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options));
  const given = fresh.toJSON();
  const key = fresh.options?.applicationServerKey ?? oldSubscription.options?.applicationServerKey;
  const said = { old: oldSubscription.endpoint, endpoint: given.endpoint, ...given.keys, signed_with: key ? text(key) : SHELL.ring.key };
  await fetch(SHELL.ring.moved, { method: "POST", body: new URLSearchParams(said), credentials: "omit" });
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
