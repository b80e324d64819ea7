import "fake-indexeddb/auto";
import { webcrypto } from "node:crypto";

// What browsers have and the test's document does not.
if (!globalThis.crypto?.subtle) Object.defineProperty(globalThis, "crypto", { value: webcrypto });
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
