/** How a process ends that has met a fault of ours: what it was holding of visitors is written nowhere. */
import { InklingError } from '../../core/errors.ts';
import { censorText } from './censor.ts';

/** Flags of Node by which all that is in memory is written to a file. https://nodejs.org/api/cli.html */
const SNAPSHOTS = /^--(?:heapsnapshot-(?:signal|near-heap-limit)|abort-on-uncaught-exception)\b/;

/**
 * Before anything is read: no fault of this process leaves more than where it arose. What the operating system keeps of
 * a process that it ends is its own; docs/privacy.md says how that is turned off.
 *
 * @throws InklingError `malformed_setting` where Node was told to write its memory to a file.
 */
export function leaveNoDumps(process: NodeJS.Process): void {
  // Whatever flags say: a report holds the environment, with the master key, and addresses of who is connected.
  const { report } = process;
  report.reportOnFatalError = false;
  report.reportOnSignal = false;
  report.reportOnUncaughtException = false;
  // Node would write the whole error, with whatever it quotes.
  process.on('uncaughtException', (error) => {
    process.stderr.write(explainFault(error));
    process.exit(1);
  });
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)];
  const flag = options.map((option) => SNAPSHOTS.exec(option)?.[0]).find((found) => found !== undefined);
  if (flag !== undefined) {
    throw new InklingError(
      'malformed_setting',
      'NODE_OPTIONS',
      `${flag} writes all that visitors sent to a file`,
      'leave it out',
    );
  }
}

/** A fault with place and cure is all a person needs; a stack is for faults of ours, whose words may quote anything. */
export function explainFault(error: unknown): string {
  if (error instanceof InklingError) return `${error.message}\n`;
  if (!(error instanceof Error)) return `a fault: ${typeof error}\n`;
  const { name, message, stack = '' } = error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  // The operating system speaks of paths and ports alone.
  const words = 'syscall' in error ? `: ${censorText(message)}` : '';
  const frames = stack.replace(message, '').match(/^ {4}at .+$/gm) ?? [];
  return `${[`${name}${code}${words}`, ...frames].join('\n')}\n`;
}
