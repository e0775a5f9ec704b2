/** Types of calls in words. The page brings the list; facts bring codes alone. */

import { pageData } from "../lib/dom.js";

/** The type whose calls are a crew's own: others are sent at once. */
export const HELP = "officer_help";

let names = null;

export function typeName({ type, type_name: told }) {
  names ??= new Map(pageData("page").types.map(({ code, name }) => [code, name]));
  return told === type ? (names.get(type) ?? told) : told;
}
