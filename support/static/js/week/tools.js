/** The buttons around the grid. */

import { make } from "./make.js";

const STEPS = [4, 2, 1]; // quarters in a row
/** @type {[string, boolean, number, number][]} word, on days off, from, to */
const QUICK = [["Mornings", false, 9 * 4, 12 * 4], ["Evenings", false, 18 * 4, 21 * 4], ["Weekends", true, 10 * 4, 18 * 4]];

/** @param {HTMLElement} button @param {boolean} on */
const press = (button, on) => button.setAttribute("aria-pressed", String(on));

export class Tools {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.grid = editor.grid;
    /** @type {(() => void)[]} what to bring up to date after a change */
    this.watches = [];
    this.undo = this.button("Undo", () => editor.undo());
    this.clear = this.button("Clear", () => editor.clear());
    this.watch(() => (this.undo.disabled = editor.past.length === 0));
    this.watch(() => (this.clear.disabled = editor.week.hours() === 0));
    this.quick = this.group("Quick", QUICK.map((choice) => this.choice(...choice)));
    this.fine = this.group("Rows", STEPS.map((step) => this.step(step)));
    this.fine.classList.add("joined");
    this.night = this.foldNight();
    this.acts = make("div", { class: "paint-acts" }, this.fine, this.undo, this.clear);
    this.refresh();
  }

  /** @param {() => void} look */
  watch(look) {
    this.watches.push(look);
  }

  refresh() {
    this.watches.forEach((look) => look());
  }

  /** @param {string} word @param {() => void} act @param {Record<string, string>} [values] */
  button(word, act, values) {
    const button = make("button", { type: "button", class: "chip" }, this.editor.words.say(word, values));
    button.addEventListener("click", act);
    return button;
  }

  /** @param {string} word @param {HTMLElement[]} buttons */
  group(word, buttons) {
    return make("div", { class: "paint-group", role: "group", "aria-label": this.editor.words.say(word) }, ...buttons);
  }

  /** Paints it at one tap, and takes it out at the next. @param {string} word @param {boolean} off @param {number} from @param {number} to */
  choice(word, off, from, to) {
    const days = this.grid.days.filter((day) => day.off === off).map((day) => day.weekday);
    const there = () => this.editor.week.covers(days, from, to);
    const button = this.button(word, () => this.editor.paint(days, from, to, !there()));
    this.watch(() => press(button, there()));
    return button;
  }

  /** @param {number} step */
  step(step) {
    const button = this.button("Minutes", () => this.look(() => (this.grid.step = step)), { minutes: String(step * 15) });
    this.watch(() => press(button, this.grid.step === step));
    return button;
  }

  foldNight() {
    const [start, end] = [this.editor.words.clock(0), this.editor.words.clock(24)];
    const button = make("button", { type: "button", class: "paint-night" }, this.editor.words.say("Night", { start, end }));
    button.addEventListener("click", () => this.look(() => (this.grid.night = !this.grid.night)));
    this.watch(() => button.setAttribute("aria-expanded", String(this.grid.night)));
    return button;
  }

  /** Another way to look at the same week. @param {() => void} switches */
  look(switches) {
    switches();
    this.grid.build();
    this.refresh();
  }
}
