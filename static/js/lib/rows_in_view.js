/** Rows of a long list that tick only while somebody can see them. */

/**
 * `watch(node)` once for each row; `refresh(node, item)` on every change and every second. `update(node, item)` is called
 * where the row is on screen, comes on screen, or shows what became other (`same(before, item)` says no). A row counts as
 * seen until the browser has said otherwise.
 */
export function createRowsInView({ update, same = Object.is }) {
  const shown = new WeakMap();
  const away = new WeakSet();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) {
        away.add(target);
      } else if (away.delete(target)) {
        update(target, shown.get(target));
      }
    }
  });
  return {
    watch(node) {
      observer.observe(node);
      return node;
    },
    refresh(node, item) {
      const before = shown.get(node);
      shown.set(node, item);
      if (!away.has(node) || !same(before, item)) {
        update(node, item);
      }
    },
  };
}
