/** Lets the service worker keep the look of the place and crisis help for when there is no line. Without it, all else works. */

const { worker } = document.body.dataset;

/** @param {string} address */
async function start(address) {
  await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  /** @type {HTMLElement | null} */
  const crisis = document.querySelector("[data-keep-crisis]");
  active?.postMessage({ language: document.documentElement.lang, crisis: crisis?.dataset.keepCrisis });
}

/** For browsers that do not clear by themselves what the server asks them to clear. */
async function forget() {
  for (const name of await caches.keys()) await caches.delete(name);
}

if (worker && "serviceWorker" in navigator) {
  addEventListener("load", () => start(worker).catch(() => undefined)); // a browser that keeps nothing is right to refuse
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) form.addEventListener("submit", () => void forget());
}
