"use strict";
(() => {
  const passages = [...document.querySelectorAll(".passage")];
  const filter = document.querySelector(".filter");

  /* One reason is held at a time. */
  const hold = (held) => {
    for (const passage of passages) {
      passage.classList.toggle("pinned", passage === held);
      passage.querySelector(".tag").setAttribute("aria-pressed", passage === held);
    }
  };
  document.addEventListener("click", (event) => {
    const tag = event.target.closest(".tag");
    if (tag)
      hold(tag.getAttribute("aria-pressed") === "true" ? null : tag.closest(".passage"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape")
      hold(null);
  });

  /* Without a chosen label all are shown. A headline stays while its article has a paragraph left. */
  if (!filter)
    return;
  const buttons = [...filter.querySelectorAll("button")];
  const show = () => {
    const chosen = new Set(buttons.filter((button) => button.getAttribute("aria-pressed") === "true")
      .map((button) => button.dataset.label));
    let count = 0;
    for (const passage of passages) {
      const match = chosen.size === 0 || chosen.has(passage.dataset.label);
      passage.hidden = !match && !passage.classList.contains("title");
      passage.classList.toggle("match", match);
      count += match;
    }
    for (const article of document.querySelectorAll("article"))
      article.hidden = !article.querySelector(".passage.match");
    filter.querySelector(".shown").textContent =
      chosen.size === 0 ? "" : `${count} of ${passages.length} paragraphs`;
  };
  filter.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button)
      return;
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    show();
  });
  filter.hidden = false;
})();
