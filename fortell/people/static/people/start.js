// The installed app begins here. A device that has been in goes straight on to its page; without a line too, where a page
// for that is kept. One whose link was closed is asked for a code again.
const HOME = "fortell-home";
let home = null;
try { home = localStorage.getItem(HOME); } catch { /* storage is closed: the code is asked for */ }

async function known() {
  try {
    return (await fetch(`${home}line/`, { cache: "no-store" })).status !== 404;
  } catch {
    return true;
  }
}

if (home) {
  if (await known()) location.replace(home);
  else localStorage.removeItem(HOME);
}
