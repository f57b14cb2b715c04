/** The table that shows a week: cells to stand on, and over them the stretches as they are, to the quarter-hour. */

import { make } from "./make.js";
import { DAYS, QUARTERS } from "./week.js";

/**
 * @typedef {{ column: number, row: number }} Place   a cell: which day as shown, which row
 */

const MORNING = 6 * 4; // rows before six are the night, folded until asked for or used
const ROOM_FOR_TIMES = 2; // rows that a stretch needs before it shows both its times

export class Grid {
  /** @param {Day[]} days @param {Words} words @param {Week} week */
  constructor(days, words, week) {
    this.days = days;
    this.words = words;
    this.week = week;
    // A finger pulls edges to the quarter-hour; other hands want rows as fine as the hours are.
    this.step = week.fits(4) || matchMedia("(pointer: coarse)").matches ? 4 : 2;
    this.night = this.usesNight();
    /** Where the keyboard stands; row -1 is the name of the day. @type {Place} */
    this.at = { column: 0, row: 0 };
    /** The stretch whose edges can be pulled by a finger. @type {{ day: number, from: number } | null} */
    this.held = null;
    this.heads = days.map((day) => this.head(day));
    this.table = make("table", { class: "paint-grid", role: "grid", "aria-label": words.say("Title"), "aria-multiselectable": "true" });
    this.build();
  }

  usesNight() {
    return this.days.some(({ weekday }) => this.week.count(weekday, 0, MORNING) > 0);
  }

  first() {
    return this.night ? 0 : MORNING;
  }

  rows() {
    return (QUARTERS - this.first()) / this.step;
  }

  /** Which quarters a row stands for. @param {number} row @returns {[number, number]} */
  quarters(row) {
    const from = this.first() + row * this.step;
    return [from, from + this.step];
  }

  /** @param {Day} day */
  head(day) {
    const button = make("button", { type: "button", tabindex: "-1", "aria-expanded": "false", "data-day": String(day.weekday) });
    button.append(make("span", { "aria-hidden": "true" }, day.short), make("span", { class: "heard" }, day.name));
    return button;
  }

  /** Builds the rows anew: after a change of rows, not of paint. */
  build() {
    const standsOn = this.quarters(Math.max(this.at.row, 0))[0];
    const head = make("tr", {}, make("td"), ...this.heads.map((button) => make("th", { scope: "col" }, button)));
    const body = make("tbody");
    for (let row = 0; row < this.rows(); row++) body.append(this.row(row));
    this.table.replaceChildren(make("thead", {}, head), body);
    this.at.row = Math.min(Math.max(Math.floor((standsOn - this.first()) / this.step), 0), this.rows() - 1);
    this.draw();
  }

  /** @param {number} row */
  row(row) {
    const [from, to] = this.quarters(row);
    const onHour = from % 4 === 0;
    const line = make("tr", { class: onHour ? "on-hour" : "" });
    const clock = this.words.clock(from);
    const name = onHour ? make("span", { "aria-hidden": "true" }, this.words.hours[from / 4]) : "";
    line.append(make("th", { scope: "row" }, name, make("span", { class: "heard" }, clock)));
    for (const { weekday } of this.days) {
      line.append(make("td", { role: "gridcell", tabindex: "-1", "data-day": String(weekday), "data-from": String(from), "data-to": String(to) }));
    }
    return line;
  }

  /** @param {Place} place @returns {HTMLElement} */
  cell({ column, row }) {
    return row < 0 ? this.heads[column] : this.table.tBodies[0].rows[row].cells[column + 1];
  }

  /** Shows the week as it is now: the state and words of every cell, and the stretches. */
  draw() {
    this.table.dataset.step = String(this.step);
    this.days.forEach((_, column) => {
      for (let row = 0; row < this.rows(); row++) this.drawCell(column, row);
    });
    this.table.querySelectorAll(".stretch").forEach((stretch) => stretch.remove());
    this.days.forEach((day, column) => this.week.pieces(day.weekday).forEach(([from, to]) => this.drawStretch(column, from, to)));
    this.focusable(this.at);
  }

  /** @param {number} column @param {number} row */
  drawCell(column, row) {
    const cell = this.cell({ column, row });
    const [from, to] = this.quarters(row);
    const name = this.words.cell(this.week, this.days[column].weekday, from, to);
    if (cell.getAttribute("aria-label") === name) return;
    const filled = this.week.count(this.days[column].weekday, from, to);
    cell.setAttribute("aria-label", name);
    cell.setAttribute("aria-selected", String(filled === this.step));
  }

  /** @param {number} column @param {number} from @param {number} to */
  drawStretch(column, from, to) {
    const day = this.days[column].weekday;
    const top = Math.max(from, this.first());
    if (to <= top) return;
    const row = Math.floor((top - this.first()) / this.step);
    const rows = (to - top) / this.step;
    const stretch = make("div", { class: "stretch", "aria-hidden": "true" });
    stretch.classList.toggle("came-over", from === 0 && this.week.count((day + DAYS - 1) % DAYS, QUARTERS - 1) > 0);
    stretch.classList.toggle("goes-on", to === QUARTERS && this.week.count((day + 1) % DAYS, 0, 1) > 0);
    stretch.classList.toggle("held", this.held?.day === day && this.held.from === from);
    stretch.style.setProperty("--from", String((top - this.quarters(row)[0]) / this.step));
    stretch.style.setProperty("--rows", String(rows));
    if (rows >= 1) stretch.append(make("b", {}, this.words.short(from)));
    if (rows >= ROOM_FOR_TIMES) stretch.append(make("b", {}, this.words.short(to)));
    stretch.append(...["from", "to"].map((edge) => make("i", { class: "grip", "data-edge": edge, "data-day": String(day), "data-from": String(from), "data-to": String(to) })));
    this.cell({ column, row }).append(stretch);
  }

  /** From here the keyboard goes on. @param {Place} place */
  stand(place) {
    this.cell(this.at).tabIndex = -1;
    this.at = place;
    this.focusable(place);
  }

  /** @param {Place} place */
  focusable(place) {
    this.cell(place).tabIndex = 0;
  }

  /** The place under a point, or the nearest one; the quarter there as a number with its part. @param {number} x @param {number} y */
  nearest(x, y) {
    const body = this.table.tBodies[0].getBoundingClientRect();
    const boxes = this.days.map((_, column) => this.cell({ column, row: 0 }).getBoundingClientRect());
    const far = boxes.map((box) => Math.max(box.left - x, x - box.right, 0));
    const part = (y - body.top) / (body.height / this.rows());
    const row = Math.min(Math.max(Math.floor(part), 0), this.rows() - 1);
    return { column: far.indexOf(Math.min(...far)), row, quarter: this.first() + part * this.step };
  }
}
