/** What can be done with a whole day: opened from its name, above the grid. */

import { make } from "./make.js";

export class DayMenu {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.box = make("div", { class: "day-menu", role: "group" });
    this.box.hidden = true;
    this.title = make("p");
    this.buttons = [this.button("Weekdays"), this.button("Everyday"), this.button("ClearDay")];
    this.box.append(this.title, ...this.buttons);
    this.weekday = 0;
    for (const head of editor.grid.heads) head.addEventListener("click", () => this.toggle(head));
    editor.grid.table.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.box.hidden) return;
      event.stopPropagation();
      this.close();
      this.head?.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.hidden && event.target instanceof Node && !this.head?.parentElement?.contains(event.target)) this.close();
    });
  }

  /** @param {"Weekdays" | "Everyday" | "ClearDay"} word */
  button(word) {
    const button = make("button", { type: "button" }, this.editor.words.say(word));
    button.addEventListener("click", () => {
      this.editor.withDay(this.weekday, word);
      this.close();
      this.head?.focus();
    });
    return button;
  }

  /** @param {HTMLButtonElement} head */
  toggle(head) {
    const open = this.head !== head || this.box.hidden;
    this.close();
    this.head = head;
    if (!open) return;
    const { grid, words } = this.editor;
    this.weekday = Number(head.dataset.day);
    this.title.textContent = words.say("Day", { day: words.day(this.weekday) });
    for (const button of this.buttons) button.disabled = this.editor.week.count(this.weekday) === 0;
    this.box.setAttribute("aria-label", this.title.textContent);
    const column = grid.heads.indexOf(head);
    grid.stand({ column, row: -1 });
    this.box.classList.toggle("to-the-start", column > 3);
    head.after(this.box);
    head.setAttribute("aria-expanded", "true");
    this.box.hidden = false;
  }

  close() {
    this.box.hidden = true;
    this.head?.setAttribute("aria-expanded", "false");
  }
}
