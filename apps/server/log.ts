import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { censor } from './censor.ts';

export type Log = Logger;

/**
 * Lines on standard output as JSON. What could name a person or open a door is censored wherever it stands.
 *
 * @param destination Where lines go instead.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Before anything else sees them: paths of pino's own redaction reach one level down.
    hooks: {
      logMethod(args, method) {
        const given = nameError(args).map((arg) => censor(arg));
        method.apply(this, given as Parameters<typeof method>);
      },
    },
    serializers: {
      // A stack may quote input; its first line is a fault we wrote, or a library's that names no value.
      err: (error: unknown) => describeError(error),
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Without words of ours pino takes those of the error, which may quote anything. */
function nameError([first, ...rest]: readonly unknown[]): readonly unknown[] {
  if (first instanceof Error) return nameError([{ err: first }, ...rest]);
  const { err } = (first ?? {}) as { readonly err?: unknown };
  return err instanceof Error && typeof rest[0] !== 'string' ? [first, err.name] : [first, ...rest];
}

function describeError(error: unknown): { type: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return {
    type: error.name,
    ...code,
    ...(frame === undefined ? {} : { at: frame.trim().replace(/\([^()]*[\\/]/, '(') }),
  };
}
