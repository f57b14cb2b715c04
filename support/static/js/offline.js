/** On the page for no connection: says when the line is back, and lets somebody go on with what they had begun to write. */

import { changedUnheard, draftsOn, PREFIX, shelf } from "./shelf.js";

addEventListener("online", () => {
  for (const words of document.querySelectorAll("[data-when-online]")) words.removeAttribute("hidden");
});

/**
 * @param {HTMLTemplateElement} template
 * @param {string} key
 */
function show(template, key) {
  const field = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const [words] = field.querySelectorAll("textarea");
  const [label] = field.querySelectorAll("label");
  const [page] = field.querySelectorAll("a");
  label.htmlFor = words.id = key;
  words.value = shelf().getItem(key) ?? "";
  words.addEventListener("input", () => changedUnheard(key, words.value));
  page.href = key.slice(PREFIX.length).replace(/:[^:]*$/, "");
  template.before(field);
}

try {
  const section = document.querySelector("[data-drafts]");
  /** @type {HTMLTemplateElement | null | undefined} */
  const template = section?.querySelector("[data-draft-here]");
  const begun = draftsOn(shelf()).filter((key) => shelf().getItem(key));
  if (template) for (const key of begun) show(template, key);
  if (begun.length) section?.removeAttribute("hidden");
} catch {
  // Storage is switched off: nothing was kept.
}
