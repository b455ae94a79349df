// A drawn chart becomes a live one when it comes into view, where there is a pointer to ask it with; else it stays still.
(() => {
  "use strict";

  const asks = window.matchMedia("(hover: hover) and (min-width: 768px)");
  const saves = () => Boolean(navigator.connection && navigator.connection.saveData);

  const tell = (chart) => (_handler, event, _item, value) => {
    const told = chart.querySelector(".chart-told");
    told.hidden = !value;
    if (!value) return;
    told.textContent = [value.navn, value.vist].filter(Boolean).join(": ");
    const box = chart.getBoundingClientRect();
    const left = event.clientX - box.left + 12;
    told.style.left = `${Math.max(0, Math.min(left, box.width - told.offsetWidth))}px`;
    told.style.top = `${event.clientY - box.top - told.offsetHeight - 8}px`;
  };

  const enliven = async (chart) => {
    await import(chart.dataset.chartScript);
    const spec = JSON.parse(chart.querySelector("script[type='application/json']").textContent);
    const live = chart.querySelector(".chart-live");
    chart.classList.add("chart-is-live");
    await window.vegaEmbed(live, spec, {
      ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: tell(chart),
      logLevel: 1, // errors only: the ends of the axis are given to every layer, which it would warn about each time
    });
  };

  const inView = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    inView.unobserve(target);
    enliven(target).catch(() => target.classList.remove("chart-is-live"));
  }));

  const watch = (part) => {
    if (asks.matches && !saves()) part.querySelectorAll("[data-chart-script]").forEach((chart) => inView.observe(chart));
  };

  // On paper what is folded on the screen stands open.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.chart-table:not([open])")];
    closed.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((each) => { each.open = false; }));

  document.addEventListener("DOMContentLoaded", () => watch(document));
  document.addEventListener("htmx:load", (event) => watch(event.target.parentElement || event.target));
})();
