/** Who gets the next clicks on the map: one asker at a time. */

/** `onWanted(wanted)`: the map should take clicks, or stop. `onMark(place)`: show or hide the chosen place. */
export function createPicker({ onWanted, onMark }) {
  let asker = null;
  let lose = null;
  return {
    /** `next(place)` is told every click, in WGS-84, until it stops; `lost()` when somebody else asks. */
    ask(next, lost) {
      lose?.();
      [asker, lose] = [next, lost];
      onWanted(true);
    },
    stop(one) {
      if (asker === one) {
        asker = lose = null;
        onWanted(false);
        onMark(null);
      }
    },
    give: (place) => asker?.(place),
    mark: onMark,
  };
}
