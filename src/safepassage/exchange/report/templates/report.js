"use strict";
(() => {
  const data = JSON.parse(document.getElementById("moments").textContent);
  const slider = document.getElementById("moment");
  const figures = [...document.querySelectorAll("[data-series]")];
  const last = data.times.length - 1;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

  const at = (values, i) => number.format(values[Math.min(i, values.length - 1)]);

  /** One moment: the line in every chart, the words under each, and what the slider says aloud. */
  function show(i) {
    slider.value = i;
    for (const figure of figures) {
      const series = data.series[figure.dataset.series];
      const words = series.map(([label, values]) => `${label} ${at(values, i)}`).join(" · ");
      const readout = figure.querySelector(".readout");
      readout.textContent = `${data.times[i]}: ${words}`;
      readout.hidden = false;
      for (const chart of figure.querySelectorAll(".over-time")) {
        const cursor = chart.querySelector(".cursor");
        const x = Number(chart.dataset.left) + (Number(chart.dataset.span) * i) / last;
        cursor.setAttribute("transform", `translate(${x} 0)`);
        cursor.setAttribute("visibility", "visible");
      }
    }
    const [label, values] = data.series["people-out"][0];
    slider.setAttribute("aria-valuetext", `${data.times[i]}: ${label} ${at(values, i)}`);
  }

  /** The moment under a pointer. */
  function pointed(chart, event) {
    const box = chart.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
    const share = (x - Number(chart.dataset.left)) / Number(chart.dataset.span);
    return Math.round(Math.min(Math.max(share, 0), 1) * last);
  }

  slider.max = last;
  slider.setAttribute("aria-valuetext", data.times[0]);
  slider.closest(".moment").hidden = false;
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const chart of document.querySelectorAll(".over-time")) {
    chart.addEventListener("pointermove", (event) => show(pointed(chart, event)));
    chart.addEventListener("pointerdown", (event) => show(pointed(chart, event)));
  }

  /** A table that is wider than the screen is a region that the keyboard reaches. */
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", target.dataset.label]]) {
        if (scrolls) target.setAttribute(name, value);
        else target.removeAttribute(name);
      }
    }
  });
  for (const box of document.querySelectorAll(".scroll")) watch.observe(box);
})();
