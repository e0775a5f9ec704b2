/**
 * Words in the reader's language. The server leaves its catalogue in the page; the texts here are the English source,
 * found by makemessages under the names `gettext`, `ngettext` and `pgettext`.
 */

const CONTEXT_GLUE = "\u0004";

function loadCatalog() {
  const node = typeof document === "undefined" ? null : document.getElementById("catalog");
  return node ? JSON.parse(node.textContent) : { language: "en", texts: {} };
}

const catalog = loadCatalog();

export const language = catalog.language;

export function gettext(text) {
  const found = catalog.texts[text];
  return (Array.isArray(found) ? found[0] : found) || text;
}

/** One or many. Chinese has one form, English two. */
export function ngettext(one, many, count) {
  const found = catalog.texts[one];
  if (Array.isArray(found)) {
    return found[Math.min(count === 1 ? 0 : 1, found.length - 1)] || (count === 1 ? one : many);
  }
  return found || (count === 1 ? one : many);
}

/** The same English word with two meanings: `context` tells them apart. */
export function pgettext(context, text) {
  return catalog.texts[`${context}${CONTEXT_GLUE}${text}`] || text;
}

/** Names in a row, as the language separates them. */
export function listed(names) {
  return names.join(pgettext("between names", ", "));
}

/** Fill `%(name)s` in a text. */
export function interpolate(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}
