/** Whether the last fragment that the page asked for has come. */

/** Show `notice` while it has not; a log-in that has ended leads to the log-in. */
export function followLoads(notice) {
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, () => {
      notice.hidden = false;
    });
  }
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.responseURL.includes("/log-in/")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    notice.hidden = true;
  });
}
