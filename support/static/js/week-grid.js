/** The week grid: paints the weekly hours. It edits the inputs of the list, so the form sends the same without it. */

import { Editor } from "./week/editor.js";

for (const field of document.querySelectorAll("[data-week-grid]")) new Editor(/** @type {HTMLElement} */ (field));
