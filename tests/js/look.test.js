import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const CSS = new URL("../../static/css/", import.meta.url);
const NEEDED = 4.5;
const NEEDED_OF_OFFICERS = 7;

function tokensOf(...files) {
  const text = files.map((file) => readFileSync(new URL(file, CSS), "utf8")).join("\n");
  return Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [bright, dark] = [luminance(one), luminance(other)].sort((first, second) => second - first);
  return (bright + 0.05) / (dark + 0.05);
}

const THEMES = { day: tokensOf("tokens.css"), night: tokensOf("tokens.css", "tokens-night.css") };
const SURFACES = ["ground", "surface", "surface-raised", "surface-sunken", "surface-hover", "surface-selected"];
const TEXTS = ["text", "text-soft"];
const TONES = ["green", "teal", "amber", "blue", "violet", "grey", "red"];

function pairs() {
  return [
    ...SURFACES.flatMap((surface) => TEXTS.map((text) => [text, surface])),
    ["text-faint", "surface"],
    ["text-faint", "surface-raised"],
    ["accent", "surface"],
    ["text-on-accent", "accent-strong"],
    ...TONES.flatMap((tone) => [
      [`tone-${tone}`, "surface"],
      [`tone-${tone}`, "map-ground"],
    ]),
    ...["amber", "blue", "red"].map((tone) => [`tone-${tone}`, `tone-${tone}-soft`]),
    ...["amber", "blue", "red", "green"].map((tone) => ["text", `tone-${tone}-soft`]),
  ];
}

for (const [theme, tokens] of Object.entries(THEMES)) {
  test(`${theme}: every text stands out 4.5 to 1 from what it lies on`, () => {
    const faint = pairs().filter(([text, ground]) => contrast(tokens[text], tokens[ground]) < NEEDED);
    assert.deepEqual(faint, []);
  });

  test(`${theme}: the officer's texts stand out 7 to 1`, () => {
    const wanted = [
      ["text", "surface"],
      ["officer-soft", "surface"],
      ["officer-action-text", "officer-action"],
      ["text", "tone-amber-soft"],
      ["text", "tone-red-soft"],
    ];
    const faint = wanted.filter(([text, ground]) => contrast(tokens[text], tokens[ground]) < NEEDED_OF_OFFICERS);
    assert.deepEqual(faint, []);
  });
}

test("night has the same colours as day, all of them", () => {
  const own = tokensOf("tokens-night.css");
  assert.deepEqual(Object.keys(tokensOf("tokens.css")).filter((name) => !(name in own)), []);
});

test("no colour and no size is written outside the tokens", () => {
  const stray = /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\d(?:px|rem|em|ms|dvh)\b/i;
  const found = readdirSync(CSS)
    .filter((file) => !file.startsWith("tokens"))
    .flatMap((file) => readFileSync(new URL(file, CSS), "utf8").split("\n").map((line, index) => [file, index + 1, line]))
    .filter(([, , line]) => stray.test(line) && !line.startsWith("@media") && !/100dvh/.test(line));
  assert.deepEqual(found, []);
});

test("every icon that is used has its rule, and every rule is used", () => {
  const rules = [...readFileSync(new URL("icons.css", CSS), "utf8").matchAll(/\.icon-([\w-]+) \{/g)].map(([, name]) => name);
  const sources = ["../../templates", "../../static/js", "../../patrol", "../../zones", "../../dispatch"]
    .map((folder) => new URL(`${folder}/`, import.meta.url))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).filter((file) => /\.(html|js|py)$/.test(file)).map((file) => readFileSync(new URL(file, folder), "utf8")))
    .join("\n");
  const used = new Set(
    [/icon-([a-z][\w-]*)/g, /icon\("([\w-]+)"\)/g, /menu_icon = "([\w-]+)"/g].flatMap((use) =>
      [...sources.matchAll(use)].map(([, name]) => name),
    ),
  );
  assert.deepEqual(rules.filter((name) => !used.has(name)), [], "rules without use");
  const isName = (name) => !["s", "l"].includes(name);
  assert.deepEqual([...used].filter((name) => isName(name) && !rules.includes(name)), [], "uses without a rule");
});
