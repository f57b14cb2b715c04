/**
 * The queue by keyboard: j and k walk, Enter opens because each row is a link, c takes a case or gives it back, / goes to
 * the search. Never while somebody types, never together with another key, and off where somebody switched them off.
 * Without this script, Tab reaches everything.
 */

const OFF = "desk-keys-off";
const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-keys]"));
const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-keys-on]"));

const links = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".queue tbody th a")]);
/** @param {Element | null} element */
const rowOf = (element) => element?.closest(".queue tr[data-key]");

/** @param {number} by */
function walk(by) {
  const all = links();
  const row = rowOf(document.activeElement);
  const at = all.findIndex((link) => rowOf(link) === row);
  const next = row ? at + by : by > 0 ? 0 : all.length - 1;
  all[Math.max(0, Math.min(next, all.length - 1))]?.focus();
}

function take() {
  const row = rowOf(document.activeElement);
  /** @type {HTMLElement | null | undefined} */ (row?.querySelector("[data-take]"))?.click();
}

/** @type {Record<string, () => void>} */
const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  c: take,
  "/": () => document.getElementById("id_name")?.focus(),
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const act = keys[event.key];
  if (!act || typing || !box?.checked || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  event.preventDefault();
  act();
}

if (bar && box) {
  bar.hidden = false;
  try {
    box.checked = localStorage.getItem(OFF) === null;
  } catch {
    box.checked = true;
  }
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      // A browser that keeps nothing: it holds for this page.
    }
  });
  document.addEventListener("keydown", pressed);
}
