/**
 * Keeps what is typed in a `textarea[data-draft="name"]` (or input) until it is posted, so that a lost connection or a closed
 * page loses nothing. Only in this tab, only on this device, only for who typed it; quick exit and signing out forget it.
 */

const PREFIX = "draft:";
const SENT = "sent:";
const OWNER = "drafts-of";

/** @param {HTMLTextAreaElement | HTMLInputElement} field */
function keep(field) {
  const key = PREFIX + location.pathname + ":" + field.dataset.draft;
  const kept = sessionStorage.getItem(key);
  if (kept && !field.value) field.value = kept;
  field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  field.form?.addEventListener("submit", () => sessionStorage.setItem(SENT + key, "1"));
}

/** What was sent has arrived once another page comes; coming "back" after a lost connection finds the words again. */
function forgetArrived() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
    if (visit?.type !== "back_forward") sessionStorage.removeItem(key.slice(SENT.length));
    sessionStorage.removeItem(key);
  }
}

/** A tab outlives a session: what somebody began here is not for whoever signs in after them. */
function forgetSomebodyElses() {
  const owner = document.body.dataset.draftsOf;
  if (!owner) return; // Signed out: whoever comes back finds their words again.
  if (sessionStorage.getItem(OWNER) !== owner) forgetAll();
  sessionStorage.setItem(OWNER, owner);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

try {
  forgetSomebodyElses();
  forgetArrived();
  /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */ (document.querySelectorAll("[data-draft]")).forEach(keep);
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) form.addEventListener("submit", forgetAll);
} catch {
  // Storage is switched off: typing works as ever, only nothing is kept.
}
