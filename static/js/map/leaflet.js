/** Leaflet, which its package puts on the page as one script before the modules run. */

export const { L } = globalThis;
