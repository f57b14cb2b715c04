/** Leaving quickly: by the link on every page, or by pressing Shift three times. Without this script the link still leads away. */

const PRESSES = 3;
const WITHIN_MS = 2000;

/** @type {HTMLAnchorElement | null} */
const link = document.querySelector("[data-leave-quickly]");

/**
 * Blanks the page at once, forgets what was typed, and puts the other place where this page was, so that "back" does not
 * return here.
 * @param {string} where
 */
function leave(where) {
  document.documentElement.classList.add("gone");
  document.title = "";
  try {
    sessionStorage.clear();
    localStorage.clear();
    forgetBegun();
  } finally {
    location.replace(where);
  }
}

/** What was begun without an account is forgotten by the service as well; the request outlives this page. */
function forgetBegun() {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form[data-forget-begun]");
  if (form) navigator.sendBeacon(form.action, new FormData(form));
}

/** Watches for Shift pressed alone, three times in a row; typing capitals never counts. */
function watchShift() {
  /** @type {number[]} */
  let presses = [];
  let alone = false;
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.repeat;
    if (event.key !== "Shift") presses = [];
  });
  addEventListener("pointerdown", () => (alone = false));
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone || !link) return;
    const now = Date.now();
    presses = [...presses.filter((then) => now - then < WITHIN_MS), now];
    if (presses.length >= PRESSES) leave(link.href);
  });
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  watchShift();
  for (const words of document.querySelectorAll("[data-only-with-script]")) words.removeAttribute("hidden");
}
// A page that was left may be kept by the browser for "back": it stays blank and leaves again.
addEventListener("pageshow", (event) => {
  if (event.persisted && link && document.documentElement.classList.contains("gone")) leave(link.href);
});
