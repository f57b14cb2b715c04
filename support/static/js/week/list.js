/** The list of times in the form: read into a week, written from one. It is what is sent, with and without a script. */

import { DAYS, QUARTERS, Week } from "./week.js";

/**
 * @typedef {{ weekday: number, name: string, short: string, off: boolean, element: HTMLElement }} Day
 * @typedef {{ start: HTMLInputElement, end: HTMLInputElement }} Line
 */

/** @param {number} quarter */
const typed = (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;

/** @param {HTMLInputElement} input */
function quarterOf(input) {
  const time = /^([01]\d|2[0-3]):(00|15|30|45)/.exec(input.value);
  return time && Number(time[1]) * 4 + Number(time[2]) / 15;
}

export class List {
  /** @param {HTMLElement} field */
  constructor(field) {
    this.name = field.dataset.weekGrid ?? "";
    this.element = /** @type {HTMLElement} */ (field.querySelector(".week-list"));
    /** In the order of the reader's week. @type {Day[]} */
    this.days = [.../** @type {NodeListOf<HTMLElement>} */ (field.querySelectorAll("[data-weekday]"))].map((element) => {
      const { weekday, day = "", short = "", off } = element.dataset;
      return { weekday: Number(weekday), name: day, short, off: off !== undefined, element };
    });
  }

  /** @param {Day} day @returns {Line[]} */
  lines(day) {
    return [...day.element.querySelectorAll(".week-line")].map((line) => {
      const [start, end] = line.querySelectorAll("input");
      return { start, end };
    });
  }

  /** Adds an empty line to a day. @param {Day} day */
  add(day) {
    const count = this.lines(day).length;
    const last = [...day.element.querySelectorAll(".week-line")].pop();
    const line = /** @type {HTMLElement} */ (last?.cloneNode(true));
    line.querySelectorAll("input").forEach((input, i) => {
      input.name = `${this.name}-${day.weekday}-${count}-${i ? "to" : "from"}`;
      input.value = "";
      input.removeAttribute("aria-invalid");
    });
    last?.after(line);
    return line;
  }

  /** What the list says now; lines that are not clear yet are left alone. */
  read() {
    const week = new Week();
    for (const day of this.days) {
      for (const { start, end } of this.lines(day)) {
        const [from, to] = [quarterOf(start), quarterOf(end)];
        if (from === null || to === null || (from === to && from)) continue;
        week.fill(day.weekday, from, to > from ? to : QUARTERS, true);
        if (to && to <= from) week.fill((day.weekday + 1) % DAYS, 0, to, true);
      }
    }
    return week;
  }

  /** @param {Week} week */
  write(week) {
    for (const day of this.days) {
      const spans = week.spans(day.weekday);
      while (this.lines(day).length < spans.length) this.add(day);
      this.lines(day).forEach(({ start, end }, i) => {
        start.value = spans[i] ? typed(spans[i].from) : "";
        end.value = spans[i] ? typed(spans[i].to % QUARTERS) : "";
        for (const input of [start, end]) input.removeAttribute("aria-invalid");
      });
    }
  }

  /** Whether something in it needs another look. */
  unclear() {
    return this.element.querySelector("[aria-invalid]") !== null;
  }
}
