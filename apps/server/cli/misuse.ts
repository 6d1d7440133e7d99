/** Used wrongly: which words, and what would be right. */

import { censorText } from '../censor.ts';

/** Thrown by whoever reads arguments; becomes exit code 2. */
export class Misuse extends Error {
  /** What to type instead. */
  readonly cure: string;

  /** @example throw new Misuse('there is no verb "reply"', 'did you mean "replay"?') */
  constructor(fault: string, cure: string) {
    // It quotes what was typed, which may be an address with a password in it.
    super(censorText(fault));
    this.name = 'Misuse';
    this.cure = cure;
  }
}
