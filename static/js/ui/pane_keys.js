/** The cursor among the panes and rows of the console, by keys alone. */

import { byId } from "../lib/dom.js";

/** Where the cursor goes in each pane: the chosen call, else the first, else a new one; the open card, else the map; the field that finds a unit. */
const PANES = {
  calls: () => first("#calls [aria-current=true]", "#calls .call", "#new-call", "#ended summary"),
  map: () => first("#card:not([hidden]) [data-part=close]", "#map"),
  force: () => byId("search"),
};
const ORDER = Object.keys(PANES);
const ROWS = "#calls .call, #units .unit, #ended button";

function first(...selectors) {
  return selectors.map((selector) => document.querySelector(selector)).find(Boolean);
}

export function goToPane(name) {
  PANES[name]()?.focus();
}

/** The pane after the one that has the cursor, in the order of the page. */
export function nextPane() {
  const here = document.activeElement.closest(".pane-calls, .pane-map, .pane-force");
  const place = ORDER.findIndex((name) => here?.classList.contains(`pane-${name}`));
  goToPane(ORDER[(place + 1) % ORDER.length]);
}

/** Up and down go from row to row of the list that has the cursor; down goes from the search to the first unit. */
export function followRows() {
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { target } = event;
    const rows = target.matches("#search") ? [target, ...document.querySelectorAll("#units .unit")] : target.matches(ROWS) ? rowsBeside(target) : [];
    const next = step && rows[rows.indexOf(target) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}

function rowsBeside(row) {
  const rows = [...row.closest("ul").querySelectorAll(ROWS)];
  return row.matches(".unit") ? [byId("search"), ...rows] : rows;
}
