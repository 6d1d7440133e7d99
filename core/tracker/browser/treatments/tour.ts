/** Steps through the page: each points at a part of it, or stands in the middle. */
import type { Show } from './kind.ts';
import type { Tools } from './parts.ts';

const GAP_PX = 12;
const MOVES = ['scroll', 'resize'];

/** Where the part is; where there is none, a point in the middle. */
function findTarget(selector: string | undefined): DOMRect | Element {
  try {
    const found = document.querySelector(selector ?? '');
    if (found?.getClientRects().length) return found;
  } catch {
    // The step has no selector, or one that is none.
  }
  return new DOMRect(innerWidth / 2, innerHeight / 2);
}

export const showTour =
  ({ actions, anchor, button, closing, make, naming, say }: Tools): Show<'tour'> =>
  ({ steps, back, next, done, dismiss }, hands) => {
    const content = make('div', { class: 'flow' });
    const spot = make('div', { class: 'spot' });
    let place = 0;

    /** Below the part, else above it, and always inside the window; in the middle where there is none. */
    const arrange = (box: HTMLElement): void => {
      const found = findTarget(steps[place]?.target);
      const target = found instanceof Element ? found.getBoundingClientRect() : found;
      const { offsetWidth: width, offsetHeight: height } = box;
      const clamp = (at: number, size: number): string =>
        `${Math.max(GAP_PX, Math.min(at, size - GAP_PX))}px`;
      const below = target.bottom + GAP_PX;
      const beside = below + height < innerHeight ? below : target.top - GAP_PX - height;
      box.style.left = clamp(target.left + (target.width - width) / 2, innerWidth - width);
      box.style.top = clamp(target.width ? beside : target.top - height / 2, innerHeight - height);
      for (const side of ['left', 'top', 'width', 'height'] as const) spot.style[side] = `${target[side]}px`;
    };

    const go = (to: number): void => {
      const step = steps[to];
      if (!step) {
        hands.act('converted');
        hands.close();
        return;
      }
      place = to;
      const isLast = !steps[to + 1];
      const title = naming(step.title);
      content.replaceChildren(
        make(
          'div',
          { class: 'flow' },
          title,
          say('p', step.text),
          make('p', { class: 'why' }, `${to + 1} / ${steps.length}`),
          actions(
            anchor(hands, step.action),
            to > 0 && button(back ?? hands.word('back', 'Back'), () => go(to - 1)),
            button(
              (isLast ? done : next) ?? (isLast ? hands.word('done', 'Done') : hands.word('next', 'Next')),
              () => go(to + 1),
            ),
            !isLast && closing(hands, dismiss),
          ),
        ),
      );
      const target = findTarget(step.target);
      if (target instanceof Element) target.scrollIntoView({ block: 'center' });
      if (content.parentElement) arrange(content.parentElement);
      title.focus({ preventScroll: true });
    };
    const follow = (): void => {
      if (content.parentElement) arrange(content.parentElement);
      if (!content.isConnected) for (const type of MOVES) removeEventListener(type, follow, true);
    };
    for (const type of MOVES) addEventListener(type, follow, true);
    go(0);
    return { nodes: [content], behind: spot, arrange };
  };
