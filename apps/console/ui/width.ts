/** How wide a place is: what is drawn to it has letters of one size on a desk and on a phone. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/**
 * Known before anything is painted, so that nothing moves.
 *
 * @param usual Until it is known, and where it is not seen, pixels.
 * @example const [place, width] = useWidth<HTMLElement>(640)
 */
export function useWidth<Place extends HTMLElement>(usual: number): readonly [RefObject<Place>, number] {
  const place = useRef<Place>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const { current } = place;
    if (current === null) return;
    const measure = (): void => setWidth(current.clientWidth === 0 ? usual : current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [usual]);
  return [place, width];
}
