/** Pressing for a while instead of tapping, so that nothing grave happens by touch alone: by finger, mouse or key. */

const KEYS = new Set(["Enter", " "]);

/**
 * @param button  what is held; it carries `data-held` meanwhile
 * @param ms      how long
 * @param onHeld  told once it was held so long
 * @param onShort told when it was let go before
 */
export function onHold(button, ms, { onHeld, onShort }) {
  let timer = null;

  function end() {
    clearTimeout(timer);
    timer = null;
    button.removeAttribute("data-held");
  }

  function begin() {
    if (timer) {
      return;
    }
    button.setAttribute("data-held", "");
    timer = setTimeout(() => {
      end();
      onHeld();
    }, ms);
  }

  function letGo() {
    if (timer) {
      end();
      onShort();
    }
  }

  button.addEventListener("pointerdown", begin);
  ["pointerup", "pointerleave", "pointercancel", "blur"].forEach((kind) => button.addEventListener(kind, letGo));
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch opens one
  button.addEventListener("keydown", (event) => {
    if (KEYS.has(event.key)) {
      event.preventDefault();
      begin();
    }
  });
  button.addEventListener("keyup", (event) => KEYS.has(event.key) && letGo());
}
