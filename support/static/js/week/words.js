/** What the grid says, in the words that the page brought along: data-words-… on the field, never words of its own. */

import { DAYS, QUARTERS } from "./week.js";

export class Words {
  /** @param {HTMLElement} field @param {Day[]} days in the order of the reader's week */
  constructor(field, days) {
    this.field = field;
    this.days = days;
    this.clocks = (field.dataset.clock ?? "").split("|");
    this.shorts = field.dataset.shortClock?.split("|") ?? this.clocks;
    this.hours = (field.dataset.hours ?? "").split("|");
    this.language = document.documentElement.lang || undefined;
  }

  /** @param {string} name @param {Record<string, string>} [values] */
  say(name, values = {}) {
    const sentence = this.field.dataset["words" + name] ?? "";
    return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }

  /** @param {number} quarter */
  clock(quarter) {
    return this.clocks[quarter];
  }

  /** As short as fits into a narrow column; the edge of the grid says which half of the day. @param {number} quarter */
  short(quarter) {
    return this.shorts[quarter];
  }

  /** @param {number} weekday */
  day(weekday) {
    return this.days.find((day) => day.weekday === weekday)?.name ?? "";
  }

  /** "18:00 to 20:30", or over midnight "22:00 to Saturday 01:00". @param {Span} span */
  stretch({ day, from, to }) {
    if (to <= QUARTERS) return this.say("Stretch", { start: this.clock(from), end: this.clock(to) });
    return this.say("NightStretch", { start: this.clock(from), day: this.day((day + 1) % DAYS), end: this.clock(to - QUARTERS) });
  }

  /** One cell. @param {Week} week @param {number} day @param {number} from @param {number} to */
  cell(week, day, from, to) {
    const free = week.count(day, from, to);
    const state = free === to - from ? this.say("Free") : free ? this.say("Part", { times: this.part(week, day, from, to) }) : this.say("Busy");
    return this.say("Cell", { day: this.day(day), start: this.clock(from), end: this.clock(to), state });
  }

  /** The free stretches inside a cell. @param {Week} week @param {number} day @param {number} from @param {number} to */
  part(week, day, from, to) {
    const inside = week.pieces(day).map(([a, b]) => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => a < b);
    return inside.map(([a, b]) => this.stretch({ day, from: a, to: b })).join(", ");
  }

  /** What a stroke did: "Tuesday 18:00 to 20:30, free". @param {number[]} days @param {number} from @param {number} to @param {boolean} free */
  stroke(days, from, to, free) {
    const times = this.say("Stretch", { start: this.clock(from), end: this.clock(to) });
    return this.say("Said", { day: this.together(days), times, state: this.say(free ? "Free" : "Busy") });
  }

  /** "Monday to Friday", "Monday and Thursday". @param {number[]} days */
  together(days) {
    const places = this.days.map((day, place) => ({ ...day, place })).filter((day) => days.includes(day.weekday));
    const inARow = places.length > 2 && places[places.length - 1].place - places[0].place === places.length - 1;
    if (inARow) return this.say("Days", { first: places[0].name, last: places[places.length - 1].name });
    return new Intl.ListFormat(this.language, { type: "conjunction" }).format(places.map((day) => day.name));
  }

  /** The whole week, days with the same hours in one sentence. @param {Week} week @returns {string[]} */
  sentences(week) {
    /** @type {Map<string, number[]>} */
    const alike = new Map();
    for (const { weekday } of this.days) {
      const times = week.spans(weekday).map((span) => this.stretch(span)).join(", ");
      if (times) alike.set(times, [...(alike.get(times) ?? []), weekday]);
    }
    return [...alike].map(([times, days]) => this.say("DayTimes", { day: this.together(days), times }));
  }

  /** @param {Week} week */
  sum(week) {
    return this.say("Sum", { hours: week.hours().toLocaleString(this.language) });
  }
}
