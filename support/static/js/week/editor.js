/** One field: the week, how it came to be, and all that shows it. */

import { Brush } from "./brush.js";
import { DayMenu } from "./day-menu.js";
import { Grid } from "./grid.js";
import { Keys } from "./keys.js";
import { List } from "./list.js";
import { make } from "./make.js";
import { Tools } from "./tools.js";
import { Words } from "./words.js";

export class Editor {
  /** @param {HTMLElement} field */
  constructor(field) {
    this.field = field;
    this.list = new List(field);
    this.words = new Words(field, this.list.days);
    this.week = this.list.read();
    /** @type {Week[]} */
    this.past = [];
    this.grid = new Grid(this.list.days, this.words, this.week);
    this.menu = new DayMenu(this);
    this.tools = new Tools(this);
    this.says = make("p", { class: "heard", role: "status" });
    this.sum = make("div", { class: "paint-sum" });
    this.furnish();
    new Brush(this);
    new Keys(this);
    this.listen();
    this.tell();
  }

  furnish() {
    const finger = matchMedia("(pointer: coarse)").matches;
    const help = make("p", { class: "hint", id: `${this.list.name}-help` }, this.words.say(finger ? "Touch" : "Help"));
    this.grid.table.setAttribute("aria-describedby", help.id);
    const { quick, acts, fine, night } = this.tools;
    this.picture = [help, fine, night, this.grid.table];
    this.views = this.tools.group("Views", ["Painted", "Listed"].map((word) => this.view(word)));
    this.views.classList.add("joined");
    this.list.element.before(this.views, make("div", { class: "paint" }, help, quick, acts, night, this.grid.table));
    this.list.element.after(this.sum, this.says);
    this.turn(this.list.unclear() ? "Listed" : "Painted");
  }

  /** @param {string} word */
  view(word) {
    const button = this.tools.button(word, () => this.turn(word));
    this.tools.watch(() => button.setAttribute("aria-pressed", String(this.list.element.hidden === (word === "Painted"))));
    return button;
  }

  /** Shows the picture or the list: the same hours, in the same form. @param {string} word */
  turn(word) {
    this.list.element.hidden = word === "Painted";
    for (const part of this.picture ?? []) part.hidden = word !== "Painted";
    this.tools.refresh();
  }

  listen() {
    this.list.element.addEventListener("change", () => {
      const before = this.week;
      this.week = this.grid.week = this.list.read();
      if (!before.equals(this.week)) this.past.push(before);
      this.look();
    });
    this.list.element.addEventListener("click", (event) => this.deed(event));
  }

  /** The list's own buttons, without a way to the server and back. @param {Event} event */
  deed(event) {
    const button = event.target instanceof Element && /** @type {HTMLButtonElement | null} */ (event.target.closest("button[name]"));
    if (!button) return;
    event.preventDefault();
    const [what, weekday] = button.value.split("-");
    const day = this.list.days.find((one) => one.weekday === Number(weekday));
    const words = { weekdays: "Weekdays", everyday: "Everyday", clear: "ClearDay" };
    if (what === "more" && day) this.list.add(day).querySelector("input")?.focus();
    else this.withDay(Number(weekday), words[/** @type {keyof typeof words} */ (what)]);
  }

  /** @param {number} weekday @param {string} what */
  withDay(weekday, what) {
    const days = this.list.days.filter((day) => what === "Everyday" || !day.off).map((day) => day.weekday);
    this.change((week) => (what === "ClearDay" ? week.fill(weekday, 0, 96, false) : week.copyDay(weekday, days)),
      this.words.say("Said" + what, { day: this.words.day(weekday) }));
  }

  clear() {
    this.change((week) => this.list.days.forEach((day) => week.fill(day.weekday, 0, 96, false)), this.words.say("Cleared"));
  }

  /** @param {number[]} days @param {number} from @param {number} to @param {boolean} free */
  paint(days, from, to, free) {
    this.change((week) => days.forEach((day) => week.fill(day, from, to, free)), this.words.stroke(days, from, to, free));
  }

  /** @param {(week: Week) => void} alter @param {string} said */
  change(alter, said) {
    const before = this.week.copy();
    this.grid.held = null;
    alter(this.week);
    this.keep(before, said);
  }

  /** While a stroke goes on: only the grid follows. @param {Week} week */
  show(week) {
    this.week = this.grid.week = week;
    this.grid.draw();
  }

  /** A change is complete: it can be undone, the list says the same, and it is said once. @param {Week} before @param {string} said */
  keep(before, said) {
    if (!before.equals(this.week)) this.past.push(before);
    this.list.write(this.week);
    this.look();
    this.says.textContent = said;
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.grid.held = null;
    this.week = this.grid.week = before;
    this.list.write(before);
    this.look();
    this.says.textContent = this.words.say("Undone");
    if (this.tools.undo.disabled) this.rest();
  }

  /** A button that has done all it can gives the focus on. */
  rest() {
    if (this.grid.table.contains(document.activeElement)) return;
    const next = this.list.element.hidden ? this.grid.cell(this.grid.at) : this.views?.querySelector("[aria-pressed=true]");
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  look() {
    if (!this.grid.night && this.grid.usesNight()) {
      this.grid.night = true;
      this.grid.build();
    } else this.grid.draw();
    this.tools.refresh();
    this.tell();
  }

  /** In words, below. */
  tell() {
    const sentences = this.words.sentences(this.week);
    const lead = sentences.length ? this.words.sum(this.week) : this.words.say("Nothing");
    this.sum.replaceChildren(make("p", {}, make("b", {}, lead)), ...(sentences.length ? [make("ul", {}, ...sentences.map((line) => make("li", {}, line)))] : []));
  }
}
