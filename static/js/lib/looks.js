/** "Since you last looked": when this person last had each call open, and what came to it since. */

const KEPT_CALLS = 200;
const KEPT_NAME = (user) => `looks-${user}`;

/** The call that a journal entry tells of, or undefined. */
export function callOf({ subject_label: label, subject_id: subject, data }) {
  return data.incident ?? (label === "dispatch.incident" ? subject : undefined);
}

function load(storage, name) {
  try {
    return new Map(JSON.parse(storage.getItem(name) ?? "[]"));
  } catch {
    return new Map(); // somebody else's words under our name
  }
}

/**
 * @param storage  `localStorage` or its like; a full one only forgets looks at the next visit
 * @param user     whose looks
 * @param now      `() => ms`, the server's time
 */
export function createLooks({ storage, user, now }) {
  const name = KEPT_NAME(user);
  const ends = load(storage, name); // call -> when its card was last put away
  const changes = new Map(); // call -> {at: when something came last, seen}
  let open = null;
  let since = null;

  function close() {
    if (open === null) {
      return;
    }
    ends.delete(open); // the latest look stands last
    ends.set(open, now());
    open = null;
    try {
      storage.setItem(name, JSON.stringify([...ends].slice(-KEPT_CALLS)));
    } catch {
      // a full storage: this page still knows
    }
  }

  return {
    hear(entry) {
      const call = callOf(entry);
      if (call) {
        changes.set(call, { at: now(), seen: call === open });
      }
    },
    open(call) {
      if (call === open) {
        return;
      }
      close();
      open = call;
      since = ends.get(call) ?? null;
      changes.set(call, { ...changes.get(call), seen: true });
    },
    close,
    /** When the open call's card was put away the last time, ms; null the first time. */
    since: () => since,
    /** Whether something came to the call that this person has not opened since. */
    hasNews: (call) => changes.get(call)?.seen === false,
    /** When something last came to the call, ms; undefined when nothing did since the page was opened. */
    changedAt: (call) => changes.get(call)?.at,
  };
}
