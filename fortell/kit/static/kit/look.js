// The look switch in the footer: "light", "dark", or "device", which stores nothing at all.
const KEY = "fortell-look";
const root = document.documentElement;
const switches = document.querySelectorAll("[data-look-switch]");
const buttons = document.querySelectorAll("[data-look-choice]");

function remember(choice) {
  try {
    if (choice === "device") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch { /* storage is closed: the choice lasts as long as the page */ }
}

function show(choice) {
  if (choice === "device") delete root.dataset.look;
  else root.dataset.look = choice;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.lookChoice === choice));
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    remember(button.dataset.lookChoice);
    show(button.dataset.lookChoice);
  });
}
for (const group of switches) group.hidden = false; // without scripts the switch could do nothing, so it is not shown
show(root.dataset.look ?? "device");
