// The real hub, from its own binary, with a small demo county in a folder of its own, or with one
// that was made before.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const binary = process.env["RUFAA_BIN"] ?? resolve("../build/release/bin/rufaa");
const site = process.env["RUFAA_WEB"] ?? resolve("../build/web");

export class Hub {
  url = "";
  password = "";
  private child: ChildProcess | undefined;
  private readonly data: string;

  // `made`: a county's folder, which stays as it is, and everybody's password there.
  constructor(private readonly made?: { folder: string; password: string }) {
    this.data = made?.folder ?? mkdtempSync(join(tmpdir(), "rufaa-e2e-"));
    this.password = made?.password ?? "";
  }

  async start(cases = 40): Promise<void> {
    // After a restart, where it was before: pages that stand open must find it again.
    const port = this.url ? new URL(this.url).port : "0";
    const child = spawn(
      binary,
      [
        ...(this.made ? ["serve", "--county", "001"] : ["demo", "--cases", String(cases)]),
        "--data",
        this.data,
        "--listen",
        "127.0.0.1:0",
        "--metrics",
        "off",
        "--gateway-listen",
        `127.0.0.1:${port}`,
        "--web-root",
        site,
        "--log-level",
        "error",
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    this.child = child;
    await new Promise<void>((ready, fail) => {
      let said = "";
      child.once("exit", (code) => fail(new Error(`the hub ended with ${code}:\n${said}`)));
      child.stdout!.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const address = /^serving .*(http:\/\/\S+)/m.exec(said);
        if (!address) return;
        this.url = address[1]!;
        this.password ||= /^chv\.kisauni .* (\S+)$/m.exec(said)?.[1] ?? "";
        ready();
      });
    });
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null) return;
    const over = new Promise((done) => child.once("close", done));
    child.removeAllListeners("exit");
    child.kill("SIGTERM");
    await over;
  }

  async end(): Promise<void> {
    await this.stop();
    if (!this.made) rmSync(this.data, { recursive: true, force: true });
  }
}
