/** The page as an app on the device: its worker keeps the page and its files, as far as the browser lets it. */

import { PAGE } from "../lib/kept_files.js";

const KEPT = "officer";

/** The pictures that the page's styles name: a browser fetches them when they are first shown, which may be too late. */
function picturesOf({ href, cssRules }) {
  const named = [...cssRules].flatMap(({ cssText }) => [...cssText.matchAll(/url\("([^"]+)"\)/g)]);
  return named.map(([, path]) => new URL(path, href));
}

function loadedFiles() {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const loaded = [...fetched, ...[...document.styleSheets].flatMap(picturesOf)];
  const own = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
  return [PAGE, ...new Set(own.map(({ pathname }) => pathname))];
}

/** Have the worker keep this page. Resolves to whether it opens without a network from now on. */
export async function keepPage(worker) {
  try {
    await navigator.serviceWorker.register(worker, { type: "module", scope: PAGE });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ loaded: loadedFiles() });
    return true;
  } catch {
    return false; // plain HTTP, or an old browser: the enrolment page tells what does not work then
  }
}

/** Nothing of the page stays on the device: the next person finds no page of this one. */
export function forgetPage() {
  return globalThis.caches?.delete(KEPT);
}
