/**
 * Mouse, pen and finger. A finger taps, or is held down and then draws, or pulls an edge; until then it scrolls the page as
 * ever. The first cell decides whether a stroke paints or takes out.
 */

import { QUARTERS } from "./week.js";

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ day: number, from: number, to: number, fixed: number, beside: number }} Edge   what is pulled, how far beside it the finger is; the other end stays
 * @typedef {{ from: Place, edge: Edge | null, at: Point, last: Point, free: boolean, before: Week, wet: boolean, timer: number, said: string }} Stroke
 */

const HOLD_MS = 220;
const SLOP = 8; // pixels a finger may tremble
const NEAR_AN_END = 56; // so near to the end of the window it scrolls along
const PACE = 6; // pixels a frame

export class Brush {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.grid = editor.grid;
    /** @type {Stroke | null} */
    this.stroke = null;
    const { table } = this.grid;
    table.addEventListener("pointerdown", (event) => this.down(event));
    table.addEventListener("pointermove", (event) => this.move(event));
    table.addEventListener("pointerup", () => this.up());
    table.addEventListener("pointercancel", () => this.drop());
    table.addEventListener("touchmove", (event) => this.stroke?.wet && event.cancelable && event.preventDefault(), { passive: false });
    table.addEventListener("contextmenu", (event) => this.stroke && event.preventDefault());
  }

  /** @param {PointerEvent} event */
  down(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.closest("tbody td") || event.button !== 0 || !event.isPrimary) return;
    const at = { x: event.clientX, y: event.clientY };
    const { column, row } = this.grid.nearest(at.x, at.y);
    const free = this.editor.week.count(this.grid.days[column].weekday, ...this.grid.quarters(row)) < this.grid.step;
    const edge = this.edge(/** @type {HTMLElement | null} */ (target.closest(".grip")), at);
    this.stroke = { from: { column, row }, edge, at, last: at, free, before: this.editor.week.copy(), wet: false, timer: 0, said: "" };
    if (event.pointerType === "touch") this.stroke.timer = window.setTimeout(() => this.wet(), HOLD_MS);
    else if (!edge) this.wet();
    this.grid.table.setPointerCapture(event.pointerId);
  }

  /** @param {HTMLElement | null} grip @param {Point} at @returns {Edge | null} */
  edge(grip, at) {
    if (!grip) return null;
    const [day, from, to] = [grip.dataset.day, grip.dataset.from, grip.dataset.to].map(Number);
    const [pulled, fixed] = grip.dataset.edge === "from" ? [from, to] : [to, from];
    return { day, from, to, fixed, beside: this.grid.nearest(at.x, at.y).quarter - pulled };
  }

  /** The brush touches the paper: from here on it paints. */
  wet() {
    if (!this.stroke || this.stroke.wet) return;
    this.stroke.wet = true;
    this.grid.table.classList.add("painting");
    if (this.stroke.timer) navigator.vibrate?.(10);
    this.paint();
    this.scrollAlong();
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { stroke } = this;
    if (!stroke) return;
    stroke.last = { x: event.clientX, y: event.clientY };
    const [across, along] = [Math.abs(stroke.last.x - stroke.at.x), Math.abs(stroke.last.y - stroke.at.y)];
    if (stroke.edge ? along > SLOP / 2 : across > SLOP) this.wet();
    if (stroke.wet) this.paint();
    else if (along > SLOP) this.drop();
  }

  /** Where the stroke is now, always from the week before it: going back takes back. */
  paint() {
    const { stroke, grid } = this;
    if (!stroke) return;
    const { column, row, quarter } = grid.nearest(stroke.last.x, stroke.last.y);
    const week = stroke.before.copy();
    const moved = stroke.edge && Math.abs(stroke.last.y - stroke.at.y) > SLOP / 2;
    if (stroke.edge && moved) this.pull(week, stroke.edge, Math.round(quarter - stroke.edge.beside));
    else this.rectangle(week, stroke, { column, row });
    this.editor.show(week);
  }

  /** @param {Week} week @param {Stroke} stroke @param {Place} to */
  rectangle(week, stroke, to) {
    const columns = [stroke.from.column, to.column].sort((a, b) => a - b);
    const rows = [stroke.from.row, to.row].sort((a, b) => a - b);
    const days = this.grid.days.slice(columns[0], columns[1] + 1).map((day) => day.weekday);
    const [from, until] = [this.grid.quarters(rows[0])[0], this.grid.quarters(rows[1])[1]];
    for (const day of days) week.fill(day, from, until, stroke.free);
    const first = this.grid.days[stroke.from.column].weekday;
    const piece = stroke.free && week.pieceAt(first, from);
    this.grid.held = piece ? { day: first, from: piece[0] } : null;
    stroke.said = this.editor.words.stroke(days, from, until, stroke.free);
  }

  /** Pulls one end of a stretch, by quarter-hours; it never becomes nothing. @param {Week} week @param {Edge} edge @param {number} quarter */
  pull(week, { day, from, to, fixed }, quarter) {
    const end = Math.min(Math.max(quarter, this.grid.first()), QUARTERS);
    const moved = end === fixed ? (fixed === to ? to - 1 : from + 1) : end;
    const [start, until] = [Math.min(fixed, moved), Math.max(fixed, moved)];
    week.fill(day, from, to, false);
    week.fill(day, start, until, true);
    this.grid.held = { day, from: week.pieceAt(day, start)?.[0] ?? start };
    if (this.stroke) this.stroke.said = this.editor.words.stroke([day], start, until, true);
  }

  /** While it paints near the end of the window, the page comes along. */
  scrollAlong() {
    const { stroke } = this;
    if (!stroke?.wet) return;
    const { y } = stroke.last;
    const pace = y < NEAR_AN_END ? -PACE : y > innerHeight - NEAR_AN_END ? PACE : 0;
    if (pace && Math.abs(y - stroke.at.y) > SLOP) {
      scrollBy(0, pace);
      this.paint();
    }
    requestAnimationFrame(() => this.scrollAlong());
  }

  up() {
    const { stroke } = this;
    if (!stroke) return;
    this.wet();
    this.grid.stand(stroke.from);
    this.drop();
  }

  /** The stroke is over; what the browser took over for scrolling never painted. */
  drop() {
    const { stroke } = this;
    this.stroke = null;
    clearTimeout(stroke?.timer);
    this.grid.table.classList.remove("painting");
    if (stroke?.wet) this.editor.keep(stroke.before, stroke.said);
  }
}
