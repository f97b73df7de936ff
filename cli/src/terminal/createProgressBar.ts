import { SingleBar } from 'cli-progress';

/** What a long work tells about itself. */
export interface Progress {
  stage: string;
  done: number;
  total: number;
}

/** Shows progress on a terminal; says nothing where the output is read by a program. */
export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

/** A bar on the error stream, so that the result alone stands in the output. */
export function createProgressBar(stream: NodeJS.WriteStream, unit: string): ProgressBar {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream,
    format: `{stage} {bar} {value} of {total} ${unit} · {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  let shown: string | undefined;
  return {
    update({ stage, done, total }) {
      if (stage !== shown) {
        bar.stop();
        bar.start(total, done, { stage: stage.padEnd(14) });
        shown = stage;
      } else {
        bar.update(done);
      }
    },
    stop: () => bar.stop(),
  };
}
