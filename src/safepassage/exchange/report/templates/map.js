"use strict";
(() => {
  const STEP = 1.6;
  const MOVE = 0.2;
  const frame = document.querySelector(".map-frame");

  /** One panel of a drawing that can be looked at more closely. */
  function panel(svg) {
    const shown = svg.querySelector(".panel");
    const moving = shown.querySelector(".moving");
    const [left, top, right, bottom] = shown.dataset.box.split(" ").map(Number);
    const levels = shown.dataset.levels.split(" ").map(Number);
    const most = 2 * levels[levels.length - 1];
    const pins = [...moving.querySelectorAll(".pin")].map((pin) => [pin, pin.getAttribute("transform")]);
    const patterns = [...moving.querySelectorAll("pattern")];
    const names = [...moving.querySelectorAll("text:not(.late-name text)")];
    const late = [...moving.querySelectorAll(".late-name")];
    const bar = svg.querySelector(".scale");
    const words = svg.querySelector(".scale + text");
    const at = { k: 1, x: 0, y: 0 };

    /** A round length that fits the foot of the map, as the drawing chose it. */
    function scale() {
      const pxPerM = Number(shown.dataset.pxPerM) * at.k;
      const limit = ((right - left) * 0.28) / pxPerM;
      const power = 10 ** Math.floor(Math.log10(limit));
      const metres = Math.max(...[1, 2, 5].map((n) => n * power).filter((n) => n <= limit));
      const [x, y] = bar.getAttribute("d").match(/[\d.]+/g).map(Number);
      bar.setAttribute("d", `M${x} ${y}v4h${(metres * pxPerM).toFixed(1)}v-4`);
      const said = metres >= 1000 ? shown.dataset.km.replace("#", metres / 1000) : shown.dataset.m.replace("#", metres);
      words.textContent = said;
      words.setAttribute("x", (x + metres * pxPerM + 6).toFixed(1));
    }

    /** Names that found no room on the whole map, where they now cover no other. */
    function reveal() {
      if (!svg.getClientRects().length) return;
      const taken = names.map((name) => name.getBoundingClientRect());
      const covers = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      for (const name of late) {
        name.classList.toggle("shown", at.k > 1);
        const box = name.getBoundingClientRect();
        if (taken.some((other) => covers(box, other))) name.classList.remove("shown");
        else taken.push(box);
      }
    }

    function show() {
      at.k = Math.min(Math.max(at.k, 1), most);
      at.x = Math.min(Math.max(at.x, right * (1 - at.k)), left * (1 - at.k));
      at.y = Math.min(Math.max(at.y, bottom * (1 - at.k)), top * (1 - at.k));
      moving.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.k})`);
      for (const [pin, place] of pins) pin.setAttribute("transform", `${place} scale(${1 / at.k})`);
      for (const pattern of patterns) pattern.setAttribute("patternTransform", `scale(${1 / at.k})`);
      for (const level of levels.slice(1)) shown.classList.toggle(`closer-${level}`, at.k >= level - 0.01);
      svg.classList.toggle("zoomed", at.k > 1);
      scale();
      reveal();
    }

    /** Look so many times closer; the point (x, y) of the drawing stays where it is. */
    function zoom(times, x = (left + right) / 2, y = (top + bottom) / 2) {
      const k = Math.min(Math.max(at.k * times, 1), most);
      at.x = x - ((x - at.x) * k) / at.k;
      at.y = y - ((y - at.y) * k) / at.k;
      at.k = k;
      show();
    }

    function move(x, y) {
      at.x += x;
      at.y += y;
      show();
    }

    function point(event) {
      const box = svg.getBoundingClientRect();
      const unit = svg.viewBox.baseVal.width / box.width;
      return [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit, unit];
    }

    const fingers = new Map();
    svg.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, point(event));
      if (at.k > 1 || fingers.size > 1) svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = point(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId);
      if (other) {
        const spread = (one) => Math.hypot(one[0] - other[1][0], one[1] - other[1][1]);
        zoom(spread(now) / Math.max(spread(before), 1), (now[0] + other[1][0]) / 2, (now[1] + other[1][1]) / 2);
      } else if (at.k > 1) {
        move(now[0] - before[0], now[1] - before[1]);
      }
      fingers.set(event.pointerId, now);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
    }
    svg.addEventListener("dblclick", (event) => zoom(STEP, ...point(event).slice(0, 2)));
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(2 ** (-event.deltaY / 200), ...point(event).slice(0, 2));
    }, { passive: false });

    return {
      zoom,
      move: (x, y) => move(x * (right - left) * MOVE, y * (bottom - top) * MOVE),
      whole: () => zoom(1 / at.k),
    };
  }

  const panels = [...frame.querySelectorAll("svg.map")].map(panel);
  const every = (what) => () => panels.forEach(what);
  const closer = every((one) => one.zoom(STEP));
  const farther = every((one) => one.zoom(1 / STEP));
  const whole = every((one) => one.whole());
  const doing = {
    "+": closer, "=": closer, "-": farther, 0: whole,
    ArrowLeft: every((one) => one.move(1, 0)), ArrowRight: every((one) => one.move(-1, 0)),
    ArrowUp: every((one) => one.move(0, 1)), ArrowDown: every((one) => one.move(0, -1)),
  };
  frame.addEventListener("keydown", (event) => {
    if (!(event.key in doing) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    doing[event.key]();
  });
  const buttons = { closer, farther, whole };
  for (const button of frame.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", buttons[button.dataset.zoom]);
  }
  frame.querySelector(".zoom").hidden = false;
  document.querySelector(".zoom-help").hidden = false;
  for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", frame.dataset.label]]) {
    frame.setAttribute(name, value);
  }
})();
