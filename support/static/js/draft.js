/**
 * Keeps what is typed in a `textarea[data-draft="name"]` (or input) until it is posted, so that a lost connection or a closed
 * page loses nothing. Only on this device, only for who typed it; shelf.js says where, and what makes it forget.
 */

import { changedUnheard, forgetAll, forgetSomebodyElses, heard, isUnheard, PREFIX, shelf } from "./shelf.js";

const SENT = "sent:";

/** @param {HTMLTextAreaElement | HTMLInputElement} field */
function keep(field) {
  const key = PREFIX + location.pathname + ":" + field.dataset.draft;
  const kept = shelf().getItem(key);
  if (kept && (isUnheard(key) || !field.value)) field.value = kept;
  // Where the service keeps what is typed, what it has not heard of is newer than what it brings.
  const asTyped = field.form?.hasAttribute("data-keep") ? changedUnheard : save;
  field.addEventListener("input", () => asTyped(key, field.value));
  field.form?.addEventListener("kept", () => heard(key));
  field.form?.addEventListener("submit", () => sessionStorage.setItem(SENT + key, "1"));
}

/**
 * @param {string} key
 * @param {string} words
 */
function save(key, words) {
  shelf().setItem(key, words);
}

/**
 * What was sent has arrived once another page comes. Not so when one comes "back" after a lost connection, or when the page
 * that came says that nothing arrived: then the words are found again.
 */
function forgetArrived() {
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const arrived = visit?.type !== "back_forward" && !document.querySelector("[data-nothing-arrived]");
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
    if (arrived) {
      shelf().removeItem(key.slice(SENT.length));
      heard(key.slice(SENT.length));
    }
    sessionStorage.removeItem(key);
  }
}

try {
  forgetSomebodyElses(document.body.dataset.draftsOf);
  forgetArrived();
  /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */ (document.querySelectorAll("[data-draft]")).forEach(keep);
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) form.addEventListener("submit", forgetAll);
} catch {
  // Storage is switched off: typing works as ever, only nothing is kept.
}
