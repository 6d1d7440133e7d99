import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Lines on standard output as JSON. What could name a person is censored wherever it stands. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'email',
        'userId',
        'ip',
        'address',
        'userAgent',
        'headers',
        'body',
        'key',
        'secretKey',
        '*.email',
        '*.userId',
        '*.headers',
        '*.body',
        '*.key',
        '*.secretKey',
      ],
      censor: '[redacted]',
    },
    serializers: {
      // A stack may quote input; its first line is a fault we wrote, or a library's that names no value.
      err: (error: unknown) => describeError(error),
    },
  });
}

function describeError(error: unknown): { type: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return {
    type: error.name,
    ...code,
    ...(frame === undefined ? {} : { at: frame.trim().replace(/\(.*[\\/]/, '(') }),
  };
}
