// On her pages without a field: what waits on this device is shown, to copy or remove, and sent where it may be.
import { begin } from "./outbox.js";

begin();
