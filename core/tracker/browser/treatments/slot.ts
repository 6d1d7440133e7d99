/** What stands in the flow of the page, in a place that the page keeps for it: it never moves what is around it. */
import { openFrame } from './frame.ts';

/** A target for a finger; less than that is no place that was kept. */
const LEAST_HEIGHT_PX = 44;
/** Half of it in sight is seen, or half a window of it. */
const SEEN = 0.5;

export const findSlot = (name: string | undefined): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('[data-inkling-slot]')].find(
    (slot) => slot.dataset.inklingSlot === name && slot.getClientRects().length,
  );

/** Below the window it may grow: nothing that is in sight moves then. */
const isBelow = (slot: Element): boolean => slot.getBoundingClientRect().top >= innerHeight;

export const hasRoom = (slot: HTMLElement): boolean => isBelow(slot) || slot.offsetHeight >= LEAST_HEIGHT_PX;

/**
 * What the page has put there for everybody gives way meanwhile, and leaves its height.
 *
 * @returns takes it out again.
 */
export function fillSlot(slot: HTMLElement, box: HTMLElement): () => void {
  const host = openFrame(slot, 'slot', box);
  const heightBefore = slot.offsetHeight;
  const hide = (isHidden: boolean): void => {
    for (const child of slot.children as HTMLCollectionOf<HTMLElement>) child.hidden = isHidden;
  };
  slot.style.cssText += `;box-sizing:border-box;min-height:${heightBefore}px`;
  hide(true);
  box.classList.add('slot');
  slot.append(host);
  const grownBy = slot.offsetHeight - heightBefore;
  // What is taller than its place is scrolled inside it.
  if (grownBy > 0 && !isBelow(slot)) {
    box.style.maxHeight = `${box.offsetHeight - grownBy}px`;
    box.tabIndex = 0;
  }
  return () => {
    host.remove();
    hide(false);
  };
}

/**
 * Watches a slot, filled or not: a control arm's moment is the same.
 *
 * @param see Called whenever it is in sight.
 * @returns stops.
 */
export function watchSlot(slot: HTMLElement, see: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, intersectionRatio, intersectionRect } of entries)
        if (isIntersecting && (intersectionRatio >= SEEN || intersectionRect.height >= innerHeight * SEEN))
          see();
    },
    { threshold: [0, 0.2, SEEN, 1] },
  );
  observer.observe(slot);
  return () => observer.disconnect();
}
