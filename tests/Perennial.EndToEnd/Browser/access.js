// Returns what is wrong with a page: fields without a name, headings, tables, contrast of every visible text.
() => {
  const wrong = [];
  const named = (e) => e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim() || e.title;
  for (const e of document.querySelectorAll("input:not([type=hidden]), select, button, a[href]"))
    if (!named(e)) wrong.push("no name: " + e.outerHTML.slice(0, 120));
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  for (const t of document.querySelectorAll("table")) {
    if (!t.caption) wrong.push("table without caption");
    for (const th of t.querySelectorAll("th")) if (!th.scope) wrong.push("th without scope: " + th.textContent);
  }
  for (const landmark of ["main", "nav"]) if (!document.querySelector(landmark)) wrong.push("no " + landmark);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const v = c[i] / 255; return sum + weight * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] / 255 + below[i] * (1 - top[3] / 255));
  const behind = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 255) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), rgba(getComputedStyle(document.body).backgroundColor));
  };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !e.checkVisibility() || e.closest(".hidden, .skip, title, dialog, option")) continue;
    const style = getComputedStyle(e);
    const svg = e.closest("svg");
    const rect = svg && e.closest("a")?.querySelector("rect");
    const front = rgba(svg ? style.fill : style.color);
    const back = rect ? rgba(getComputedStyle(rect).fill) : behind(svg ? svg.parentElement : e);
    const [a, b] = [light(over(front, back)), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const key = e.className + style.color + back;
    if (ratio < needed && !seen.has(key)) {
      seen.add(key);
      wrong.push(`contrast ${ratio.toFixed(2)}: "${e.textContent.trim().slice(0, 40)}" in ${e.tagName}.${e.className.baseVal ?? e.className}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push(`wider than the screen: ${document.documentElement.scrollWidth}`);
  return wrong;
}
