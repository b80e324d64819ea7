// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction L, versions 1 to 9, which
// hold 230 bytes. Enough for the address of a secret; nothing else here needs one.

// For each version: codewords of data, of correction in each block, and how many blocks.
const SIZES = [
  [19, 7, 1],
  [34, 10, 1],
  [55, 15, 1],
  [80, 20, 1],
  [108, 26, 1],
  [136, 18, 2],
  [156, 20, 2],
  [194, 24, 2],
  [232, 30, 2],
] as const;
const ALIGNED = [0, 18, 22, 26, 30, 34, 22, 24, 26];

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = x;
  LOG[x] = i;
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0);
}
const times = (a: number, b: number) => (a && b ? EXP[LOG[a]! + LOG[b]!]! : 0);

// Reed–Solomon: what is left of the data over the generator of that degree.
function correction(data: readonly number[], degree: number): number[] {
  let generator = [1];
  for (let i = 0; i < degree; i++) {
    const next = [...generator, 0];
    generator.forEach((factor, at) => (next[at + 1]! ^= times(factor, EXP[i]!)));
    generator = next;
  }
  const rest = [...data, ...Array<number>(degree).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i]!;
    generator.forEach((factor, at) => (rest[i + at]! ^= times(factor, lead)));
  }
  return rest.slice(data.length);
}

function codewords(text: string): { version: number; words: number[] } {
  const bytes = [...new TextEncoder().encode(text)];
  const at = SIZES.findIndex(([data]) => bytes.length + 2 <= data);
  if (at < 0) throw new RangeError("too long for this code");
  const [room, degree, blocks] = SIZES[at]!;
  // Mode 0100, a length of eight bits, the bytes, an end of four zero bits: shifted by half a byte.
  const halves = [4, bytes.length >> 4, bytes.length & 15];
  for (const byte of bytes) halves.push(byte >> 4, byte & 15);
  halves.push(0);
  const data: number[] = [];
  for (let i = 0; i < halves.length; i += 2) data.push((halves[i]! << 4) | halves[i + 1]!);
  for (let i = 0; data.length < room; i++) data.push(i % 2 ? 0x11 : 0xec);
  const each = room / blocks;
  const parts = Array.from({ length: blocks }, (_, b) => data.slice(b * each, (b + 1) * each));
  const checks = parts.map((part) => correction(part, degree));
  const woven = (of: number[][]) => of[0]!.flatMap((_, i) => of.map((part) => part[i]!));
  return { version: at + 1, words: [...woven(parts), ...woven(checks)] };
}

// The remainder that guards format and version: `value` over `divisor`, both as bits.
function guarded(value: number, divisor: number, degree: number): number {
  let rest = value << degree;
  for (let bit = 31 - Math.clz32(rest); bit >= degree; bit--)
    if ((rest >> bit) & 1) rest ^= divisor << (bit - degree);
  return (value << degree) | rest;
}

// Rows of dark and light modules, without the quiet zone of four around them.
export function qrCode(text: string): boolean[][] {
  const { version, words } = codewords(text);
  const size = 17 + 4 * version;
  const dark = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const fixed = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const set = (x: number, y: number, on: boolean) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y]![x] = on;
    fixed[y]![x] = true;
  };
  const square = (cx: number, cy: number, reach: number, light: number[]) => {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(x, y, 4, [2, 4]);
  if (version > 1) {
    const last = size - 7;
    const places = [...new Set([6, ALIGNED[version - 1]!, last])];
    const taken = ["6,6", `6,${last}`, `${last},6`];
    for (const y of places)
      for (const x of places) if (!taken.includes(`${x},${y}`)) square(x, y, 2, [1]);
  }
  if (version > 6) {
    const bits = guarded(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const on = ((bits >> i) & 1) === 1;
      set(size - 11 + (i % 3), Math.floor(i / 3), on);
      set(Math.floor(i / 3), size - 11 + (i % 3), on);
    }
  }
  // Level L, mask 0: every reader takes any mask, and this code is drawn large.
  const format = guarded(0b01000, 0x537, 10) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const on = ((format >> i) & 1) === 1;
    if (i < 6) set(8, i, on);
    else if (i < 8) set(8, i + 1, on);
    else set(i === 8 ? 7 : 14 - i, 8, on);
    if (i < 8) set(size - 1 - i, 8, on);
    else set(8, size - 15 + i, on);
  }
  set(8, size - 8, true);

  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const up = ((right + 1) & 2) === 0;
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y]![x]) continue;
        const on = bit < words.length * 8 && ((words[bit >> 3]! >> (7 - (bit & 7))) & 1) === 1;
        dark[y]![x] = on !== ((x + y) % 2 === 0);
        bit++;
      }
    }
  }
  return dark;
}
