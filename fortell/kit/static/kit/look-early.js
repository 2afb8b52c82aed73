// Runs before the first paint, so that a chosen look never flashes. Without a choice the device decides.
(() => {
  let look = null;
  try { look = localStorage.getItem("fortell-look"); } catch { /* storage is closed: the device decides */ }
  if (look === "light" || look === "dark") document.documentElement.dataset.look = look;
})();
