/**
 * The page on which somebody lets this device tell them what is new. The browser is asked for its permission only when the
 * button is pressed; then the form carries what the browser said. All words stand in the page.
 */

const PATIENCE_MS = 10_000;

/** @param {string} name @param {boolean} yes */
function show(name, yes) {
  for (const part of document.querySelectorAll(`[data-ring-${name}]`)) part.toggleAttribute("hidden", !yes);
}

/** @param {string} text */
function bytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null} buffer */
function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0)));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Where the browser keeps no service worker, nothing would ever be ready. @returns {Promise<ServiceWorkerRegistration>} */
function registration() {
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS));
  return /** @type {any} */ (Promise.race([navigator.serviceWorker.ready, late]));
}

async function current() {
  return (await registration()).pushManager.getSubscription();
}

/** A new subscription, so that it is made for the key of today and for whoever is signed in. @param {string} key */
async function subscribed(key) {
  await (await current())?.unsubscribe();
  return (await registration()).pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

/** @param {HTMLFormElement} form @param {PushSubscription} subscription */
function fill(form, subscription) {
  const said = {
    endpoint: subscription.endpoint,
    p256dh: text(subscription.getKey("p256dh")),
    auth: text(subscription.getKey("auth")),
    signed_with: form.dataset.ringForm ?? "",
  };
  for (const [name, value] of Object.entries(said)) {
    /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = value;
  }
}

/** @param {HTMLFormElement} form @param {string | undefined} words */
function say(form, words) {
  const place = form.querySelector("[role=status]");
  if (place) place.textContent = words ?? "";
}

/** @param {HTMLFormElement} form */
async function ring(form) {
  const answer = await Notification.requestPermission();
  if (answer !== "granted") {
    show("denied", answer === "denied");
    return say(form, form.dataset.ringNo);
  }
  fill(form, await subscribed(form.dataset.ringForm ?? ""));
  form.submit();
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(form, "");
    ring(form).catch(() => say(form, form.dataset.ringFailed));
  });
}

/** Taking this device out also tells its browser so. @param {HTMLFormElement} form */
function prepareToEnd(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await current().then((subscription) => subscription?.unsubscribe()).catch(() => undefined);
    form.submit();
  });
}

const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const notOnHomeScreen = "standalone" in navigator && !navigator.standalone;
/** @type {HTMLFormElement | null} */
const form = document.querySelector("[data-ring-form]");
/** @type {HTMLFormElement | null} */
const off = document.querySelector("[data-ring-off]");

if (can && form) {
  const denied = Notification.permission === "denied";
  show("cannot", false);
  show("denied", denied);
  form.toggleAttribute("hidden", denied);
  prepare(form);
  if (off) {
    prepareToEnd(off);
    const here = Boolean(await current().catch(() => null));
    show("here", here);
    show("not-here", !here);
  }
} else if (notOnHomeScreen) {
  show("cannot", false);
  show("home", true);
}
