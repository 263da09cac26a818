"use strict";
for (const plot of document.querySelectorAll(".plot")) {
  const tracks = JSON.parse(plot.dataset.hover);
  const cross = plot.querySelector(".cross");
  const tip = plot.querySelector(".tip");
  const axis = plot.nextElementSibling.textContent;
  const nearest = (points, x) => points.reduce((a, b) => (Math.abs(b[0] - x) >= Math.abs(a[0] - x) ? a : b));
  const row = (colour, name, value) => {
    const line = document.createElement("div");
    const dot = document.createElement("i");
    dot.className = "c" + colour;
    const label = document.createElement("em");
    label.textContent = name + "  " + value;
    line.append(dot, label);
    return line;
  };
  const hide = () => { cross.style.display = tip.style.display = "none"; };
  const show = (event) => {
    const box = plot.getBoundingClientRect();
    const x = (100 * (event.clientX - box.left)) / box.width;
    const found = tracks.filter((t) => t.p.length !== 0).map((t) => [t, nearest(t.p, x)]);
    if (found.length === 0) { return; }
    const at = nearest(found.map((f) => f[1]), x);
    const head = document.createElement("div");
    head.textContent = axis + ": " + at[2];
    tip.replaceChildren(head);
    for (const [track, point] of found) {
      const same = point[2] === at[2];
      tip.append(row(track.c, track.n + (same ? "" : " (" + point[2] + ")"), point[3]));
    }
    cross.style.left = at[0] + "%";
    cross.style.display = tip.style.display = "block";
    const right = at[0] > 55;
    tip.style.left = right ? "auto" : "calc(" + at[0] + "% + 10px)";
    tip.style.right = right ? "calc(" + (100 - at[0]) + "% + 10px)" : "auto";
  };
  plot.addEventListener("pointermove", show);
  plot.addEventListener("pointerdown", show);
  plot.addEventListener("pointerleave", hide);
}
window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
