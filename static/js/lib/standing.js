/** How a unit stands: its open order laid over its own state. Each standing has one colour and one shape. */

import { gettext } from "./words.js";

const OF_ORDER = {
  ordered: "ordered",
  delivered: "ordered",
  seen: "ordered",
  acknowledged: "acknowledged",
  en_route: "en_route",
  on_scene: "on_scene",
};

/** Shape and tone of every standing; tones are the `--tone-*` tokens. In the order of the board. */
export const STANDINGS = {
  emergency: { shape: "octagon", tone: "red", pulsing: true },
  ordered: { shape: "triangle", tone: "amber", pulsing: true },
  acknowledged: { shape: "triangle", tone: "blue" },
  en_route: { shape: "triangle", tone: "blue" },
  on_scene: { shape: "diamond", tone: "violet" },
  transporting: { shape: "frame", tone: "violet" },
  patrol: { shape: "circle", tone: "green" },
  post: { shape: "square", tone: "green" },
  standby: { shape: "ring", tone: "teal" },
  returning: { shape: "wedge", tone: "green" },
  meal: { shape: "hollow", tone: "grey" },
  refuel: { shape: "hollow", tone: "grey" },
  paperwork: { shape: "hollow", tone: "grey" },
  training: { shape: "hollow", tone: "grey" },
  busy: { shape: "hollow", tone: "grey" },
  breakdown: { shape: "cross", tone: "grey" },
  out_of_service: { shape: "cross", tone: "grey" },
  off_duty: { shape: "hollow", tone: "grey" },
};

/** Unit states that a crew or a dispatcher chooses, in the order in which they are offered. */
export const CAN_BE_SENT = ["patrol", "post", "standby", "returning"];
export const CANNOT_BE_SENT = ["meal", "refuel", "paperwork", "training", "transporting", "busy", "breakdown", "out_of_service"];

/** The key of a unit's standing: a call for help before all else. A crew that takes somebody along has left the scene, though its order goes on. */
export function standingOf(unit) {
  if (unit.help) {
    return "emergency";
  }
  const ofOrder = unit.status === "off_duty" ? null : OF_ORDER[unit.order?.state];
  if (ofOrder && !(ofOrder === "on_scene" && unit.status === "transporting")) {
    return ofOrder;
  }
  return STANDINGS[unit.status] ? unit.status : "out_of_service";
}

export function standingName(key) {
  return {
    emergency: gettext("Calls for help"),
    ordered: gettext("Ordered"),
    acknowledged: gettext("Acknowledged"),
    en_route: gettext("En route"),
    on_scene: gettext("On scene"),
    patrol: gettext("On patrol"),
    post: gettext("At a post"),
    standby: gettext("On standby"),
    returning: gettext("Returning"),
    transporting: gettext("Transporting"),
    meal: gettext("At a meal"),
    refuel: gettext("Refuelling"),
    paperwork: gettext("Doing paperwork"),
    training: gettext("In training"),
    busy: gettext("Busy"),
    breakdown: gettext("Broken down"),
    out_of_service: gettext("Out of service"),
    off_duty: gettext("Off duty"),
  }[key];
}

/** Path data of the shapes in a 16 by 16 box, for pages and map alike. `stroked` ones are outlines. */
export const SHAPES = {
  circle: { path: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z" },
  square: { path: "M3 3h10v10h-10Z" },
  ring: { path: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10Z", stroked: 3 },
  triangle: { path: "M8 1.5L14.5 13.5H1.5Z" },
  diamond: { path: "M8 1L15 8L8 15L1 8Z" },
  frame: { path: "M8 2L14 8L8 14L2 8Z", stroked: 2 },
  wedge: { path: "M1.5 2.5H14.5L8 14.5Z" },
  cross: { path: "M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5", stroked: 2 },
  hollow: { path: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10Z", stroked: 1.5 },
  octagon: { path: "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8h-5.4l-3.8-3.8v-5.4Z" },
};
