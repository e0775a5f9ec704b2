/** The officer page's worker: the page and its files stay on the device, so that it opens with the network gone. */

import { ANSWER, PAGE, answerFor, replaced } from "../lib/kept_files.js";

const KEPT = "officer";
const PATIENCE_MS = 4000;

async function keep(path, answer) {
  if (answer.ok) {
    await (await caches.open(KEPT)).put(path, answer.clone());
  }
  return answer;
}

async function kept(path) {
  return (await caches.open(KEPT)).match(path);
}

function silence() {
  return new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
}

/** Whoever is led to the log-in has no page here any more. */
async function freshPage(event) {
  const answer = await fetch(event.request);
  if (answer.type === "opaqueredirect") {
    await (await caches.open(KEPT)).delete(PAGE);
  }
  if (answer.status >= 500) {
    throw new Error("the server is in trouble");
  }
  return keep(PAGE, answer);
}

async function page(event) {
  const fresh = freshPage(event);
  event.waitUntil(fresh.catch(() => {}));
  try {
    return await Promise.race([fresh, silence()]);
  } catch {
    return (await kept(PAGE)) ?? fetch(event.request);
  }
}

async function copy(event, path) {
  return (await kept(path)) ?? keep(path, await fetch(event.request));
}

async function fresh(event, path) {
  try {
    return await keep(path, await fetch(event.request));
  } catch (problem) {
    return (await kept(path)) ?? Promise.reject(problem);
  }
}

const BY_ANSWER = new Map([
  [ANSWER.page, page],
  [ANSWER.copy, copy],
  [ANSWER.fresh, fresh],
]);

/** What the page loaded before this worker served it: the first visit is enough. */
async function keepAll(loaded) {
  const cache = await caches.open(KEPT);
  const before = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  const missing = loaded.filter((path) => !before.includes(path));
  await Promise.all(missing.map(async (path) => keep(path, await fetch(path, { redirect: "manual" }))));
  await Promise.all(replaced(before, loaded).map((path) => cache.delete(path)));
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(keepAll(event.data.loaded).catch(() => {})));
addEventListener("fetch", (event) => {
  const { pathname: path, origin } = new URL(event.request.url);
  const { method, mode } = event.request;
  const answer = BY_ANSWER.get(origin === location.origin ? answerFor({ method, mode, path }) : ANSWER.network);
  if (answer) {
    event.respondWith(answer(event, path));
  }
});
