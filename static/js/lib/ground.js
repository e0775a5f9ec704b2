/** What lies on the ground: kinds of things, classes of zones and rings, each with its look and its words. */

import { gettext, pgettext } from "./words.js";

export const KINDS = ["zone", "beat", "point", "route", "caution"];

export function kindName(kind) {
  return {
    zone: gettext("Zone"),
    beat: gettext("Beat"),
    point: gettext("Point"),
    route: gettext("Route"),
    caution: gettext("Caution"),
  }[kind];
}

export function kindsName(kind) {
  return {
    zone: gettext("Zones"),
    beat: gettext("Beats"),
    point: gettext("Points"),
    route: gettext("Routes"),
    caution: gettext("Cautions"),
  }[kind];
}

/** Outline and tone of the mark of every class of zones (F01), in a 24 by 24 box; tones are the `--tone-*` tokens. */
export const ZONE_CLASSES = {
  government: { path: "M3 3h18v18H3Z", tone: "violet" },
  station: { path: "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20Z", tone: "blue" },
  scenic: { path: "M7 2h10l6 10l-6 10H7L1 12Z", tone: "green" },
  commercial: { path: "M12 0.5L23.5 12L12 23.5L0.5 12Z", tone: "amber" },
  medical: { path: "M8 2h8v6h6v8h-6v6H8v-6H2V8h6Z", tone: "teal" },
  school: { path: "M12 1L23 9.5L19 22H5L1 9.5Z", tone: "grey" },
};

/** The letter in the mark: 政 站 景 商 医 校. */
export function classLetter(zoneClass) {
  return {
    government: pgettext("letter of a zone class", "G"),
    station: pgettext("letter of a zone class", "T"),
    scenic: pgettext("letter of a zone class", "V"),
    commercial: pgettext("letter of a zone class", "C"),
    medical: pgettext("letter of a zone class", "H"),
    school: pgettext("letter of a zone class", "E"),
  }[zoneClass];
}

export function className(zoneClass) {
  return {
    government: gettext("Government quarter"),
    station: gettext("Station area"),
    scenic: gettext("Scenic area"),
    commercial: gettext("Commercial area"),
    medical: gettext("Hospital area"),
    school: gettext("School area"),
  }[zoneClass];
}

export const RINGS = [1, 2, 3];

export function ringName(ring) {
  return { 1: gettext("Core ring"), 2: gettext("Key ring"), 3: gettext("Outer ring") }[ring];
}

export function pointKindName(kind) {
  return { must_patrol: gettext("Must-patrol point"), standing: gettext("Standing point") }[kind];
}

/** What tells a thing of the ground from every other. */
export function keyOf(feature) {
  return `${feature.properties.kind}:${feature.id}`;
}

/** What a thing is called in lists. */
export function titleOf({ properties }) {
  return properties.name || properties.text || properties.code || "";
}

/** The second line of a thing in lists. */
export function detailOf({ properties }) {
  const { kind, code, zone_class: zoneClass, ring, point_kind: pointKind, in_force: inForce } = properties;
  const rest = inForce === false ? gettext("not in force now") : "";
  const words = { zone: [className(zoneClass), ringName(ring), rest], point: [pointKindName(pointKind)] }[kind] ?? [];
  return [code, ...words].filter(Boolean).join(" · ");
}
