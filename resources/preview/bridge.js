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

  /* The whole body anew, under the head that is there. */
  const replaceBody = (html, revision) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    document.body.replaceWith(document.adoptNode(body));
    tellWhenPainted(revision);
  };

  /* The reader's own scrolling wins over the cursor until the cursor goes to another block. */
  let followed = "";
  let wandered = false;
  let pressed = false;
  let byHand = false; /* the scrolling that is going on was begun in the page */
  const wander = () => { wandered = byHand = true; };
  document.addEventListener("wheel", wander, { passive: true });
  document.addEventListener("touchmove", wander, { passive: true });
  document.addEventListener("keydown", wander);
  document.addEventListener("mousedown", () => { pressed = true; });
  /* The scrollbar keeps the release to itself: the next movement tells. */
  document.addEventListener("mousemove", (event) => { pressed = pressed && event.buttons !== 0; });
  document.addEventListener("mouseup", () => { pressed = false; });
  document.addEventListener("scroll", () => {
    wandered = wandered || pressed;
    byHand = byHand || pressed;
    if (byHand) tellPlace();
  }, { passive: true });
  document.addEventListener("scrollend", () => { byHand = false; });

  /* The block under the top edge and how much of it has gone past, from 0 to 1. Blocks stand one under another. */
  const placeAtTop = () => {
    for (const parent of document.querySelectorAll("[data-section]")) {
      if (!parent.childElementCount || parent.getBoundingClientRect().bottom <= 0) continue;
      let [low, high] = [0, parent.childElementCount - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (parent.children[middle].getBoundingClientRect().bottom > 0) high = middle;
        else low = middle + 1;
      }
      const { top, height } = parent.children[low].getBoundingClientRect();
      return { section: parent.dataset.section, block: low, past: height ? Math.max(0, -top / height) : 0 };
    }
    return null;
  };
  let telling = false;
  const tellPlace = () => {
    if (telling) return;
    telling = true;
    requestAnimationFrame(() => {
      telling = false;
      const place = placeAtTop();
      if (place) say({ kind: "scrolled", serial, ...place });
    });
  };

  /* The text was scrolled: the same words at the top of the page, until the cursor goes to another block. */
  const align = (section, block, past) => {
    const element = container(section)?.children[block];
    if (!element || pressed) return;
    const { top, height } = element.getBoundingClientRect();
    wandered = true;
    byHand = false;
    scrollBy({ top: top + past * height, behavior: "instant" });
  };

  const follow = (section, block) => {
    const parent = container(section) ?? document.getElementById(section);
    if (!parent) return;
    const target = `${section}/${block}`;
    if (target !== followed) wandered = false;
    followed = target;
    if (wandered || pressed) return;
    const element = (block === null || parent.id ? null : parent.children[block]) ?? parent;
    const { top, bottom } = element.getBoundingClientRect();
    const height = innerHeight;
    /* Of the e-mail whole sections are known, no blocks: any part of one will do. */
    const visible = parent.id ? bottom > 0 && top < height : top >= 0 && (bottom <= height || top <= height / 3);
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

  /* The page follows the window, which may differ from the system, and may be shown as it will be printed: its own
     rules for light, dark and paper are kept, what they ask about the system is answered here. */
  const asked = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)|\b(print|screen)\b/g;
  const written = new Map();
  const collect = (list) => {
    for (const item of list) {
      if (item.href && item instanceof CSSStyleSheet) continue; /* from elsewhere: refused, and not readable */
      if (item.media && item.media.mediaText.search(asked) >= 0 && !written.has(item.media)) {
        written.set(item.media, item.media.mediaText);
      }
      if (item.cssRules) collect(item.cssRules);
    }
  };
  const setMedium = (scheme, printed) => {
    const shown = printed ? "light" : scheme;
    collect(document.styleSheets);
    for (const [media, text] of written) {
      media.mediaText = text.replace(asked, (_, wanted, medium) => {
        if (medium) return (medium === "print") === printed ? "all" : "not all";
        return wanted === shown ? "(min-width: 0px)" : "(max-width: -1px)";
      });
    }
    root.style.colorScheme = shown;
    sheet = printed ? "body { padding: 20mm 22mm 22mm !important; }" : "";
    setRules();
  };

  root.style.scrollbarWidth = "thin"; /* a pane's, not a page's */

  /* Our own rules, beside those of the page: they show one section alone, and draw what is marked. */
  const ours = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ours];
  const ASIDE = "data-lettrine-aside";
  let rules = "";
  let sheet = "";
  const setRules = () => ours.replaceSync(`[${ASIDE}] { display: none !important; } ${sheet} ${rules}`);
  setRules();

  /* One section alone, without the sections within it; null: the whole letter. */
  const showOnly = (section) => {
    for (const element of document.querySelectorAll(`[${ASIDE}]`)) element.removeAttribute(ASIDE);
    const body = section === null ? null : container(section) ?? document.getElementById(section);
    let kept = body?.closest("section, nav");
    if (!kept) return;
    for (const within of kept.querySelectorAll("section, nav")) within.setAttribute(ASIDE, "");
    for (; kept !== document.body; kept = kept.parentElement) {
      for (const other of kept.parentElement.children) if (other !== kept) other.setAttribute(ASIDE, "");
    }
    scrollTo({ top: 0, behavior: "instant" });
  };

  /* Marks are drawn by the engine over the text as it stands: no element is added, patches find what they expect. */
  const textOf = (element) => {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: text.length });
      text += walker.currentNode.data;
    }
    return { nodes, text };
  };
  const rangeOf = (nodes, start, end) => {
    const at = (place, closing) => {
      let found = nodes[0];
      for (const entry of nodes) if (closing ? entry.start < place : entry.start <= place) found = entry;
      return [found.node, place - found.start];
    };
    const range = new Range();
    range.setStart(...at(start, false));
    range.setEnd(...at(end, true));
    return range;
  };
  const common = (one, other) => {
    let count = 0;
    while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
    return count;
  };
  const mirrored = (text) => [...text].reverse().join("");
  /* Of the places where the words stand in their block, the one whose neighbours are most like those of the text. */
  const placeOf = (text, mark) => {
    let best = -1;
    let likeness = -1;
    for (let at = text.indexOf(mark.text); at >= 0; at = text.indexOf(mark.text, at + 1)) {
      const before = mirrored(text.slice(Math.max(0, at - 24), at));
      const alike = common(before, mirrored(mark.before)) + common(text.slice(at + mark.text.length), mark.after);
      if (alike > likeness) [best, likeness] = [at, alike];
    }
    return best;
  };
  const mark = (marks, colours) => {
    const texts = new Map();
    const ranges = new Map();
    for (const wanted of marks) {
      const block = container(wanted.section)?.children[wanted.block];
      if (!block || !wanted.text) continue;
      if (!texts.has(block)) texts.set(block, textOf(block));
      const { nodes, text } = texts.get(block);
      const start = placeOf(text, wanted);
      if (start < 0) continue;
      if (!ranges.has(wanted.kind)) ranges.set(wanted.kind, []);
      ranges.get(wanted.kind).push(rangeOf(nodes, start, start + wanted.text.length));
    }
    CSS.highlights.clear();
    rules = "";
    for (const [kind, places] of ranges) {
      CSS.highlights.set(kind, new Highlight(...places));
      rules += `::highlight(${kind}) { text-decoration: underline wavy 0.09em ${colours[kind]}; } `;
    }
    setRules();
  };

  const ready = (x, y, revision) => {
    if (!location.hash) scrollTo({ left: x, top: y, behavior: "instant" });
    tellWhenPainted(revision);
  };

  say({ kind: "ready", serial });
  return { patch, replaceBody, follow, align, setMedium, ready, painted, showOnly, mark };
})();
