/** `inkling VERB`: the command line. What it can do is in cli/verbs.ts. */
import { runWords } from './cli/run.ts';
import { VERBS } from './cli/verbs.ts';
import { systemClock } from './clock.ts';
import { leaveNoDumps } from './crash.ts';

leaveNoDumps(process);

const words = process.argv.slice(2);
const stopping = new AbortController();

/** Once is a wish, which a verb that takes long honours at its next safe place; twice is an order. */
function stop(): void {
  if (stopping.signal.aborted) process.exit(1);
  stopping.abort();
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}

process.on('SIGINT', stop).on('SIGTERM', stop);
// Whoever reads our output may leave before its end, as `head` does.
process.stdout.on('error', () => process.exit(1));

const report = await runWords(words, VERBS, {
  env: process.env,
  clock: systemClock,
  warn: (text) => void process.stderr.write(text),
  columns: process.stderr.isTTY ? process.stderr.columns : null,
  stopped: stopping.signal,
});
// In lines: what is shown is changed in an editor and put again.
if (words.includes('--json')) await write(process.stdout, `${JSON.stringify(report.json, null, 2)}\n`);
else if (report.text !== '') {
  await write(report.isFault === true ? process.stderr : process.stdout, `${report.text}\n`);
}
report.afterwards?.();
process.exit(report.exit);
