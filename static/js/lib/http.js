/** Talking to the server: JSON in and out, commands safe to repeat, refusals in words. */

import { gettext } from "./words.js";

const PATIENCE_MS = 15000;

/** What went wrong, fit to show. `status` 0: the server was not reached. */
export class Problem extends Error {
  constructor(message, { status = 0, code = "unreachable", facts = {} } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.facts = facts;
  }

  /** Whether the same request may succeed later: no network, an old page, a server in trouble, a log-in that ran out. */
  get passing() {
    return this.status === 0 || this.code === "not_current" || this.status >= 500 || [401, 408, 429].includes(this.status);
  }
}

/** A key that makes a command safe to repeat. Works on plain HTTP, where `crypto.randomUUID` is missing. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** From the cookie, which is new after another log-in while the page stayed open. */
function csrfToken() {
  const name = document.documentElement?.dataset.csrfCookie ?? "csrftoken";
  return document.cookie.split("; ").find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  const words = {
    401: gettext("You are logged out. Log in again."),
    403: gettext("You may not do this."),
    404: gettext("There is no such thing any more."),
  };
  const message = body.message || words[response.status] || gettext("The server could not do this. Try again.");
  return new Problem(message, { status: response.status, code: body.code ?? "failed", facts: body });
}

async function request(path, { signal, ...options }) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let response;
  try {
    response = await fetch(path, {
      credentials: "same-origin",
      ...options,
      headers: { Accept: "application/json", ...options.headers },
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch {
    throw new Problem(gettext("The server was not reached. Nothing was lost; try again."));
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response.status === 204 ? null : response.json();
}

/** Read; `signal` gives up. Raises Problem. */
export function get(path, { signal } = {}) {
  return request(path, { method: "GET", signal });
}

const unanswered = new Map();
let reasonToRefuse = () => "";

/** Have every command refused, in the words that `reason()` gives, as long as it gives some: the page is not current. */
export function refuseCommandsWhile(reason) {
  reasonToRefuse = reason;
}

/**
 * Do something to the world, once. If nobody knows whether it was done (no answer came), the same command again goes
 * out under the same key, and the server does not repeat it. `evenWhenOld`: what happened is told although the page is
 * not current, as it was not decided by what the page shows. Raises Problem.
 */
export async function command(path, body = {}, { key, headers = {}, evenWhenOld = false } = {}) {
  const refusal = evenWhenOld ? "" : reasonToRefuse();
  if (refusal) {
    throw new Problem(refusal, { status: 409, code: "not_current" });
  }
  const text = JSON.stringify(body);
  const intent = `${path} ${text}`;
  const own = key ?? unanswered.get(intent) ?? newKey();
  const sent = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "Idempotency-Key": own, ...headers };
  try {
    const answer = await request(path, { method: "POST", body: text, headers: sent });
    unanswered.delete(intent);
    return answer;
  } catch (problem) {
    problem.passing ? unanswered.set(intent, own) : unanswered.delete(intent);
    throw problem;
  }
}

/** Send a form with a file. Raises Problem. */
export async function upload(path, form) {
  const refusal = reasonToRefuse();
  if (refusal) {
    throw new Problem(refusal, { status: 409, code: "not_current" });
  }
  return request(path, { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken() } });
}
