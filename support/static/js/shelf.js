/**
 * Where drafts lie: in the open tab, or on this device for whoever chose that on the page about themselves. Signing out,
 * leaving quickly, and somebody else's signing in clear the shelf.
 */

export const PREFIX = "draft:";
const NEWER = "newer:";
const CHOICE = "keep-drafts";
const OWNER = "drafts-of";

export function staysOnDevice() {
  return localStorage.getItem(CHOICE) === "yes";
}

export function shelf() {
  return staysOnDevice() ? localStorage : sessionStorage;
}

/**
 * Words that were changed where the service could not hear of it: newer than whatever it still has.
 * @param {string} key
 * @param {string} words
 */
export function changedUnheard(key, words) {
  shelf().setItem(key, words);
  shelf().setItem(NEWER + key, "yes");
}

/** Whether the service has not heard of these words yet. @param {string} key */
export function isUnheard(key) {
  return shelf().getItem(NEWER + key) !== null;
}

/** The service has these words now. @param {string} key */
export function heard(key) {
  shelf().removeItem(NEWER + key);
}

/** @param {Storage} place */
export function draftsOn(place) {
  return Object.keys(place).filter((key) => key.startsWith(PREFIX));
}

/**
 * Moves what is there already along with the choice.
 * @param {boolean} yes
 */
export function keepOnDevice(yes) {
  const before = shelf();
  if (yes) localStorage.setItem(CHOICE, "yes");
  else localStorage.removeItem(CHOICE);
  const after = shelf();
  if (before === after) return;
  for (const key of [...draftsOn(before), OWNER]) {
    const kept = before.getItem(key);
    if (kept !== null) after.setItem(key, kept);
    before.removeItem(key);
  }
}

export function forgetAll() {
  for (const place of [sessionStorage, localStorage]) {
    for (const key of [...draftsOn(place), OWNER]) for (const kept of [key, NEWER + key]) place.removeItem(kept);
  }
  localStorage.removeItem(CHOICE);
}

/**
 * A tab, and a device even more, outlives a session: what somebody began is not for whoever signs in after them. Signed out,
 * `owner` is empty: whoever comes back finds their words again.
 * @param {string | undefined} owner
 */
export function forgetSomebodyElses(owner) {
  if (!owner) return;
  if (shelf().getItem(OWNER) !== owner) forgetAll();
  shelf().setItem(OWNER, owner);
}
