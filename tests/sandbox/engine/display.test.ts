import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startDisplay, widthOf } from "../../../sandbox/engine/display.ts";

describe("display of the progress", () => {
  const term = process.env["TERM"];
  afterEach(() => {
    process.env["TERM"] = term ?? "";
  });

  it("writes no control characters without a terminal", () => {
    const written: string[] = [];
    const printed: string[] = [];
    const screen = { isTTY: false, write: (text: string) => written.push(text) };
    const display = startDisplay(screen, (line) => printed.push(line));
    display.update(() => "working");
    display.print("warning: something");
    display.stop();
    expect(written).to.deep.equal([]);
    expect(printed).to.deep.equal(["warning: something"]);
  });

  it("clears its line before it prints a permanent one", () => {
    process.env["TERM"] = "xterm";
    const output: string[] = [];
    const screen = { isTTY: true, columns: 80, write: (text: string) => output.push(text) };
    const display = startDisplay(screen, (line) => output.push(`${line}\n`));
    display.update(() => "working");
    display.print("first");
    display.print("second");
    display.stop();
    expect(output.join("")).to.equal(
      "first\n\r\u001b[2Kworking\r\u001b[2Ksecond\n\r\u001b[2Kworking\r\u001b[2K",
    );
  });

  it("uses a default width if the terminal does not report one", () => {
    process.env["TERM"] = "xterm";
    expect(widthOf({ isTTY: true, columns: 0, write: () => true })).to.equal(79);
  });
});
