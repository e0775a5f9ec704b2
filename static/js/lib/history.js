/** Steps that can be taken back: a pure stack of states. Nothing here changes a history; each call gives a new one. */

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** A history that begins with a state. */
export function begin(state) {
  return { past: [], present: state, future: [] };
}

/** The history after a step; a step to the same state is none. What had been taken back is gone. */
export function step(history, state) {
  return same(history.present, state) ? history : { past: [...history.past, history.present], present: state, future: [] };
}

export const canUndo = ({ past }) => past.length > 0;
export const canRedo = ({ future }) => future.length > 0;

/** The history with its last step taken back. */
export function undo(history) {
  const { past, present, future } = history;
  return past.length ? { past: past.slice(0, -1), present: past.at(-1), future: [present, ...future] } : history;
}

/** The history with a step taken again that was taken back. */
export function redo(history) {
  const { past, present, future } = history;
  return future.length ? { past: [...past, present], present: future[0], future: future.slice(1) } : history;
}

/** Whether the present differs from the state that the history began with. */
export function isChanged(history) {
  return !same(history.past[0] ?? history.present, history.present);
}
