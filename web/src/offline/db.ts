// The browser's own database, as promises: keys, sealed reports, and who uses this phone.
const NAME = "rufaa";
const STORES = ["keys", "reports", "drafts", "device"] as const;
export type Store = (typeof STORES)[number];

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opened = undefined;
      reject(request.error);
    };
  });
  return opened;
}

async function run<T>(
  store: Store,
  mode: IDBTransactionMode,
  act: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const request = act(transaction.objectStore(store));
    // Only a finished transaction is kept; a finished request may still be rolled back.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const get = <T>(store: Store, key: string): Promise<T | undefined> =>
  run(store, "readonly", (objects) => objects.get(key) as IDBRequest<T | undefined>);
export const all = <T>(store: Store): Promise<T[]> =>
  run(store, "readonly", (objects) => objects.getAll() as IDBRequest<T[]>);
export const put = (store: Store, key: string, value: unknown): Promise<unknown> =>
  run(store, "readwrite", (objects) => objects.put(value, key));
// Puts it in the place of what is there, and nowhere else; says whether anything was.
export async function replace(store: Store, key: string, value: unknown): Promise<boolean> {
  const kept = await run(store, "readwrite", (objects) => {
    const found = objects.getKey(key);
    found.onsuccess = () => {
      if (found.result !== undefined) objects.put(value, key);
    };
    return found;
  });
  return kept !== undefined;
}
export const remove = (store: Store, key: string): Promise<unknown> =>
  run(store, "readwrite", (objects) => objects.delete(key));
