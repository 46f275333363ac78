/* The proofreader's page: choose words, remark upon them, keep the work in this browser, save the return.
   Offsets in the data are code points, as everywhere in Lettrine; the DOM's are UTF-16 and stay in this file. */
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const packet = JSON.parse($("lot").textContent);
  const main = $("lettre");
  const NBSP = "\u00a0";
  const CONTEXT = 32;
  const MAX_FILE = 64 * 1024 * 1024;
  const bytesOf = (text) => new TextEncoder().encode(text);

  /* SHA-256 (FIPS 180-4): the browser's own is asynchronous, and absent where a page is not trusted. */
  const sha256 = (() => {
    const primes = [];
    for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
    const bits = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
    const K = primes.map((p) => bits(Math.cbrt(p)));
    return (data) => {
      const H = primes.slice(0, 8).map((p) => bits(Math.sqrt(p)));
      const length = ((data.length + 72) >> 6) << 6;
      const padded = new Uint8Array(length);
      padded.set(data);
      padded[data.length] = 0x80;
      const view = new DataView(padded.buffer);
      view.setUint32(length - 8, Math.floor(data.length / 2 ** 29));
      view.setUint32(length - 4, data.length << 3);
      const w = new Int32Array(64);
      const turn = (x, n) => (x >>> n) | (x << (32 - n));
      for (let at = 0; at < length; at += 64) {
        for (let i = 0; i < 64; i++) {
          if (i < 16) { w[i] = view.getInt32(at + 4 * i); continue; }
          const a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
          const b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
          w[i] = (w[i - 16] + a + w[i - 7] + b) | 0;
        }
        let [a, b, c, d, e, f, g, h] = H;
        for (let i = 0; i < 64; i++) {
          const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
          const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
          [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
        }
        [a, b, c, d, e, f, g, h].forEach((value, i) => { H[i] = (H[i] + value) | 0; });
      }
      return H.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
    };
  })();

  /* Zip, stored, with the date that Lettrine gives to all. */
  const crc32 = (() => {
    const table = Array.from({ length: 256 }, (_, n) => {
      for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
      return n >>> 0;
    });
    return (data) => {
      let crc = 0xffffffff;
      for (const byte of data) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
      return (crc ^ 0xffffffff) >>> 0;
    };
  })();

  const zip = (files) => {
    const parts = [];
    const directory = [];
    let offset = 0;
    const record = (fields) => {
      const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
      let at = 0;
      for (const [size, value] of fields) {
        if (size === 2) view.setUint16(at, value, true); else view.setUint32(at, value, true);
        at += size;
      }
      return new Uint8Array(view.buffer);
    };
    for (const [name, data] of files) {
      const path = bytesOf(name);
      const common = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 33], [4, crc32(data)], [4, data.length], [4, data.length],
        [2, path.length], [2, 0]];
      parts.push(record([[4, 0x04034b50], ...common]), path, data);
      directory.push(record([[4, 0x02014b50], [2, 0x0314], ...common, [2, 0], [2, 0], [2, 0], [4, 0o100644 * 65536], [4, offset]]),
        path);
      offset += 30 + path.length + data.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = record([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
    return new Blob([...parts, ...directory, end], { type: "application/zip" });
  };

  /* Only what this page itself wrote is read back: entries stored as they are. */
  const unzip = (data) => {
    const view = new DataView(data);
    const files = new Map();
    let at = 0;
    while (at + 30 <= data.byteLength && view.getUint32(at, true) === 0x04034b50) {
      const size = view.getUint32(at + 18, true);
      const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
      if (view.getUint16(at + 8, true) !== 0 || from + size > data.byteLength) throw new Error("zip");
      const path = new TextDecoder().decode(new Uint8Array(data, at + 30, view.getUint16(at + 26, true)));
      files.set(path.slice(path.indexOf("/") + 1), new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(data, from, size)));
      at = from + size;
    }
    return files;
  };

  /* Words on the page and words of the source */
  const points = {};
  const digests = {};
  for (const [section, text] of Object.entries(packet.texts)) {
    points[section] = Array.from(text);
    digests[section] = sha256(bytesOf(text));
  }

  const blocks = [];
  for (const container of document.querySelectorAll("[data-section]")) {
    const runs = packet.blocks[container.dataset.section];
    if (!runs) continue;
    [...container.children].forEach((element, index) => {
      if (!runs[index]) return;
      const text = element.textContent;
      const toPoint = new Uint32Array(text.length + 1);
      const toUnit = [];
      let unit = 0;
      for (const letter of text) {
        for (let i = 0; i < letter.length; i++) toPoint[unit + i] = toUnit.length;
        toUnit.push(unit);
        unit += letter.length;
      }
      toPoint[unit] = toUnit.length;
      toUnit.push(unit);
      blocks.push({ element, section: container.dataset.section, runs: runs[index], text, toPoint, toUnit });
    });
  }
  const blockOf = new Map(blocks.map((block) => [block.element, block]));

  const words = [];
  for (const block of blocks) {
    for (const found of block.text.matchAll(/[\p{L}\p{N}]+(?:[’'\-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]+/gu)) {
      words.push({ block, start: found.index, end: found.index + found[0].length });
    }
  }

  /* The source's range for units [start, end) of a block; null where nothing of it is in the source. */
  const sourceRange = (block, start, end) => {
    const from = block.toPoint[start];
    const to = block.toPoint[end];
    let first = null;
    let last = null;
    for (const [shown, source, length] of block.runs) {
      const low = Math.max(from, shown);
      const high = Math.min(to, shown + length);
      if (low < high) {
        first ??= source + low - shown;
        last = source + high - shown;
      }
    }
    return first === null ? null : [first, last];
  };

  const domPoint = (element, unit) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    let last = null;
    while (node) {
      if (unit <= node.length) return [node, unit];
      unit -= node.length;
      last = node;
      node = walker.nextNode();
    }
    return last ? [last, last.length] : [element, 0];
  };

  const rangeIn = (block, start, end) => {
    const range = document.createRange();
    range.setStart(...domPoint(block.element, start));
    range.setEnd(...domPoint(block.element, end));
    return range;
  };

  /* Where a remark's words are on the page. */
  const rangesOf = (section, start, end) => {
    const ranges = [];
    for (const block of blocks) {
      if (block.section !== section) continue;
      let from = null;
      let to = null;
      for (const [shown, source, length] of block.runs) {
        const low = Math.max(start, source);
        const high = Math.min(end, source + length);
        if (low < high) {
          from ??= shown + low - source;
          to = shown + high - source;
        }
      }
      if (from !== null) ranges.push(rangeIn(block, block.toUnit[from], block.toUnit[to]));
    }
    return ranges;
  };

  const unitIn = (element, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    range.setEnd(node, offset);
    return range.toString().length;
  };

  const owner = (node) => {
    let element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    while (element && !blockOf.has(element)) element = element.parentElement;
    return element ? blockOf.get(element) : null;
  };

  /* What is chosen: { section, start, end } in the source. */
  const chosen = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    let found = null;
    for (const block of blocks) {
      if (!range.intersectsNode(block.element)) continue;
      const inside = (node) => block.element.contains(node);
      const start = inside(range.startContainer) ? unitIn(block.element, range.startContainer, range.startOffset) : 0;
      const end = inside(range.endContainer) ? unitIn(block.element, range.endContainer, range.endOffset) : block.text.length;
      const trimmed = block.text.slice(start, end);
      const source = sourceRange(block, start + trimmed.length - trimmed.trimStart().length, start + trimmed.trimEnd().length);
      if (!source) continue;
      if (found && found.section !== block.section) break;
      if (found) found.end = source[1];
      else found = { section: block.section, start: source[0], end: source[1] };
    }
    return found;
  };

  /* The work, and its keeping */
  const key = `lettrine-relecture:${packet.issue}:${sha256(bytesOf(JSON.stringify([packet.reader, digests])))}`;
  const known = new Map(packet.remarks.map((remark) => [remark.id, remark]));
  let work = { author: packet.reader || "", remarks: [] };
  let current = null;
  let unsaved = false;

  const say = (sentence) => { $("dit").textContent = sentence; };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(work));
      $("gardee").textContent = "Travail gardé dans ce navigateur.";
    } catch {
      $("gardee").textContent = "Ce navigateur ne garde rien" + NBSP + ": enregistrez la relecture avant de fermer.";
    }
    unsaved = work.remarks.length > 0;
  };

  const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const identifier = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return "urn:uuid:" + [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  const plain = (purpose, value) => ({ type: "TextualBody", purpose, format: "text/plain", value });
  const target = (section, start, end) => {
    const made = { type: "SpecificResource", source: `urn:uuid:${packet.issue}#${section}` };
    if (end > start) {
      const text = points[section];
      made.selector = [
        { type: "TextPositionSelector", start, end },
        { type: "TextQuoteSelector", exact: text.slice(start, end).join(""),
          prefix: text.slice(Math.max(0, start - CONTEXT), start).join(""), suffix: text.slice(end, end + CONTEXT).join("") },
      ];
    }
    made["lettrine:textSha256"] = digests[section];
    return made;
  };
  const annotation = (motivation, about, body) => {
    const moment = now();
    return { "@context": ["http://www.w3.org/ns/anno.jsonld", { lettrine: "urn:lettrine:" }], id: identifier(),
      type: "Annotation", motivation, creator: { type: "Person", name: work.author }, created: moment, modified: moment,
      body, target: about, "lettrine:revision": 1, "lettrine:state": "open" };
  };
  const change = (remark, values) => {
    Object.assign(remark, values, { modified: now(), "lettrine:revision": remark["lettrine:revision"] + 1 });
  };

  const aim = (remark) => (Array.isArray(remark.target) ? remark.target[1] : remark.target);
  const sectionOf = (remark) => aim(remark).source.split("#")[1];
  const selector = (remark, type) => (aim(remark).selector || []).find((each) => each.type === type);
  const bodyOf = (remark, ...purposes) => ([].concat(remark.body).find((each) => purposes.includes(each.purpose)) || {}).value;
  const parentOf = (remark) => (Array.isArray(remark.target) ? remark.target[0] : null);
  const isMine = (remark) => work.remarks.includes(remark);
  const alive = () => [...known.values(), ...work.remarks].filter((remark) => remark["lettrine:state"] !== "deleted");
  const order = packet.sections.map((section) => section.id);
  const heading = (id) => (packet.sections.find((section) => section.id === id) || { heading: id }).heading;

  /* In reading order, replies under what they answer. */
  const listed = () => {
    const place = (remark) => {
      const position = selector(remark, "TextPositionSelector");
      return [order.indexOf(sectionOf(remark)), position ? position.start : -1];
    };
    const tops = alive().filter((remark) => remark.motivation !== "assessing" && !parentOf(remark));
    tops.sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1] || (a.created < b.created ? -1 : 1));
    return tops.flatMap((remark) => [remark, ...alive().filter((other) => parentOf(other) === remark.id)]);
  };

  /* Drawing */
  const element = (tag, classes, text) => {
    const made = document.createElement(tag);
    if (classes) made.className = classes;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const button = (label, act) => {
    const made = element("button", "plain", label);
    made.type = "button";
    made.addEventListener("click", (event) => { event.stopPropagation(); act(); });
    return made;
  };

  const card = (remark) => {
    const made = element("li", "remark" + (parentOf(remark) ? " answer" : ""));
    made.id = remark.id;
    made.tabIndex = -1;
    if (remark.id === current) made.setAttribute("aria-current", "true");
    const by = element("p", "by");
    by.append(element("b", "", isMine(remark) ? "Vous" : remark.creator.name), ` · ${heading(sectionOf(remark))}`);
    made.append(by);
    const quote = selector(remark, "TextQuoteSelector");
    const instead = bodyOf(remark, "editing");
    if (instead !== undefined && quote) {
      const line = element("p");
      line.append(element("del", "", quote.exact), " ", element("ins", "", instead || "(à retirer)"));
      made.append(line);
    } else if (quote && !parentOf(remark)) {
      made.append(element("p", "quote", `«${NBSP}${quote.exact}${NBSP}»`));
    }
    const text = bodyOf(remark, "commenting", "replying");
    if (text) made.append(element("p", "", text));
    const tools = element("div", "tools");
    if (isMine(remark)) {
      tools.append(button("Modifier", () => edit(remark)), button("Retirer", () => withdraw(remark)));
    } else {
      tools.append(button("Répondre", () => reply(remark)));
    }
    made.append(tools);
    made.addEventListener("click", () => go(remark.id));
    return made;
  };

  const draw = () => {
    const shown = listed();
    $("remarques").replaceChildren(...shown.map(card));
    $("nombre").textContent = shown.length ? `(${shown.length})` : "";
    $("aucune").hidden = shown.length > 0;
    $("avis").replaceChildren(...packet.sections.map((section) => {
      const line = element("li", section.depth > 1 ? "inner" : "");
      const given = verdictOn(section.id);
      const choose = button(given ? bodyOf(given, "assessing") : "Donner un avis", () => judge(section.id));
      choose.className = given ? "verdict-given" : "plain";
      choose.setAttribute("aria-label", `${section.heading}${NBSP}: ${choose.textContent}`);
      line.append(element("span", "", section.heading), choose);
      return line;
    }));
    $("qui").textContent = work.author ? `Relecture de ${work.author}` : "Relecture";
    paint();
  };

  const paint = () => {
    if (!globalThis.CSS?.highlights) return;
    const all = new Highlight();
    const here = new Highlight();
    for (const remark of listed()) {
      const position = selector(remark, "TextPositionSelector");
      if (!position || aim(remark)["lettrine:textSha256"] !== digests[sectionOf(remark)]) continue;
      for (const range of rangesOf(sectionOf(remark), position.start, position.end)) {
        (remark.id === current ? here : all).add(range);
      }
    }
    CSS.highlights.set("remarques", all);
    CSS.highlights.set("ici", here);
  };

  const go = (id) => {
    current = id;
    draw();
    const remark = listed().find((each) => each.id === id);
    if (!remark) return;
    document.getElementById(id).scrollIntoView({ block: "nearest" });
    const position = selector(remark, "TextPositionSelector");
    const [range] = position ? rangesOf(sectionOf(remark), position.start, position.end) : [];
    const place = range ? range.startContainer.parentElement : document.getElementById(sectionOf(remark));
    place?.scrollIntoView({ block: "center" });
    say(document.getElementById(id).innerText);
  };

  const step = (by) => {
    const shown = listed();
    if (!shown.length) { say("Aucune remarque."); return; }
    const at = shown.findIndex((remark) => remark.id === current);
    go(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length].id);
  };

  /* Writing */
  let pending = null;
  const compose = (title, quoted, texts, done) => {
    $("composer-titre").textContent = title;
    $("composer-mots").textContent = quoted;
    $("composer-mots").hidden = !quoted;
    $("composer-a-la-place-etiquette").hidden = texts.instead === null;
    $("composer-a-la-place").value = texts.instead ?? "";
    $("composer-texte-etiquette").textContent = texts.instead === null ? "Votre commentaire" : "Pourquoi (facultatif)";
    $("composer-texte").value = texts.body;
    pending = done;
    $("composer").showModal();
    const field = texts.instead === null ? $("composer-texte") : $("composer-a-la-place");
    field.focus();
    field.select();
  };

  const bodies = (purpose, body, instead) => [
    ...(body ? [plain(purpose, body)] : []), ...(instead === null ? [] : [plain("editing", instead)]),
  ];

  const remarkOn = (suggest) => {
    const place = chosen();
    if (!place) { say("Choisissez d’abord des mots."); return; }
    const quoted = points[place.section].slice(place.start, place.end).join("");
    compose(suggest ? "Suggérer" : "Commenter", quoted, { body: "", instead: suggest ? quoted : null }, (body, instead) => {
      if (suggest ? instead === quoted : !body) return "Il n’y a rien à garder encore.";
      add(annotation(suggest ? "editing" : "commenting", target(place.section, place.start, place.end),
        bodies("commenting", body, instead)));
      return null;
    });
  };

  const add = (remark) => {
    work.remarks.push(remark);
    current = remark.id;
    keep();
    draw();
    document.getElementById(current)?.scrollIntoView({ block: "nearest" });
    say("Remarque gardée.");
  };

  const reply = (remark) => {
    compose(`Répondre à ${remark.creator.name}`, bodyOf(remark, "commenting", "replying") || "", { body: "", instead: null }, (body) => {
      if (!body) return "Il n’y a rien à garder encore.";
      const made = annotation("replying", null, [plain("replying", body)]);
      made.target = [parentOf(remark) || remark.id, target(sectionOf(remark), 0, 0)];
      add(made);
      return null;
    });
  };

  const edit = (remark) => {
    const instead = bodyOf(remark, "editing");
    const purpose = parentOf(remark) ? "replying" : "commenting";
    const quoted = selector(remark, "TextQuoteSelector")?.exact || "";
    compose("Modifier", quoted, { body: bodyOf(remark, "commenting", "replying") || "", instead: instead ?? null }, (body, other) => {
      if (instead === undefined ? !body : other === quoted) return "Il n’y a rien à garder encore.";
      change(remark, { body: bodies(purpose, body, instead === undefined ? null : other) });
      keep();
      draw();
      return null;
    });
  };

  const withdraw = (remark) => {
    if (!remark || !isMine(remark)) return;
    change(remark, { "lettrine:state": "deleted" });
    current = null;
    keep();
    draw();
    say("Remarque retirée.");
    main.focus();
  };

  const verdictOn = (section) => work.remarks.find((remark) =>
    remark.motivation === "assessing" && remark["lettrine:state"] === "open" && sectionOf(remark) === section);

  let judged = null;
  const judge = (section) => {
    judged = section;
    $("avis-titre").textContent = `Votre avis sur «${NBSP}${heading(section)}${NBSP}»`;
    $("avis-donner").returnValue = "";
    $("avis-donner").showModal();
  };
  $("avis-donner").addEventListener("close", () => {
    const verdict = $("avis-donner").returnValue;
    if (!verdict) return;
    const given = verdictOn(judged);
    if (verdict === "aucun") { if (given) change(given, { "lettrine:state": "deleted" }); }
    else if (given) change(given, { body: [plain("assessing", verdict)] });
    else work.remarks.push(annotation("assessing", target(judged, 0, 0), [plain("assessing", verdict)]));
    keep();
    draw();
    say(verdict === "aucun" ? "Avis retiré." : `${heading(judged)}${NBSP}: ${verdict}.`);
  });

  const finish = () => {
    const wrong = pending?.($("composer-texte").value.trim(), $("composer-a-la-place-etiquette").hidden ? null : $("composer-a-la-place").value);
    if (wrong) { say(wrong); return; }
    $("composer").close();
    main.focus({ preventScroll: true });
  };
  $("composer").querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); finish(); });
  $("composer-renoncer").addEventListener("click", () => $("composer").close());
  $("composer").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); finish(); }
  });
  $("composer").addEventListener("close", () => main.focus({ preventScroll: true }));

  /* The return */
  const returned = () => {
    const files = [
      ["annotations.jsonl", work.remarks.map((remark) => JSON.stringify(remark) + "\n").join("")],
      ["relecture.json", JSON.stringify({ format: packet.format, type: "return", issue: packet.issue, number: packet.number,
        author: work.author, saved: now() })],
      ...Object.entries(packet.texts).map(([section, text]) => [`sections/${section}.md`, text]),
    ].map(([name, text]) => [name, bytesOf(text)]);
    files.sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = files.map(([name, data]) => `${sha256(data)}  ${name.replaceAll("%", "%25")}\n`).join("");
    return zip([...files, ["manifest-sha256.txt", bytesOf(lines)]].map(([name, data]) => [`relecture/${name}`, data]));
  };

  const save = () => {
    if (!work.author) { askName(save); return; }
    const link = element("a");
    link.href = URL.createObjectURL(returned());
    const name = work.author.normalize("NFD").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "").toLowerCase() || "retour";
    link.download = `relecture-${packet.number}-${name}-retour.zip`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    $("gardee").textContent = `«${NBSP}${link.download}${NBSP}» est enregistré${NBSP}: renvoyez ce fichier.`;
  };

  const takeUp = async (file) => {
    try {
      if (!file || file.size > MAX_FILE) throw new Error("size");
      const files = unzip(await file.arrayBuffer());
      const described = JSON.parse(files.get("relecture.json"));
      if (described.type !== "return" || described.issue !== packet.issue) throw new Error("other");
      const merged = new Map(work.remarks.map((remark) => [remark.id, remark]));
      for (const line of files.get("annotations.jsonl").split("\n").filter(Boolean)) {
        const remark = JSON.parse(line);
        if (remark.type !== "Annotation" || !/^urn:uuid:[0-9a-f-]{36}$/.test(remark.id) || !(sectionOf(remark) in packet.texts)) throw new Error("remark");
        const mine = merged.get(remark.id);
        if (!mine || mine["lettrine:revision"] < remark["lettrine:revision"]) merged.set(remark.id, remark);
      }
      work = { author: String(described.author).slice(0, 120), remarks: [...merged.values()] };
      keep();
      draw();
      say("Travail repris.");
    } catch {
      $("gardee").textContent = "Ce fichier n’est pas une relecture de cette lettre" + NBSP + ": choisissez celui que cette page a enregistré.";
    }
  };

  const askName = (then) => {
    $("nom-champ").value = work.author;
    $("nom").addEventListener("close", () => {
      const name = $("nom-champ").value.replace(/\s+/g, " ").trim();
      if (name) { work.author = name; keep(); draw(); then?.(); }
    }, { once: true });
    $("nom").showModal();
  };

  /* Choosing by key */
  let anchor = -1;
  let head = -1;
  const choose = (extend) => {
    const [from, to] = anchor <= head ? [words[anchor], words[head]] : [words[head], words[anchor]];
    const range = rangeIn(from.block, from.start, from.end);
    range.setEnd(...domPoint(to.block.element, to.end));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const at = words[head];
    const box = rangeIn(at.block, at.start, at.end).getBoundingClientRect();
    if (box.top < 90 || box.bottom > innerHeight - 60) scrollBy({ top: box.top - innerHeight / 3, behavior: "instant" });
    say(extend ? range.toString() : at.block.text.slice(at.start, at.end));
  };
  const fromSelection = () => {
    const selection = getSelection();
    if (!selection.rangeCount || !main.contains(selection.anchorNode)) return;
    const block = owner(selection.anchorNode);
    if (!block) return;
    const unit = unitIn(block.element, selection.anchorNode, selection.anchorOffset);
    const at = words.findIndex((word) => word.block === block && word.end > unit);
    if (at >= 0 && selection.isCollapsed) { anchor = at - 1; head = at - 1; }
  };
  const move = (by, extend) => {
    if (!words.length) return;
    const next = Math.max(0, Math.min(words.length - 1, head + by));
    head = next;
    if (!extend || anchor < 0) anchor = next;
    else if (words[anchor].block.section !== words[head].block.section) head -= by;
    choose(extend);
  };
  const moveBlock = (by, extend) => {
    const here = blocks.indexOf(words[Math.max(0, head)]?.block);
    for (let at = head < 0 ? 0 : here + by; at >= 0 && at < blocks.length; at += by) {
      const found = words.findIndex((word) => word.block === blocks[at]);
      if (found >= 0) { move(found - head, extend); return; }
    }
  };

  const sectionHere = () => {
    const place = chosen();
    if (place) return place.section;
    const middle = blocks.find((block) => block.element.getBoundingClientRect().bottom > innerHeight / 3);
    return (middle || blocks[0])?.section ?? order[0];
  };

  const acts = {
    c: () => remarkOn(false), s: () => remarkOn(true), v: () => judge(sectionHere()), n: () => step(1), p: () => step(-1),
    r: () => { const remark = listed().find((each) => each.id === current); if (remark) reply(remark); },
    "?": () => $("aide").showModal(),
    Delete: () => withdraw(listed().find((each) => each.id === current)),
    ArrowRight: (event) => move(1, event.shiftKey), ArrowLeft: (event) => move(-1, event.shiftKey),
    ArrowDown: (event) => moveBlock(1, event.shiftKey), ArrowUp: (event) => moveBlock(-1, event.shiftKey),
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input, textarea")) return;
    if (event.key.startsWith("Arrow") && event.target !== main && event.target !== document.body) return;
    const act = acts[event.key] || acts[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(event); }
  });
  main.addEventListener("mouseup", fromSelection);
  document.addEventListener("selectionchange", () => {
    const any = chosen() !== null;
    $("commenter").disabled = !any;
    $("suggerer").disabled = !any;
  });
  for (const id of ["commenter", "suggerer"]) $(id).addEventListener("mousedown", (event) => event.preventDefault());
  $("commenter").addEventListener("click", () => remarkOn(false));
  $("suggerer").addEventListener("click", () => remarkOn(true));
  $("juger").addEventListener("click", () => judge(sectionHere()));
  $("touches").addEventListener("click", () => $("aide").showModal());
  $("enregistrer").addEventListener("click", save);
  $("reprendre").addEventListener("click", () => $("fichier").click());
  $("fichier").addEventListener("change", () => { takeUp($("fichier").files[0]); $("fichier").value = ""; });
  addEventListener("beforeunload", (event) => {
    if (unsaved && $("gardee").textContent.startsWith("Ce navigateur ne garde")) event.preventDefault();
  });

  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Array.isArray(kept.remarks)) {
      work = kept;
      $("gardee").textContent = kept.remarks.length ? "Votre travail est repris où vous l’aviez laissé." : "";
    }
  } catch { /* nothing kept, or nothing that can be read: the work starts anew */ }

  const asked = [packet.before ? `À relire avant le ${new Date(packet.before + "T12:00").toLocaleDateString("fr", { day: "numeric", month: "long", year: "numeric" })}.` : "",
    packet.lookAt ? `À regarder surtout${NBSP}: ${packet.lookAt}` : ""].filter(Boolean).join("\n");
  $("demande").textContent = asked;
  $("demande").hidden = !asked;
  draw();
  if (!work.author) askName();
})();
