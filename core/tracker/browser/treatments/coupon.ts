/** A code, and the instant at which it really ends. */
import type { Hands, Of, Show } from './kind.ts';
import type { Tools } from './parts.ts';

const DAY_MS = 86_400_000;

/**
 * The end by the browser's clock. The answer says how long it is until then; a clock that is wrong by a day would
 * otherwise show a day that the code has not got. Counted from when the question left, so never too late.
 */
const findEnd = ({ ends, endsIn }: Of<'coupon'>, { sentAt }: Hands): number =>
  endsIn === undefined ? Date.parse(ends) : sentAt + endsIn;

/** @example writeLeft(3_661_000) // '1:01:01' */
function writeLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const [hours, ...rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  return [hours, ...rest.map((part) => `${part}`.padStart(2, '0'))].join(':');
}

/** @returns whether it is copied; where that is not allowed it is selected, and a key copies it. */
async function copy(code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}

export const showCoupon =
  ({ actions, anchor, button, closing, make, naming, readLocale, say }: Tools): Show<'coupon'> =>
  (coupon, hands) => {
    const end = findEnd(coupon, hands);
    const code = make('code', {}, coupon.code);
    const outcome = make('p', { role: 'status' });
    const row = make(
      'div',
      { class: 'code' },
      code,
      button(hands.word('copy', 'Copy code'), async () => {
        hands.act('clicked');
        if (await copy(code)) outcome.replaceChildren(say('span', hands.word('copied', 'Copied')));
      }),
    );
    const instant = new Date(coupon.ends).toLocaleString(readLocale(), {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    // Not read out each second: the instant beside it says the same, once.
    const left = make('strong', { 'aria-hidden': 'true' });
    const until = make(
      'p',
      { class: 'until' },
      make(
        'span',
        {},
        say('span', hands.word('until', 'Valid until')),
        ' ',
        make('time', { datetime: coupon.ends }, instant),
      ),
      left,
    );
    const tick = (): void => {
      const leftMs = end - Date.now();
      if (coupon.isCountedDown && leftMs < DAY_MS) left.textContent = writeLeft(leftMs);
      if (leftMs > 0) return;
      clearInterval(timer);
      row.remove();
      until.remove();
      outcome.replaceChildren(say('span', hands.word('ended', 'This code has ended.')));
    };
    const timer = setInterval(() => (row.isConnected ? tick() : clearInterval(timer)), 1000);
    tick();
    const ending = actions(anchor(hands, coupon.action), closing(hands, coupon.dismiss));
    return { nodes: [naming(coupon.title), say('p', coupon.text), row, until, outcome, ending] };
  };
