/** Chinese is typed by composing: its Enter, digits and Esc choose characters and are never a command of ours. */

const KEY_OF_THE_INPUT_METHOD = 229; // as browsers tell it that end a composition before its last key

/** Whether a key belongs to an input method (UI Events, 5.7: composition). */
export function isComposing({ isComposing: composing, keyCode }) {
  return Boolean(composing) || keyCode === KEY_OF_THE_INPUT_METHOD;
}
