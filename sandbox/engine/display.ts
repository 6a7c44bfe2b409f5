/** Shows a status line that changes. */
export interface Display {
  /** Sets the function that renders the status line. */
  readonly update: (line: () => string) => void;
  /** Writes a line that stays on the screen. */
  readonly print: (line: string) => void;
  readonly stop: () => void;
}

/** The part of an output stream that a display uses. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two updates: frequent on a terminal, rare in a CI log. */
const periods = { terminal: 200, plain: 5_000 } as const;
const eraseLine = "\r\u001b[2K";

/** Columns of the screen, minus one so that the terminal does not wrap the line. */
export function widthOf(screen: Screen): number {
  return isTerminal(screen)
    ? Math.max(20, (screen.columns === 0 ? 80 : (screen.columns ?? 80)) - 1)
    : 160;
}

/** A dumb terminal is treated like a pipe. */
function isTerminal(screen: Screen): boolean {
  return screen.isTTY === true && process.env["TERM"] !== "dumb";
}

/**
 * On a terminal, overwrites one line. Otherwise prints at most one line every five seconds and never the same line twice.
 * It uses no colours, so NO_COLOR has no effect.
 */
export function startDisplay(screen: Screen, print: (line: string) => void): Display {
  const live = isTerminal(screen);
  let current: (() => string) | undefined;
  let shown = "";
  const show = () => {
    if (current === undefined) return;
    const line = current();
    if (line === shown) return;
    shown = line;
    if (live) screen.write(`${eraseLine}${line}`);
    else print(line);
  };
  const clear = () => {
    if (live && shown !== "") screen.write(eraseLine);
    shown = "";
  };
  const timer = setInterval(show, live ? periods.terminal : periods.plain);
  timer.unref();
  return {
    update: (line) => {
      current = line;
    },
    print: (line) => {
      clear();
      print(line);
      if (live) show();
    },
    stop: () => {
      clearInterval(timer);
      clear();
      current = undefined;
    },
  };
}
