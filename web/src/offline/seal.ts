// Seals what waits on this device. The key is made here and can't be exported, not even by us; it is
// destroyed at sign-out, and with it everything that it sealed.
import { get, put, remove } from "./db";

export interface Sealed {
  id: string;
  person: string;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const making = new Map<string, Promise<CryptoKey>>();

const keptKey = (person: string) => get<CryptoKey>("keys", person);

async function keyOf(person: string): Promise<CryptoKey> {
  const kept = await keptKey(person);
  if (kept) return kept;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  await put("keys", person, key);
  return key;
}

function keyFor(person: string): Promise<CryptoKey> {
  let key = making.get(person);
  if (!key) making.set(person, (key = keyOf(person)));
  return key;
}

// Bound to its place: a sealed report moved under another id does not open.
const place = (id: string, person: string) => new TextEncoder().encode(`${person}/${id}`);

export async function seal(id: string, person: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: place(id, person) },
    await keyFor(person),
    plain,
  );
  return { id, person, iv, data };
}

// Only under a key that is still kept: what is sealed anew after a sign-out would outlive it.
export async function sealAgain(
  id: string,
  person: string,
  value: unknown,
): Promise<Sealed | undefined> {
  return (await keptKey(person)) && seal(id, person, value);
}

export async function open<T>(sealed: Sealed): Promise<T> {
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: sealed.iv, additionalData: place(sealed.id, sealed.person) },
    await keyFor(sealed.person),
    sealed.data,
  );
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

export async function destroyKey(person: string): Promise<void> {
  making.delete(person);
  await remove("keys", person);
}
