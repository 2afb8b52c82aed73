// The words follow her voice: the one being spoken is marked, and a tap on a word plays from there.
const words = () => document.getElementById("words");

// Media events do not bubble; they can be caught on their way down.
document.addEventListener("timeupdate", ({ target }) => {
  for (const word of document.getElementById(target.dataset.words)?.querySelectorAll("[data-from]") ?? []) {
    const now = word.dataset.from <= target.currentTime && target.currentTime < word.dataset.to;
    word.toggleAttribute("data-now", now);
  }
}, true);

document.addEventListener("click", ({ target }) => {
  const word = target.closest(".heard [data-from]");
  const player = word && document.querySelector(`audio[data-words="${word.closest(".heard").id}"]`);
  if (!player) return;
  const play = () => { player.currentTime = Number(word.dataset.from); player.play(); };
  if (player.readyState) return play();
  player.addEventListener("loadedmetadata", play, { once: true });
  player.preload = "metadata";
  player.load();
});

// The words came while the page was open: they go where she corrects them, unless she has begun to write herself.
document.body.addEventListener("htmx:afterSettle", () => {
  const heard = [...document.querySelectorAll(".heard")].map((one) => one.dataset.text);
  if (words().value.trim() || heard.includes(undefined)) return;
  words().value = heard.filter(Boolean).join("\n\n");
});
