/**
 * The console's command line, read: verb first, then calls, units and words in any order. Pure: a text and the picture go
 * in; what would happen, in words and as a command, comes out. Nothing is sent here.
 *
 *   N [place]            a new call              D 12 A1 A3    send units; without any, the first that is recommended
 *   E A1 / A A1          en route / on scene     C A1 [words]  done; with an outcome, the call too
 *   H 12 10 reason       wait for ten minutes    LV 12 major   level of a call
 *   12 / A1              show the call, the unit /words        find a unit
 *
 * Full-width letters and digits count as their own. A call is meant by the end of its number, a unit by its call sign.
 */

import { gettext, interpolate, listed } from "./words.js";

const SHORTEST_HOLD = 1;
const MOST_OFFERED = 8;

/** How letters, digits and spaces are compared. */
export function plain(text) {
  return text.normalize("NFKC").trim().toLowerCase();
}

function callsMeant(token, incidents) {
  return /^\d+(-\d+)?$/.test(token)
    ? incidents.filter(({ number }) => number === token || Number(number.split("-")[1]) === Number(token))
    : [];
}

function isNumber(token) {
  return /^\d+$/.test(plain(token ?? ""));
}

function unitsMeant(token, units) {
  return units.filter((unit) => plain(unit.call_sign) === token);
}

/** Tokens told apart: a call, units, and the words that are neither; `doubt` says where one could mean several things. */
function told(tokens, { calls, units, open }) {
  const found = { call: null, units: [], words: [], doubt: "" };
  for (const token of tokens) {
    const meant = found.call ? [] : callsMeant(plain(token), calls);
    const [unit] = unitsMeant(plain(token), units);
    if (unit && meant.length) {
      found.doubt ||= interpolate(gettext("%(name)s is a unit and a call. Write the whole number of the call."), { name: token });
    } else if (unit) {
      found.units.push(unit);
    } else if (meant.length > 1 && !meant.includes(open)) {
      const names = { name: token, calls: listed(meant.map(nameOf)) };
      found.doubt ||= interpolate(gettext("%(name)s means several calls, open one of them: %(calls)s"), names);
    } else if (meant.length) {
      found.call = meant.length > 1 ? open : meant[0];
    } else {
      found.words.push(token);
    }
  }
  return found;
}

const trouble = (say) => ({ say, act: null });

function nameOf({ number, type_name: type, place }) {
  return [number, type, place].filter(Boolean).join(" ");
}

function signs(units) {
  return listed(units.map((unit) => unit.call_sign));
}

function unknown(words) {
  return trouble(interpolate(gettext("No call and no unit is named %(name)s."), { name: words[0] }));
}

function newCall({ rest }) {
  return { say: rest ? interpolate(gettext("New call at %(place)s"), { place: rest }) : gettext("New call"), act: { kind: "new", place: rest } };
}

function dispatch({ call: named, units, words }, { open }) {
  if (words.length) {
    return unknown(words);
  }
  const call = named ?? open;
  if (!call) {
    return trouble(gettext("Say which call: its number, or open it."));
  }
  const names = { units: signs(units), call: nameOf(call) };
  return units.length
    ? { say: interpolate(gettext("Send %(units)s to %(call)s"), names), act: { kind: "send", call: call.id, units: units.map(({ id }) => id) } }
    : { say: interpolate(gettext("Send the first recommended unit to %(call)s"), names), act: { kind: "send_first", call: call.id, number: call.number } };
}

/** A step of the one unit named, on the call that it is on. */
function step(name, said, needs) {
  return ({ call: named, units, words }, { calls, outcomes }) => {
    const [unit, another] = units;
    if (!unit || another) {
      return words.length && !unit ? unknown(words) : trouble(gettext("Say which unit: one at a time."));
    }
    const { order } = unit;
    if (!order?.assignment || !needs.includes(order.state)) {
      return trouble(interpolate(gettext("%(unit)s cannot take this step now."), { unit: unit.call_sign }));
    }
    if (named && named.id !== order.incident) {
      return trouble(interpolate(gettext("%(unit)s is on another call."), { unit: unit.call_sign }));
    }
    const disposition = choiceMeant(words, outcomes);
    if (words.length && (name !== "clear" || !disposition)) {
      return trouble(interpolate(gettext("No outcome is named %(name)s."), { name: words.join(" ") }));
    }
    const call = calls.find(({ id }) => id === order.incident);
    const names = { unit: unit.call_sign, call: call ? nameOf(call) : "", outcome: disposition?.name };
    const body = disposition ? { disposition: disposition.code } : {};
    const text = disposition ? gettext("%(unit)s is done, %(outcome)s: %(call)s") : said;
    return { say: interpolate(text, names), act: { kind: "step", path: `/api/assignments/${order.assignment}/${name}`, body } };
  };
}

/** The choice of this code or name. */
function choiceMeant(words, choices) {
  const text = plain(words.join(" "));
  return text ? choices.find(({ code, name }) => code === text || plain(name) === text) : undefined;
}

function level({ call: named, units, words }, { open, levels }) {
  const call = named ?? open;
  if (!call) {
    return trouble(gettext("Say which call: its number, or open it."));
  }
  const meant = units.length ? undefined : choiceMeant(words, levels);
  if (!meant) {
    return trouble(interpolate(gettext("Say which level: %(levels)s"), { levels: listed(levels.map(({ name }) => name)) }));
  }
  const names = { call: nameOf(call), level: meant.name };
  return {
    say: interpolate(gettext("Level %(level)s: %(call)s"), names),
    act: { kind: "level", call: call.id, body: { level: meant.code } },
  };
}

/** By place: the call, unless the next word is no number; then minutes, and a reason in which nothing is looked up. */
function hold(tokens, world) {
  const namesCall = isNumber(tokens[1]) && callsMeant(plain(tokens[0]), world.calls).length > 0;
  const { call: named, doubt } = namesCall ? told(tokens.slice(0, 1), { ...world, units: [] }) : {};
  const [minutes, ...reason] = namesCall ? tokens.slice(1) : tokens;
  const call = named ?? (namesCall ? null : world.open);
  const count = isNumber(minutes) ? Number(plain(minutes)) : 0;
  if (doubt) {
    return trouble(doubt);
  }
  if (!call) {
    return trouble(gettext("Say which call: its number, or open it."));
  }
  if (!(count >= SHORTEST_HOLD) || !reason.length) {
    return trouble(gettext("Say for how many minutes, and why the call waits."));
  }
  const names = { call: nameOf(call), count, reason: reason.join(" ") };
  return {
    say: interpolate(gettext("%(call)s waits for %(count)s minutes: %(reason)s"), names),
    act: { kind: "hold", call: call.id, body: { minutes: count, reason: names.reason } },
  };
}

/** A unit or a call alone: show it. */
function show({ call, units, words }) {
  if (words.some((word) => plain(word) !== "?")) {
    return unknown(words);
  }
  const [unit] = units;
  if (unit) {
    return { say: interpolate(gettext("Show %(name)s"), { name: unit.call_sign }), act: { kind: "unit", unit: unit.id } };
  }
  return call
    ? { say: interpolate(gettext("Show %(name)s"), { name: nameOf(call) }), act: { kind: "call", call: call.id } }
    : trouble("");
}

const VERBS = {
  d: dispatch,
  e: step("en-route", gettext("%(unit)s is en route: %(call)s"), ["ordered", "delivered", "seen", "acknowledged"]),
  a: step("arrive", gettext("%(unit)s is on scene: %(call)s"), ["ordered", "delivered", "seen", "acknowledged", "en_route"]),
  c: step("clear", gettext("%(unit)s is done: %(call)s"), ["on_scene"]),
  lv: level,
};

/**
 * @param text  what was typed
 * @param world `{calls, units, open, outcomes, levels}`: open calls, units on duty, the call on the card, `{code, name}`s
 * @returns `{say, act}`: in words, and what Enter does; `act` is null where it would do nothing
 */
export function read(text, world) {
  const line = text.trim();
  if (/^[/／]/.test(line)) {
    const words = line.slice(1).trim();
    return { say: interpolate(gettext("Find units: %(words)s"), { words }), act: { kind: "find", words } };
  }
  const tokens = line.split(/\s+/u).filter(Boolean);
  if (!tokens.length) {
    return trouble("");
  }
  const verb = plain(tokens[0]);
  if (verb === "n") {
    return newCall({ rest: tokens.slice(1).join(" ") });
  }
  if (verb === "h" && tokens.length > 1) {
    return hold(tokens.slice(1), world);
  }
  const isUnit = unitsMeant(verb, world.units).length > 0; // a unit that is called D
  const rule = isUnit && tokens.length === 1 ? null : VERBS[verb];
  const found = told(rule ? tokens.slice(1) : tokens, world);
  return found.doubt ? trouble(found.doubt) : (rule ?? show)(found, world);
}

/**
 * How the last word may go on: call signs that begin like it, none if it is one. First the units that have an order where
 * the verb steps it, otherwise those that have none.
 */
export function continued(text, { units }) {
  const begun = text.split(/\s+/u).at(-1) ?? "";
  const signs = units.filter(({ call_sign: sign }) => !/\s/u.test(sign) && plain(sign).startsWith(plain(begun)));
  if (!plain(begun) || unitsMeant(plain(begun), units).length) {
    return [];
  }
  const wanted = /^[eac]\s/.test(plain(text)) ? 1 : -1;
  const ordered = signs.sort((one, other) => wanted * (Boolean(other.order) - Boolean(one.order)));
  return ordered.slice(0, MOST_OFFERED).map(({ call_sign: sign }) => text.slice(0, text.length - begun.length) + sign);
}
