/** Keeps the map on one unit as it moves, until somebody moves the map. */

/** `follow(id)`; `end()`; `render(fixes)` on every change. `onEnd` is told when the map was moved away. */
export function createFollow(map, onEnd) {
  let followed = null;
  let seen = null;

  function end() {
    if (followed !== null) {
      followed = null;
      onEnd();
    }
  }

  map.on("dragstart", end);
  map.getContainer().addEventListener("keydown", ({ key }) => key.startsWith("Arrow") && end());
  return {
    end,
    follow(id) {
      [followed, seen] = [id, null];
    },
    render(fixes) {
      const fix = fixes[followed];
      if (fix && fix !== seen) {
        seen = fix;
        map.panTo([fix.lat, fix.lon]);
      }
    },
  };
}
