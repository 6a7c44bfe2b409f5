/** A place to show a line that changes all the time. */
export interface Display {
  /** Sets the line of the moment. */
  readonly update: (line: () => string) => void;
  /** Writes a line that stays. */
  readonly print: (line: string) => void;
  readonly stop: () => void;
}

/** What a display needs of a stream. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two updates: often on a terminal, seldom in a log of a pipeline. */
const periods = { terminal: 200, plain: 5_000 } as const;
const eraseLine = "\r\u001b[2K";

/** Columns of the screen, minus one, so that no terminal wraps the line. */
export function widthOf(screen: Screen): number {
  return isTerminal(screen)
    ? Math.max(20, (screen.columns === 0 ? 80 : (screen.columns ?? 80)) - 1)
    : 160;
}

/** A dumb terminal gets what a pipe gets. */
function isTerminal(screen: Screen): boolean {
  return screen.isTTY === true && process.env["TERM"] !== "dumb";
}

/**
 * On a terminal one line that is overwritten, else a line every five seconds at most and none twice.
 * No colour is used, so there is none that NO_COLOR would have to take away.
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
