import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { qrCode } from "../src/ui/qr";

// As an independent reader (jsQR 1.4) read every length from 1 to 230 bytes when these were taken.
const RUFAA = `
#######..#.##.#######
#.....#..###..#.....#
#.###.#.##.##.#.###.#
#.###.#..#.#..#.###.#
#.###.#...#.#.#.###.#
#.....#.....#.#.....#
#######.#.#.#.#######
........##.##........
###.########.##...#..
#.#.#..###....#.....#
#.#####..##.#...#####
..#.#...#.#...#....##
#.##.####...#.#.#...#
........##.#.#.#.....
#######.#.##.###...##
#.....#.#..###.##....
#.###.#.##.#.###...##
#.###.#...#...##.#.#.
#.###.#.##..#...###.#
#.....#.###...#....#.
#######.##..#.#.#..##`.trim();

it("draws the code that readers read", () => {
  const drawn = (text: string) =>
    qrCode(text)
      .map((row) => row.map((on) => (on ? "#" : ".")).join(""))
      .join("\n");
  expect(drawn("Rufaa")).toBe(RUFAA);
});

it.each([
  [
    "otpauth://totp/Rufaa:desk.coast?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Rufaa",
    37,
    "6e5405c01bae904b",
  ],
  ["x".repeat(150), 45, "da7bffc962b319b8"],
  ["x".repeat(230), 53, "c27cc0ff6ff3c038"],
])("and larger ones, in blocks and with their version: %#", (text, size, digest) => {
  const rows = qrCode(text);
  expect(rows.length).toBe(size);
  const bits = rows.flat().map(Number).join("");
  expect(createHash("sha256").update(bits).digest("hex").slice(0, 16)).toBe(digest);
});

it("refuses what it can't hold", () => {
  expect(() => qrCode("x".repeat(231))).toThrow(RangeError);
});
