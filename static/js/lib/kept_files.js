/** What the officer page's worker keeps on the device, and which copy it gives. Paths in, decisions out. */

export const PAGE = "/officer/";
const STATIC = "/static/";
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.(?=[^./]+$)/;

/** How a request of the page is answered. */
export const ANSWER = Object.freeze({
  page: "the network first, and the kept page where it is silent",
  copy: "the kept copy: the name tells its content",
  fresh: "the network first, and the kept copy where it is silent",
  network: "the network alone",
});

/** `{method, mode, path}` of a request; only pages and files are kept, never an answer of the API. */
export function answerFor({ method, mode, path }) {
  if (method !== "GET") {
    return ANSWER.network;
  }
  if (mode === "navigate") {
    return path === PAGE ? ANSWER.page : ANSWER.network;
  }
  if (!path.startsWith(STATIC)) {
    return ANSWER.network;
  }
  return NAMED_BY_CONTENT.test(path) ? ANSWER.copy : ANSWER.fresh;
}

function stem(path) {
  return path.replace(NAMED_BY_CONTENT, ".");
}

/** Of the kept paths those that newer files replace: the same name with another content. */
export function replaced(kept, loaded) {
  const current = new Map(loaded.map((path) => [stem(path), path]));
  return kept.filter((path) => current.has(stem(path)) && current.get(stem(path)) !== path);
}
