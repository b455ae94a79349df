// The sheet adds itself up while it is typed in; the server checks it again.
(() => {
  "use strict";

  const sheet = document.querySelector("[data-adds-up]");
  if (!sheet) return;
  const told = sheet.querySelector("[data-sum]");
  const total = sheet.querySelector(".sheet-total input");
  const parts = [...sheet.querySelectorAll("[data-part] input")];
  const read = (input) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : 0);
  const say = (words, ...numbers) => words.replace(/\{(\d)\}/g, (_all, place) => numbers[place]);

  const add = () => {
    const sum = parts.reduce((all, input) => all + read(input), 0);
    if (!parts.some((input) => input.value.trim()) && !total.value.trim()) {
      told.textContent = "";
      return;
    }
    const asked = total.value.trim() ? read(total) : null;
    const words = asked === null ? told.dataset.soFar : asked === sum ? told.dataset.fits : told.dataset.differs;
    told.textContent = say(words, sum, asked);
    told.classList.toggle("sheet-differs", asked !== null && asked !== sum);
  };
  sheet.addEventListener("input", add);
  add();
})();
