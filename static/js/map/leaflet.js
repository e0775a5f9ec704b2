/** Leaflet and its layer of vector tiles, which their packages put on the page as scripts before the modules run. */

export const { L, protomapsL } = globalThis;
