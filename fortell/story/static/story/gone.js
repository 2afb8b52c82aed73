// Everything was deleted: what this device keeps for that memoir goes too.
import { forgetHome } from "./installing.js";
import { canKeep, forget } from "./unsent.js";

const [, , code] = location.pathname.split("/");
forgetHome(`/tell/${code}/`);
if (canKeep) forget(code);
