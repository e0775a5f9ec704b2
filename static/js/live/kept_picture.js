/** What the page showed last, kept on the device so that it opens with the network gone. Another picture can be had. */

import { EMPTY } from "./state.js";

/** `face` and `user` say whose it is. */
export function createKeptPicture(face, user) {
  const name = `${face}-picture-${user}`;

  function forget() {
    localStorage.removeItem(name);
    localStorage.removeItem(`${name}-at`);
  }

  return {
    /** The state to begin with. */
    state() {
      const picture = JSON.parse(localStorage.getItem(name) ?? "null");
      return picture ? { ...EMPTY, face, picture } : EMPTY;
    },
    /** When it was kept, in ms of the device's clock; 0: never. */
    at: () => Number(localStorage.getItem(`${name}-at`) ?? 0),
    keep(picture) {
      try {
        localStorage.setItem(name, JSON.stringify(picture));
        localStorage.setItem(`${name}-at`, String(Date.now()));
      } catch {
        forget(); // a full device: records go first
      }
    },
    forget,
  };
}
