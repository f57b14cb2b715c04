/**
 * While a form is filled in, shows beside it what others will see: `[data-shown="name"]` follows the field of that name in
 * `form[data-preview-form]`. And turns the beginnings of sentences into buttons that put them into the words.
 */

/**
 * What a field says: its text, or the names of what is chosen.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function says(form, name) {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name="${name}"]`));
  return [...fields]
    .map((field) => (field.type === "checkbox" || field.type === "radio" ? (field.checked ? field.closest("label")?.textContent : "") : field.value))
    .map((words) => (words ?? "").trim())
    .filter(Boolean)
    .join(", ");
}

/** @param {HTMLFormElement} form */
function follow(form) {
  const shown = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-shown]"));
  form.addEventListener("input", () => {
    for (const place of shown) {
      const name = place.dataset.shown ?? "";
      if (!form.querySelector(`[name="${name}"]`)) continue;
      const words = says(form, name);
      place.textContent = words || place.dataset.empty || "";
      place.hidden = !place.textContent;
    }
  });
}

/**
 * @param {HTMLElement} starts
 * @param {HTMLTextAreaElement} field
 */
function offerStarts(starts, field) {
  for (const start of /** @type {NodeListOf<HTMLElement>} */ (starts.querySelectorAll("[data-start]"))) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = start.textContent;
    button.addEventListener("click", () => begin(field, start.dataset.start ?? ""));
    start.replaceChildren(button);
    start.classList.remove("tag");
  }
}

/**
 * Puts the beginning of a sentence where one can begin, and the cursor behind it.
 * @param {HTMLTextAreaElement} field
 * @param {string} words
 */
function begin(field, words) {
  const before = field.value.trimEnd();
  field.value = before ? `${before}\n${words}` : words;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-preview-form]");
if (form) follow(form);

/** @type {HTMLElement | null} */
const starts = document.querySelector("[data-starts]");
const field = document.getElementById(starts?.dataset.starts ?? "");
if (starts && field instanceof HTMLTextAreaElement) offerStarts(starts, field);
