/** Day or night colours: kept in a cookie, so that the server paints the page right from the start. */

const A_YEAR_S = 31536000;
const NIGHT = { day: "not all", night: "all" };

function isNight() {
  return matchMedia(document.getElementById("night").media).matches;
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("night").media = NIGHT[name];
  document.cookie = `theme=${name}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  dispatchEvent(new CustomEvent("themechange"));
}

/** Wire every `[data-theme-switch]` of the page. */
export function followThemeSwitches() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.addEventListener("click", () => setTheme(isNight() ? "day" : "night"));
  }
}
