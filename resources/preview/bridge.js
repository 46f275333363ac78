/* What the preview does inside the page: swap blocks, scroll, tell which block was clicked.
   Runs in the engine's isolated world, where the page's own scripts (there are none: they are off) could not reach it.
   It speaks to the program through the console; __SECRET__ starts every message and is known to this script alone. */
"use strict";

globalThis.lettrine ??= (() => {
  const say = (message) => console.log("__SECRET__" + JSON.stringify(message));
  const root = document.documentElement;
  const serial = Number(location.pathname.slice(1));
  let inStep = true;

  const container = (section) => document.querySelector(`[data-section="${CSS.escape(section)}"]`);

  /* Revisions applied to the document and not yet on screen. */
  let unpainted = [];
  const painted = () => {
    for (const revision of unpainted) say({ kind: "shown", serial, revision });
    unpainted = [];
  };
  const tellWhenPainted = (revision) => {
    unpainted.push(revision);
    if (document.visibilityState === "hidden") painted(); /* nothing will be drawn: waiting would be for ever */
    else requestAnimationFrame(() => requestAnimationFrame(painted));
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && painted());

  /* One element for each block, or null: the next patch counts on it. */
  const elements = (blocks) => {
    const made = [];
    for (const html of blocks) {
      const template = document.createElement("template");
      template.innerHTML = html;
      if (template.content.childElementCount !== 1) return null;
      made.push(template.content.firstElementChild);
    }
    return made;
  };

  const patch = (section, first, removed, blocks, revision) => {
    const parent = container(section);
    const made = elements(blocks);
    inStep = inStep && parent !== null && made !== null && first + removed <= parent.childElementCount;
    if (!inStep) {
      say({ kind: "out-of-step", serial, revision });
      return;
    }
    const range = [...parent.children].slice(first, first + removed);
    const after = parent.children[first + removed] ?? null;
    for (const element of made) parent.insertBefore(document.adoptNode(element), after);
    for (const element of range) element.remove();
    tellWhenPainted(revision);
  };

  /* The reader's own scrolling wins over the cursor until the cursor goes to another block. */
  let followed = "";
  let wandered = false;
  let pressed = false;
  const wander = () => { wandered = true; };
  document.addEventListener("wheel", wander, { passive: true });
  document.addEventListener("touchmove", wander, { passive: true });
  document.addEventListener("keydown", wander);
  document.addEventListener("mousedown", () => { pressed = true; });
  /* The scrollbar keeps the release to itself: the next movement tells. */
  document.addEventListener("mousemove", (event) => { pressed = pressed && event.buttons !== 0; });
  document.addEventListener("mouseup", () => { pressed = false; });
  document.addEventListener("scroll", () => { wandered = wandered || pressed; }, { passive: true });

  const follow = (section, block) => {
    const parent = container(section);
    if (!parent) return;
    const target = `${section}/${block}`;
    if (target !== followed) wandered = false;
    followed = target;
    if (wandered || pressed) return;
    const element = (block === null ? null : parent.children[block]) ?? parent;
    const { top, bottom } = element.getBoundingClientRect();
    const height = innerHeight;
    const visible = top >= 0 && (bottom <= height || top <= height / 3);
    const readThrough = block !== null && top < 0 && bottom > height; /* taller than the pane: already inside it */
    if (visible || readThrough) return;
    const distance = top - height / 6;
    const near = Math.abs(distance) < 2 * height && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: distance, behavior: near ? "smooth" : "instant" });
  };

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.target.closest("a[href]") || !getSelection().isCollapsed) return;
    let block = event.target;
    while (block.parentElement && !block.parentElement.hasAttribute("data-section")) block = block.parentElement;
    const parent = block.parentElement;
    if (!parent) return;
    say({ kind: "click", serial, section: parent.dataset.section, block: [...parent.children].indexOf(block) });
  });

  /* The page follows the window, which may differ from the system: its own light and dark rules are kept, what they
     ask about the system is answered here. */
  const asked = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g;
  const written = new Map();
  const schemed = (list) => {
    for (const item of list) {
      if (item.href && item instanceof CSSStyleSheet) continue; /* from elsewhere: refused, and not readable */
      if (item.media && item.media.mediaText.includes("prefers-color-scheme") && !written.has(item.media)) {
        written.set(item.media, item.media.mediaText);
      }
      if (item.cssRules) schemed(item.cssRules);
    }
  };
  const setScheme = (scheme) => {
    schemed(document.styleSheets);
    for (const [media, text] of written) {
      media.mediaText = text.replace(asked, (_, wanted) => (wanted === scheme ? "(min-width: 0px)" : "(max-width: -1px)"));
    }
    root.style.colorScheme = scheme;
  };

  root.style.scrollbarWidth = "thin"; /* a pane's, not a page's */

  const ready = (scheme, x, y, revision) => {
    setScheme(scheme);
    if (!location.hash) scrollTo({ left: x, top: y, behavior: "instant" });
    tellWhenPainted(revision);
  };

  say({ kind: "ready", serial });
  return { patch, follow, setScheme, ready, painted };
})();
