/** Small tools over the DOM: elements by name, lists by key. Text always goes in as text. */

const SVG = "http://www.w3.org/2000/svg";

function isListener(name) {
  return name.startsWith("on") && name.length > 2;
}

function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (name === "text") {
    node.textContent = value;
  } else if (name === "data") {
    Object.assign(node.dataset, value);
  } else if (isListener(name)) {
    node.addEventListener(name.slice(2), value);
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

/**
 * An element. `properties` are attributes, plus `text`, `data` (dataset) and `onclick` and the like (listeners).
 * Children are nodes or strings; null and false are left out.
 */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    setProperty(node, key, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An SVG element with attributes. */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** An icon of the set, drawn in the colour of the text. Decoration: readers get the words beside it. */
export function icon(name) {
  return el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
}

/** The element with this id, which the template promises. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) {
    throw new Error(`The page has no #${id}.`);
  }
  return node;
}

/** The data that the server left in the page under this id. */
export function pageData(id) {
  return JSON.parse(byId(id).textContent);
}

/** Write a text only where it differs: keeps selections, and readers quiet. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function setHidden(node, hidden) {
  if (node.hidden !== hidden) {
    node.hidden = hidden;
  }
}

/** Replace the children only when `signature` changes: what a person points at stays where it is. */
export function fillWhenChanged(node, signature, build) {
  if (node.dataset.signature !== signature) {
    node.dataset.signature = signature;
    node.replaceChildren(...build());
  }
}

/**
 * Make the children of `container` match `items`, by key. `create(item)` gives a node once, `update(node, item)`
 * refreshes it. Nodes are moved only when their place changed, so focus and pointer stay on them.
 */
export function reconcile(container, items, { keyOf, create, update }) {
  const known = new Map([...container.children].map((node) => [node.dataset.key, node]));
  let cursor = container.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = known.get(key);
    known.delete(key);
    if (!node) {
      node = create(item);
      node.dataset.key = key;
    }
    update(node, item);
    if (node === cursor) {
      cursor = cursor.nextElementSibling;
    } else {
      container.insertBefore(node, cursor);
    }
  }
  known.forEach((node) => node.remove());
}
