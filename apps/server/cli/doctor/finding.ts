/** What one look at the installation found. */
import type { InklingError } from '../../../../core/errors.ts';

export type Finding = {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do; absent where all is well. */
  readonly cure?: string;
};

export function fine(check: string, found: string): Finding {
  return { check, state: 'ok', found };
}

export function warn(check: string, found: string, cure: string): Finding {
  return { check, state: 'warn', found, cure };
}

export function fail(check: string, found: string, cure: string): Finding {
  return { check, state: 'fail', found, cure };
}

/** Our own faults say place, fault and cure already. */
export function failOf(check: string, { message }: InklingError): Finding {
  const [, fault = message, cure = 'see docs/install.md'] =
    /^(?:\[[^\]]*\] )*(.*?): (.*)$/s.exec(message) ?? [];
  return fail(check, fault, cure);
}
