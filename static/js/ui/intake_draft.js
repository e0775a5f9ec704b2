/** What is being typed about a call, kept where a crash of the browser does not reach it. */

const KEPT_MS = 12 * 3600 * 1000;
const FIELDS = ["type", "place", "lon", "lat", "datum", "phone", "priority", "note"];
const WORDS = ["place", "lon", "lat", "phone", "note"];

function load(storage, name, now) {
  try {
    const draft = JSON.parse(storage.getItem(name) ?? "null");
    return draft && now - draft.kept_at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
}

/**
 * @param fields   the fields of the form, by name
 * @param storage  `localStorage` or its like
 * @param name     the key under which the draft is kept: one a person
 * @param now      `() => ms`
 */
export function createDraft({ fields, storage, name, now = Date.now }) {
  return {
    /** Keep what stands in the fields; `taken` is the call whose story goes on, null before it is taken. */
    keep(taken = null) {
      const values = Object.fromEntries(FIELDS.map((field) => [field, fields[field].value]));
      storage.setItem(name, JSON.stringify({ kept_at: now(), taken, values }));
    },
    /** Put a kept draft into the fields: `{taken}`, or null where nothing was typed. */
    restore() {
      const draft = load(storage, name, now());
      if (!draft || !(draft.taken || WORDS.some((field) => draft.values[field]))) {
        return null;
      }
      for (const field of FIELDS) {
        fields[field].value = draft.values[field] ?? "";
      }
      return { taken: draft.taken };
    },
    clear: () => storage.removeItem(name),
  };
}
